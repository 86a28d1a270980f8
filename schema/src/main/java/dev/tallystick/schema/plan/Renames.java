package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds what was renamed. A new name changes how PostgreSQL prints everything around it, so
/// renames are run on the copy, round by round, and the catalogue is read again before anything
/// else is planned.
final class Renames {
  private final Catalogue before;
  private final Catalogue after;
  private final Hints hints;

  private Renames(Catalogue before, Catalogue after, Hints hints) {
    this.before = before;
    this.after = after;
    this.hints = hints;
  }

  /// The renames to run next; none when all names are right.
  static List<Step> next(Catalogue before, Catalogue after, Hints hints) {
    var renames = new Renames(before, after, hints);
    var schemas = renames.hinted(List.of(Kind.SCHEMA));
    if (!schemas.isEmpty()) return schemas;
    var wholes =
        renames.hinted(
            List.of(
                Kind.TYPE,
                Kind.SEQUENCE,
                Kind.ROUTINE,
                Kind.TABLE,
                Kind.INDEX,
                Kind.VIEW,
                Kind.STATISTICS));
    if (!wholes.isEmpty()) return wholes;
    var parts =
        renames.hinted(List.of(Kind.COLUMN, Kind.CONSTRAINT, Kind.TRIGGER, Kind.POLICY, Kind.RULE));
    parts.addAll(renames.labels());
    if (!parts.isEmpty()) return parts;
    return renames.evident();
  }

  private List<Step> hinted(List<Kind> kinds) {
    var steps = new ArrayList<Step>();
    hints
        .was()
        .forEach(
            (key, old) -> {
              if (kinds.contains(key.kind()) && isRenamed(old, key)) steps.add(rename(old, key));
            });
    return steps;
  }

  /// A name that is taken is free in a later round, if its bearer is renamed as well.
  private boolean isRenamed(ObjectKey old, ObjectKey present) {
    return before.objects().containsKey(old) && !before.objects().containsKey(present);
  }

  private Step rename(ObjectKey old, ObjectKey present) {
    var object = before.get(old);
    if (!old.schema().equals(present.schema())) {
      return Step.of(
          Action.RENAME,
          present,
          "ALTER %s SET SCHEMA %s".formatted(Ddl.target(object), present.schema()));
    }
    var name =
        present.kind() == Kind.ROUTINE
            ? present.name().substring(0, present.name().indexOf('('))
            : present.name();
    var sql =
        switch (object) {
          case SchemaObject.Column _ ->
              Ddl.alterTable(old) + "RENAME COLUMN " + old.name() + " TO " + name;
          case Constraint _ ->
              Ddl.alterTable(old) + "RENAME CONSTRAINT " + old.name() + " TO " + name;
          case SchemaObject other -> "ALTER " + Ddl.target(other) + " RENAME TO " + name;
        };
    return Step.of(Action.RENAME, present, sql);
  }

  private List<Step> labels() {
    var steps = new ArrayList<Step>();
    hints
        .labelWas()
        .forEach(
            (key, labels) -> {
              for (Map.Entry<String, String> label : labels.entrySet()) {
                label(key, label.getValue(), label.getKey()).ifPresent(steps::add);
              }
            });
    return steps;
  }

  private Optional<Step> label(ObjectKey key, String was, String present) {
    var names =
        switch (before.objects().get(key)) {
          case EnumType type -> type.labels();
          case CompositeType type ->
              type.attributes().stream().map(CompositeType.Attribute::name).toList();
          case null, default -> List.<String>of();
        };
    if (!names.contains(was) || names.contains(present)) return Optional.empty();
    var change =
        before.get(key) instanceof EnumType
            ? "RENAME VALUE %s TO %s".formatted(Name.literal(was), Name.literal(present))
            : "RENAME ATTRIBUTE %s TO %s".formatted(was, present);
    return Optional.of(
        Step.of(Action.RENAME, key, "ALTER TYPE " + key.qualifiedName() + " " + change));
  }

  /// What differs in nothing but its name, and whose name nobody has to guess.
  private List<Step> evident() {
    var steps = new ArrayList<Step>();
    var taken = new ArrayList<ObjectKey>();
    for (var entry : before.objects().entrySet()) {
      var old = entry.getKey();
      if (after.objects().containsKey(old)) continue;
      after.objects().entrySet().stream()
          .filter(candidate -> candidate.getKey().kind() == old.kind())
          .filter(candidate -> !before.objects().containsKey(candidate.getKey()))
          .filter(candidate -> !taken.contains(candidate.getKey()))
          .filter(candidate -> isSameButForName(entry.getValue(), candidate.getValue()))
          .findFirst()
          .ifPresent(
              candidate -> {
                taken.add(candidate.getKey());
                steps.add(rename(old, candidate.getKey()));
              });
    }
    return steps;
  }

  private static boolean isSameButForName(SchemaObject old, SchemaObject present) {
    if (!old.key().schema().equals(present.key().schema())) return false;
    return switch (old) {
      case Sequence a ->
          present instanceof Sequence b
              && a.ownedBy() != null
              && Objects.equals(a.ownedBy(), b.ownedBy())
              && a.options().equals(b.options());
      case Constraint a ->
          present instanceof Constraint b
              && a.key().owner().equals(b.key().owner())
              && a.definition().equals(b.definition())
              && a.isValid() == b.isValid()
              && a.isEnforced() == b.isEnforced();
      case Index a ->
          present instanceof Index b
              && a.table().equals(b.table())
              && a.isValid()
              && withoutName(a).equals(withoutName(b));
      case SchemaObject _ -> false;
    };
  }

  private static String withoutName(Index index) {
    return index
        .definition()
        .replaceFirst("INDEX " + Pattern.quote(index.key().name()) + " ON", "INDEX ON");
  }
}
