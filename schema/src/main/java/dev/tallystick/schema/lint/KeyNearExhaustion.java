package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A counted key whose type runs out: `integer` after two thousand million rows, counting those
/// that were rolled back.
final class KeyNearExhaustion implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "key-near-exhaustion",
          Severity.WARNING,
          "A counted key is, or will be, near the end of its type.");

  private static final double SHARE_MAX = 0.5;
  private static final double SHARE_CRITICAL = 0.8;

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var declared = new HashMap<ObjectKey, Long>();
    for (var sequence : subject.catalogue().all(Sequence.class)) {
      if (sequence.ownedBy() != null) declared.put(sequence.ownedBy(), sequence.options().max());
    }
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) {
        var identity = column.identity();
        if (identity != null) declared.put(column.key(), identity.options().max());
        var max = Math.min(declared.getOrDefault(column.key(), Long.MAX_VALUE), typeMax(column));
        if (isCounted(column)) problem(subject, table, column, max).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static boolean isCounted(Column column) {
    return column.identity() != null
        || (column.defaultValue() != null && column.defaultValue().startsWith("nextval("));
  }

  private static long typeMax(Column column) {
    return switch (column.type()) {
      case "smallint" -> Short.MAX_VALUE;
      case "integer" -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  /// @param max that the files let it count to, where the database may not be yet
  private static Optional<Problem> problem(
      Subject subject, LintedTable table, Column column, long max) {
    var counter = subject.live().counter(column.key());
    if (counter.isPresent()) {
      var count = counter.get();
      double share = (double) count.last() / Math.max(max, count.max());
      if (share < SHARE_MAX) return Optional.empty();
      var severity = share < SHARE_CRITICAL ? DESCRIPTION.severity() : Severity.ERROR;
      return Optional.of(
          problem(
              subject,
              table,
              column,
              severity,
              "%s has given out %s of %s values, %s"
                  .formatted(
                      column.key().name(),
                      Figures.count(count.last()),
                      Figures.count(count.max()),
                      Figures.percent(share))));
    }
    var isKey =
        table.constraints(Constraint.Type.PRIMARY_KEY).stream()
            .anyMatch(key -> key.columns().equals(List.of(column.key().name())));
    if (!isKey || column.type().equals("bigint") || !isInteger(column)) return Optional.empty();
    return Optional.of(
        problem(
            subject,
            table,
            column,
            Severity.INFO,
            "%s is %s: it ends at %s, and to widen it then rewrites the table"
                .formatted(column.key().name(), column.type(), Figures.count(max))));
  }

  private static boolean isInteger(Column column) {
    return column.type().equals("integer") || column.type().equals("smallint");
  }

  private static Problem problem(
      Subject subject, LintedTable table, Column column, Severity severity, String reason) {
    if (!isInteger(column)) {
      var decision = "the sequence itself ends; raise its MAXVALUE, or give out ids otherwise";
      return new Problem(column.key(), severity, reason, Remedy.byPerson(decision, ""));
    }
    var widened = new TreeMap<ObjectKey, String>();
    widened.put(column.key(), alter(table.key(), column.key().name()));
    for (var referrer : subject.referrers(table.key())) {
      var references = referrer.references();
      if (references == null) continue;
      int at = references.columns().indexOf(column.key().name());
      if (at < 0) continue;
      var from = referrer.key().owner();
      var name = referrer.columns().get(at);
      widened.put(ObjectKey.column(from.schema(), from.name(), name), alter(from, name));
    }
    var changes = new ArrayList<Change>();
    for (var key : widened.keySet()) changes.add(widen(subject, key));
    return new Problem(
        column.key(),
        severity,
        reason,
        new Remedy(String.join(" ", widened.values()), changes, ""));
  }

  private static String alter(ObjectKey table, String column) {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE bigint;".formatted(table.qualifiedName(), column);
  }

  private static Change widen(Subject subject, ObjectKey column) {
    var isSerial = subject.places().saysSerial(column);
    return new Change.ChangeType(column, isSerial ? "bigserial" : "bigint");
  }
}
