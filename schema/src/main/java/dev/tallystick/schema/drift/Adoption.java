package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.plan.Ddl;
import dev.tallystick.schema.source.Declaration;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes what moved on the live database into the text of the files. Whether that came out right
/// is looked at afterwards, by loading it.
final class Adoption {
  private static final Set<String> INLINE_CONSTRAINTS =
      Set.of("constraint", "primary", "unique", "check", "references");

  private final SchemaText files;
  private final Places places;
  private final Catalogue before;
  private final Catalogue after;
  private final Set<Subject> subjects;

  /// @param subjects what the files shall declare as the live database does
  Adoption(SchemaText files, Path folder, Sides sides, Set<Subject> subjects) {
    this.files = files;
    this.before = sides.files();
    this.after = sides.live();
    this.places = new Places(files, folder, after);
    this.subjects = new TreeSet<>(subjects);
  }

  /// What goes goes first, the dependent before what it needs; then the rest, the other way round.
  void run() {
    var byAspect = Comparator.comparing(Subject::aspect);
    subjects.stream()
        .filter(this::isRemoved)
        .sorted(byAspect.reversed().thenComparing(Comparator.<Subject>naturalOrder().reversed()))
        .forEach(this::remove);
    subjects.stream()
        .filter(Predicate.not(this::isRemoved))
        .sorted(byAspect.thenComparing(Comparator.naturalOrder()))
        .forEach(this::write);
  }

  private boolean isRemoved(Subject subject) {
    return Facet.of(after, subject) instanceof Facet.Absent;
  }

  private boolean isGone(ObjectKey key) {
    return before.objects().containsKey(key) && !after.objects().containsKey(key);
  }

  private void remove(Subject subject) {
    var key = subject.key();
    switch (subject.aspect()) {
      case GRANTS -> grants(key);
      case COMMENT ->
          comment(key).ifPresent(found -> files.remove(found.script(), found.statement()));
      case OBJECT -> remove(before.get(key));
    }
  }

  private void remove(SchemaObject object) {
    var key = object.key();
    var table = Catalogue.tableOf(object);
    if (!table.equals(key) && isGone(table)) return;
    var declaration = files.map().exact(key);
    switch (object) {
      case Table _ -> places.removeTable(key, before);
      case Constraint constraint
          when constraint.columns().stream().anyMatch(column -> isGone(column(table, column))) -> {
        // It stands in the column's own line, or PostgreSQL names what is left over.
        if (declaration.isPresent() && !isInColumn(declaration.get()))
          places.removePart(declaration.get());
      }
      case Column _, Constraint _ -> {
        if (declaration.isPresent()
            && !(object instanceof Constraint && isInColumn(declaration.get()))) {
          places.removePart(declaration.get());
        } else {
          places.behindTable(table, Ddl.drop(object), false);
        }
      }
      case SchemaObject _ ->
          declaration.ifPresent(found -> files.remove(found.script(), found.statement()));
    }
  }

  private static ObjectKey column(ObjectKey table, String name) {
    return ObjectKey.column(table.schema(), table.name(), name);
  }

  /// Whether a constraint stands in the declaration of its column.
  private static boolean isInColumn(Declaration constraint) {
    return Places.isElement(constraint)
        && !constraint.script().text().startsWith("CONSTRAINT", constraint.start())
        && !constraint.script().text().startsWith("constraint", constraint.start());
  }

  private void write(Subject subject) {
    var key = subject.key();
    switch (Facet.of(after, subject)) {
      case Facet.Absent _ -> throw new IllegalStateException(subject + " is gone");
      case Facet.Grants _ -> grants(key);
      case Facet.Comment(var text) -> writeComment(key, text);
      case Facet.Declared(var object) -> {
        if (before.objects().containsKey(key)) change(before.get(key), object);
        else add(object);
      }
    }
  }

  private void add(SchemaObject object) {
    var key = object.key();
    var table = Catalogue.tableOf(object);
    boolean isInNewTable = !before.objects().containsKey(table) && !table.equals(key);
    switch (object) {
      case Table added -> {
        places.append(key, Ddl.createTable(added, after, inline(added)));
        after.all(Sequence.class).stream()
            .filter(
                sequence ->
                    Optional.ofNullable(sequence.ownedBy())
                        .map(ObjectKey::owner)
                        .filter(key::equals)
                        .isPresent())
            .forEach(sequence -> places.behindTable(key, Ddl.ownedBy(sequence), false));
        TableText.settings(Optional.empty(), added)
            .forEach(sql -> places.behindTable(key, sql, false));
      }
      case Column column -> {
        if (!isInNewTable && !column.isInherited()) addColumn(table, column);
      }
      case Constraint constraint -> {
        if (!(isInNewTable && inline((Table) after.get(table)).contains(constraint))) {
          places.behindTable(table, Ddl.addConstraint(constraint, !constraint.isValid()), false);
        }
      }
      case Trigger trigger -> {
        places.behindTable(table, trigger.definition(), false);
        if (!trigger.enabled().equals("ENABLE")) {
          places.behindTable(table, TableText.enable(trigger), true);
        }
      }
      case Sequence sequence -> {
        var owner = sequence.ownedBy();
        if (owner == null) {
          places.append(key, Ddl.create(sequence, after));
        } else {
          // A table that is new comes behind it, and then takes it.
          places.behindTable(owner.owner(), Ddl.create(sequence, after), false);
          if (before.objects().containsKey(owner.owner())) {
            places.behindTable(owner.owner(), Ddl.ownedBy(sequence), true);
          }
        }
      }
      case SchemaObject other -> {
        var sql = Ddl.create(other, after);
        if (table.equals(key)) places.append(key, sql);
        else places.behindTable(table, sql, false);
      }
    }
  }

  private List<Constraint> inline(Table table) {
    return after.of(table.key(), Constraint.class).stream().filter(Constraint::isValid).toList();
  }

  private void addColumn(ObjectKey table, Column column) {
    var elements = files.map().exact(table).flatMap(Elements::of);
    if (elements.isPresent()) elements.get().add(files, Ddl.column(column));
    else places.behindTable(table, Ddl.create(column, after), false);
  }

  private void change(SchemaObject old, SchemaObject present) {
    var key = present.key();
    var table = Catalogue.tableOf(present);
    var declaration = files.map().exact(key);
    switch (present) {
      case Column column -> {
        if (declaration.filter(Places::isElement).filter(Adoption::isPlain).isPresent()) {
          replace(declaration.get(), Ddl.column(column));
        } else {
          for (var sql : TableText.alter((Column) old, column))
            places.behindTable(table, sql, true);
        }
      }
      case Constraint constraint -> {
        var found = declaration.filter(d -> !isInColumn(d));
        if (found.isPresent()) places.removePart(found.get());
        else places.behindTable(table, Ddl.drop(constraint), false);
        places.behindTable(
            table, Ddl.addConstraint(constraint, !constraint.isValid()), found.isEmpty());
      }
      case Table changed -> {
        for (var sql : TableText.settings(Optional.of((Table) old), changed)) {
          places.behindTable(key, sql, false);
        }
      }
      case Trigger trigger -> {
        declaration.ifPresent(found -> replace(found, trigger.definition()));
        if (!((Trigger) old).enabled().equals(trigger.enabled())) {
          places.behindTable(table, TableText.enable(trigger), false);
        }
      }
      case SchemaObject other ->
          declaration.ifPresent(found -> replace(found, Ddl.create(other, after)));
    }
  }

  /// Whether nothing is lost when a column is written anew: it holds neither constraints nor
  /// comments.
  private static boolean isPlain(Declaration column) {
    var holdsComment =
        column.script().comments().stream()
            .anyMatch(c -> c.start() > column.start() && c.start() < column.end());
    return !holdsComment
        && column.statement().tokens().stream()
            .filter(t -> t.start() >= column.start() && t.end() <= column.end())
            .noneMatch(t -> INLINE_CONSTRAINTS.stream().anyMatch(t::is));
  }

  private void replace(Declaration declaration, String sql) {
    files.replace(declaration.script(), declaration.start(), declaration.end(), sql);
  }

  private Optional<Mentions.Found> comment(ObjectKey key) {
    return Mentions.beginning(files.scripts(), commentOn(key, null), "is", key);
  }

  private String commentOn(ObjectKey key, @Nullable String text) {
    return after
        .find(key)
        .or(() -> before.find(key))
        .map(object -> Ddl.comment(object, text))
        .orElseGet(
            () ->
                "COMMENT ON COLUMN %s IS %s"
                    .formatted(key.qualifiedName(), text == null ? "NULL" : Name.literal(text)));
  }

  private void writeComment(ObjectKey key, String text) {
    var sql = commentOn(key, text);
    var present = comment(key);
    if (present.isPresent()) {
      var statement = present.get().statement();
      files.replace(present.get().script(), statement.start(), statement.end(), sql);
      return;
    }
    var map = files.map();
    var own = map.exact(key).filter(found -> !Places.isElement(found));
    if (own.isPresent()) {
      files.insertBehind(own.get().script(), own.get().statement(), sql, true);
    } else if (key.table().isEmpty()) {
      places.append(key, sql);
    } else {
      var view = ObjectKey.of(Kind.VIEW, key.schema(), key.table());
      places.behindTable(after.objects().containsKey(view) ? view : key.owner(), sql, true);
    }
  }

  /// Grants are written as what changes them.
  private void grants(ObjectKey key) {
    SortedSet<Grant> old = before.grants().getOrDefault(key, Collections.emptySortedSet());
    SortedSet<Grant> present = after.grants().getOrDefault(key, Collections.emptySortedSet());
    for (var sql : TableText.grants(key, after, old, present)) {
      var home = after.find(key).map(Catalogue::tableOf).orElse(key.owner());
      places.behindTable(home, sql, false);
    }
  }
}
