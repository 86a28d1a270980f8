package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import dev.tallystick.schema.catalogue.SchemaObject.Rule;
import dev.tallystick.schema.catalogue.SchemaObject.Statistics;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import dev.tallystick.schema.plan.Difference.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds expressions that differ only in how often PostgreSQL has printed them. What it prints of a
/// text, and what it prints of that, need not be the same: `IN ('a', 'b')` on a varchar gains a
/// cast when a dump of it is restored. So both sides are read back into one database and printed
/// once more; what is equal then was never different.
public final class Restatement {
  private final Connection declared;

  /// What cannot even be stated where `after` is loaded, and so is not the same.
  private final Set<ObjectKey> unfit = new HashSet<>();

  private Restatement(Connection declared) {
    this.declared = declared;
  }

  /// `before`, with those objects as `after` prints them that mean the same.
  ///
  /// @param declared inside a transaction where `after` is loaded; it is as before when this
  ///   returns
  public static Catalogue of(Connection declared, Catalogue before, Catalogue after)
      throws SQLException {
    var candidates = new TreeMap<ObjectKey, Change.Altered>();
    Difference.between(before, after)
        .objects()
        .forEach(
            (key, change) -> {
              if (change instanceof Change.Altered altered && isOnlyText(altered)) {
                candidates.put(key, altered);
              }
            });
    if (candidates.isEmpty()) return before;
    return new Restatement(declared).restate(before, candidates);
  }

  private Catalogue restate(Catalogue before, Map<ObjectKey, Change.Altered> candidates)
      throws SQLException {
    var old = printed(candidates, Change.Altered::before);
    candidates.keySet().removeAll(unfit);
    var present = printed(candidates, Change.Altered::after);
    var same = new TreeMap<ObjectKey, SchemaObject>();
    candidates.forEach(
        (key, altered) -> {
          var a = old.get(key);
          if (a == null) return;
          if (a.equals(altered.after()) || a.equals(present.get(key))) {
            same.put(key, altered.after());
          }
        });
    return before.with(same);
  }

  /// What PostgreSQL prints when each object is stated as it was printed before.
  private Map<ObjectKey, SchemaObject> printed(
      Map<ObjectKey, Change.Altered> candidates, Function<Change.Altered, SchemaObject> side)
      throws SQLException {
    Savepoint start = declared.setSavepoint();
    for (var candidate : candidates.entrySet()) {
      Savepoint each = declared.setSavepoint();
      try {
        for (var sql : statements(side.apply(candidate.getValue()))) Proof.execute(declared, sql);
      } catch (SQLException differs) {
        declared.rollback(each);
        unfit.add(candidate.getKey());
      }
    }
    var catalogue = CatalogueReader.read(declared);
    declared.rollback(start);
    var found = new TreeMap<ObjectKey, SchemaObject>();
    for (var candidate : candidates.entrySet()) {
      var stated = side.apply(candidate.getValue());
      catalogue
          .find(standIn(stated))
          .ifPresent(printed -> found.put(candidate.getKey(), under(stated, printed)));
    }
    return found;
  }

  /// What is dropped takes what is on it along, so that a materialised view is stated as a view of
  /// another name.
  private static ObjectKey standIn(SchemaObject object) {
    var key = object.key();
    return object instanceof View view && view.isMaterialised()
        ? ObjectKey.of(key.kind(), key.schema(), Name.with(key.name(), "_restated"))
        : key;
  }

  private static SchemaObject under(SchemaObject stated, SchemaObject printed) {
    return stated instanceof View view && printed instanceof View other && view.isMaterialised()
        ? new View(view.key(), true, other.query(), other.columns(), view.options())
        : printed;
  }

  private static boolean isOnlyText(Change.Altered altered) {
    return switch (altered.before()) {
      case Constraint a ->
          altered.after() instanceof Constraint b
              && a.type() == b.type()
              && (a.type() == Constraint.Type.CHECK || a.type() == Constraint.Type.EXCLUSION)
              && a.isValid() == b.isValid();
      case Index a ->
          altered.after() instanceof Index b
              && a.table().equals(b.table())
              && a.keys().size() == b.keys().size()
              && (a.predicate() == null) == (b.predicate() == null);
      case View a ->
          altered.after() instanceof View b
              && a.columns().equals(b.columns())
              && a.isMaterialised() == b.isMaterialised();
      case Column a -> altered.after() instanceof Column b && blank(a).equals(blank(b));
      case Domain a -> altered.after() instanceof Domain b && blank(a).equals(blank(b));
      case Policy a ->
          altered.after() instanceof Policy b
              && a.command().equals(b.command())
              && a.isPermissive() == b.isPermissive();
      case Routine a ->
          altered.after() instanceof Routine b
              && a.signature().equals(b.signature())
              && a.language().equals(b.language());
      case Trigger a ->
          altered.after() instanceof Trigger b
              && a.enabled().equals(b.enabled())
              && a.isConstraint() == b.isConstraint();
      case Statistics a -> altered.after() instanceof Statistics b && a.table().equals(b.table());
      case Rule _ -> altered.after() instanceof Rule;
      case SchemaObject _ -> false;
    };
  }

  /// Without what its expressions say.
  private static Column blank(Column c) {
    return new Column(
        c.key(),
        c.type(),
        c.isNotNull(),
        c.defaultValue() == null ? null : "",
        c.generated() == null ? null : new Column.Generated("", c.generated().isStored()),
        c.identity(),
        c.collation(),
        c.storage(),
        c.compression(),
        c.statisticsTarget(),
        c.isInherited());
  }

  private static Domain blank(Domain d) {
    var checks = new TreeMap<String, Domain.Check>();
    d.checks().forEach((name, check) -> checks.put(name, new Domain.Check("", check.isValid())));
    return new Domain(
        d.key(),
        d.baseType(),
        d.collation(),
        d.isNotNull(),
        d.defaultValue() == null ? null : "",
        checks);
  }

  private List<String> statements(SchemaObject object) {
    return switch (object) {
      case Constraint constraint ->
          List.of(Ddl.drop(constraint), Ddl.addConstraint(constraint, !constraint.isValid()));
      case Index index -> List.of(Ddl.drop(index), index.definition());
      case View view when !view.isMaterialised() -> List.of(Ddl.createView(view, true));
      case View view ->
          List.of("CREATE VIEW " + standIn(view).qualifiedName() + " AS\n" + view.query());
      case Column column -> column(column);
      case Domain domain -> domain(domain);
      case Policy policy -> List.of(TableSteps.alter(policy).sql());
      case Routine routine -> List.of(routine.definition());
      case Trigger trigger ->
          Stream.concat(
                  Stream.of(Ddl.drop(trigger)), TableSteps.create(trigger).stream().map(Step::sql))
              .toList();
      case Statistics statistics -> List.of(Ddl.drop(statistics), statistics.definition());
      case Rule rule -> List.of(rule.definition().replaceFirst("^CREATE ", "CREATE OR REPLACE "));
      case SchemaObject _ -> List.of();
    };
  }

  private static List<String> column(Column column) {
    var generated = column.generated();
    if (generated == null) return List.of(ColumnSteps.setDefault(column).sql());
    return List.of(
        "%sALTER COLUMN %s SET EXPRESSION AS (%s)"
            .formatted(Ddl.alterTable(column.key()), column.key().name(), generated.expression()));
  }

  private static List<String> domain(Domain domain) {
    var statements = new ArrayList<String>();
    var alter = "ALTER DOMAIN " + domain.key().qualifiedName();
    domain
        .checks()
        .forEach(
            (name, check) -> {
              statements.add(alter + " DROP CONSTRAINT " + name);
              statements.add(alter + " ADD CONSTRAINT " + name + " " + check.definition());
            });
    if (domain.defaultValue() != null) {
      statements.add(alter + " SET DEFAULT " + domain.defaultValue());
    }
    return statements;
  }
}
