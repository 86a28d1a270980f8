package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The steps that add a column to an existing table or change one.
final class ColumnSteps {
  private static final Pattern WITH_LENGTH = Pattern.compile("(.*?)\\((\\d+)(?:,(-?\\d+))?\\)(.*)");

  private final Catalogue before;
  private final Catalogue after;
  private final Hints hints;

  ColumnSteps(Catalogue before, Catalogue after, Hints hints) {
    this.before = before;
    this.after = after;
    this.hints = hints;
  }

  private static Step alter(Column column, String change) {
    return Step.of(
        Action.ALTER,
        column.key(),
        Ddl.alterTable(column.key()) + "ALTER COLUMN " + column.key().name() + " " + change);
  }

  List<Step> add(Column column) {
    var backfill = hints.backfill().get(column.key());
    var mustBackfill = backfill != null && column.isNotNull() && column.generated() == null;
    var steps = new ArrayList<Step>();
    var added = mustBackfill ? withNotNull(column, false) : column;
    var step = Step.of(Action.CREATE, column.key(), Ddl.create(added, after));
    if (!mustBackfill && column.isNotNull() && isEmptyAtFirst(column)) {
      step =
          step.noting(
              "fails where the table has rows: write a DEFAULT, or -- backfill: an expression,"
                  + " behind the column");
    }
    steps.add(step);
    steps.addAll(rest(withoutRest(column), column));
    if (mustBackfill) steps.addAll(notNull(column));
    return steps;
  }

  private static boolean isEmptyAtFirst(Column column) {
    return column.defaultValue() == null && column.generated() == null && column.identity() == null;
  }

  /// From `old` to `present`, which differ.
  List<Step> alter(Column old, Column present) {
    var steps = new ArrayList<Step>();
    var isRetyped = Fates.changesType(old, present);
    if (isRetyped) steps.addAll(changeType(old, present));
    if (!Objects.equals(old.generated(), present.generated())) {
      var generated = present.generated();
      steps.add(
          generated == null
              ? alter(present, "DROP EXPRESSION")
              : alter(present, "SET EXPRESSION AS (" + generated.expression() + ")"));
    }
    // A change of type has taken the default away already.
    var needsDefault =
        isRetyped
            ? present.defaultValue() != null
            : !Objects.equals(old.defaultValue(), present.defaultValue());
    if (needsDefault) steps.add(setDefault(present));
    if (!old.isNotNull() && present.isNotNull()) steps.addAll(notNull(present));
    // An identity column is NOT NULL by nature until it is none.
    steps.addAll(identity(old, present));
    if (old.isNotNull() && !present.isNotNull()) steps.add(alter(present, "DROP NOT NULL"));
    steps.addAll(rest(old, present));
    return steps;
  }

  static Step setDefault(Column column) {
    return column.defaultValue() == null
        ? alter(column, "DROP DEFAULT")
        : alter(column, "SET DEFAULT " + column.defaultValue());
  }

  static Step dropDefault(Column column) {
    return alter(column, "DROP DEFAULT");
  }

  private List<Step> changeType(Column old, Column present) {
    var steps = new ArrayList<Step>();
    if (old.defaultValue() != null) steps.add(alter(old, "DROP DEFAULT"));
    var type = "TYPE " + present.type();
    if (present.collation() != null) type += " COLLATE " + present.collation();
    if (!isAssignable(old.type(), present.type())) {
      type += " USING " + present.key().name() + "::" + cast(present.type());
    }
    steps.add(alter(present, type));
    return steps;
  }

  /// An enum or domain takes a value only through its text.
  private String cast(String type) {
    var base = withoutLength(type);
    var isOwn =
        after.objects().keySet().stream()
            .anyMatch(
                key ->
                    key.kind() == ObjectKey.Kind.TYPE
                        && (key.qualifiedName().equals(base)
                            || (key.qualifiedName() + "[]").equals(base)));
    return isOwn ? (base.endsWith("[]") ? "text[]::" : "text::") + type : type;
  }

  /// Whether PostgreSQL converts by itself, as in an assignment.
  boolean isAssignable(String from, String to) {
    if (from.endsWith("[]") && to.endsWith("[]")) {
      return isAssignable(from.substring(0, from.length() - 2), to.substring(0, to.length() - 2));
    }
    var a = withoutLength(base(before, from));
    var b = withoutLength(base(after, to));
    if (a.equals(b)) return true;
    if (b.equals("text") || b.equals("character varying") || b.equals("character")) return true;
    return after.assignmentCasts().contains(a + "→" + b);
  }

  /// The type under a domain; any other type itself.
  private static String base(Catalogue catalogue, String type) {
    return catalogue.all(Domain.class).stream()
        .filter(domain -> domain.key().qualifiedName().equals(type))
        .map(Domain::baseType)
        .findFirst()
        .orElse(type);
  }

  /// What a change of type loses, if anything.
  Optional<String> loss(Column old, Column present) {
    if (!Fates.changesType(old, present) || old.generated() != null) return Optional.empty();
    var from = old.type();
    var to = present.type();
    var isEnumOrText = withoutLength(from).equals("text") || from.startsWith("character");
    if (!isAssignable(from, to)) {
      // Text that does not fit an enum or domain is refused, not lost.
      if (isEnumOrText && !cast(to).equals(to)) return Optional.empty();
      return Optional.of("its values are converted from %s to %s".formatted(from, to));
    }
    if (decimals(from) > decimals(to)) {
      return Optional.of("its values are rounded from %s to %s".formatted(from, to));
    }
    if (from.equals("double precision") && to.equals("real")) {
      return Optional.of("its values are rounded from double precision to real");
    }
    if (isFraction(from) && to.matches("smallint|integer|bigint")) {
      return Optional.of("its values are rounded from %s to %s".formatted(from, to));
    }
    if (from.startsWith("numeric") && to.matches("real|double precision")) {
      return Optional.of("its values are rounded from %s to %s".formatted(from, to));
    }
    if (from.startsWith("timestamp") && to.equals("date")) {
      return Optional.of("the time of day is cut from its values");
    }
    return Optional.empty();
  }

  private static boolean isFraction(String type) {
    return type.startsWith("numeric") || type.equals("real") || type.equals("double precision");
  }

  /// Decimals that a numeric or a time keeps; many where the type sets no bound.
  private static int decimals(String type) {
    var matcher = WITH_LENGTH.matcher(type);
    var isTime = type.startsWith("time") || type.startsWith("interval");
    if (isTime) return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 6;
    if (!type.startsWith("numeric")) return 0;
    if (!matcher.matches()) return Integer.MAX_VALUE;
    return matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
  }

  private static String withoutLength(String type) {
    var matcher = WITH_LENGTH.matcher(type);
    return matcher.matches() ? matcher.group(1) + matcher.group(4) : type;
  }

  /// Without a lock that lasts as long as a look at every row: the check is made true first, and
  /// SET NOT NULL then believes it.
  private List<Step> notNull(Column column) {
    var steps = new ArrayList<Step>();
    var table = Ddl.alterTable(column.key());
    var name = column.key().name();
    var check = Name.with(column.key().table(), "_" + Name.plain(name) + "_not_null_check");
    var backfill = hints.backfill().get(column.key());
    if (backfill != null) {
      steps.add(
          Step.of(
                  Action.BACKFILL,
                  column.key(),
                  "UPDATE %s SET %s = %s WHERE %s IS NULL"
                      .formatted(column.key().owner().qualifiedName(), name, backfill, name))
              .last());
    }
    steps.add(
        Step.of(
                Action.ALTER,
                column.key(),
                "%sADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID"
                    .formatted(table, check, name))
            .last());
    steps.add(
        Step.of(Action.VALIDATE, column.key(), table + "VALIDATE CONSTRAINT " + check).last());
    steps.add(alter(column, "SET NOT NULL"));
    steps.add(Step.of(Action.DROP, column.key(), table + "DROP CONSTRAINT " + check));
    return steps;
  }

  private List<Step> identity(Column old, Column present) {
    var a = old.identity();
    var b = present.identity();
    if (Objects.equals(a, b)) return List.of();
    if (b == null) return List.of(alter(present, "DROP IDENTITY"));
    if (a == null) return addIdentity(old, present, b);
    var sql = new ArrayList<String>();
    if (a.isAlways() != b.isAlways()) {
      sql.add("SET GENERATED " + (b.isAlways() ? "ALWAYS" : "BY DEFAULT"));
    }
    if (!a.options().equals(b.options())) {
      for (var option : b.options().all()) sql.add("SET " + option);
    }
    return List.of(alter(present, String.join(" ", sql)));
  }

  /// The new counter goes on where the old one stands, or behind the largest value.
  private List<Step> addIdentity(Column old, Column present, Column.Identity identity) {
    var key = present.key();
    var add = alter(present, "ADD " + identity.sql());
    var column =
        Name.literal(key.owner().qualifiedName()) + ", " + Name.literal(Name.plain(key.name()));
    var counter = "pg_get_serial_sequence(" + column + ")";
    var serial = before.ownedSequence(old.key());
    if (serial.isEmpty()) {
      var max = "(SELECT max(%s) FROM %s)".formatted(key.name(), key.owner().qualifiedName());
      return List.of(
          add, Step.of(Action.BACKFILL, key, "SELECT setval(%s, %s)".formatted(counter, max)));
    }
    var sequence = serial.get().key();
    var parked = Name.with(sequence.name(), "_old");
    var qualified = sequence.schema() + "." + parked;
    return List.of(
        // Else pg_get_serial_sequence would go on finding it.
        Step.of(
            Action.ALTER,
            sequence,
            "ALTER SEQUENCE " + sequence.qualifiedName() + " OWNED BY NONE"),
        Step.of(
            Action.RENAME,
            sequence,
            "ALTER SEQUENCE %s RENAME TO %s".formatted(sequence.qualifiedName(), parked)),
        add,
        Step.of(
            Action.BACKFILL,
            key,
            "SELECT setval(%s, last_value, is_called) FROM %s".formatted(counter, qualified)),
        Step.of(Action.DROP, sequence, "DROP SEQUENCE " + qualified));
  }

  /// Storage, compression and the statistics target.
  static List<Step> rest(Column old, Column present) {
    var steps = new ArrayList<Step>();
    if (!Objects.equals(old.storage(), present.storage())) {
      var storage = present.storage() == null ? "DEFAULT" : present.storage();
      steps.add(alter(present, "SET STORAGE " + storage));
    }
    if (!Objects.equals(old.compression(), present.compression())) {
      var compression = present.compression() == null ? "default" : present.compression();
      steps.add(alter(present, "SET COMPRESSION " + compression));
    }
    if (!Objects.equals(old.statisticsTarget(), present.statisticsTarget())) {
      var target = present.statisticsTarget() == null ? -1 : present.statisticsTarget();
      steps.add(alter(present, "SET STATISTICS " + target));
    }
    return steps;
  }

  private static Column withNotNull(Column c, boolean isNotNull) {
    return new Column(
        c.key(),
        c.type(),
        isNotNull,
        c.defaultValue(),
        c.generated(),
        c.identity(),
        c.collation(),
        c.storage(),
        c.compression(),
        c.statisticsTarget(),
        c.isInherited());
  }

  /// A column as ADD COLUMN makes it, which knows no statistics target.
  static Column withoutRest(Column c) {
    return new Column(
        c.key(),
        c.type(),
        c.isNotNull(),
        c.defaultValue(),
        c.generated(),
        c.identity(),
        c.collation(),
        c.storage(),
        c.compression(),
        null,
        c.isInherited());
  }

  /// An inherited column, after what happens to its parent's has happened to it.
  static Column cascaded(Column child, @Nullable Column parentBefore, Column parentAfter) {
    if (parentBefore == null) {
      return new Column(
          child.key(),
          parentAfter.type(),
          parentAfter.isNotNull(),
          parentAfter.defaultValue(),
          parentAfter.generated(),
          null,
          parentAfter.collation(),
          parentAfter.storage(),
          parentAfter.compression(),
          parentAfter.statisticsTarget(),
          true);
    }
    return new Column(
        child.key(),
        parentAfter.type(),
        parentBefore.isNotNull() == parentAfter.isNotNull()
            ? child.isNotNull()
            : parentAfter.isNotNull(),
        Objects.equals(parentBefore.defaultValue(), parentAfter.defaultValue())
            ? child.defaultValue()
            : parentAfter.defaultValue(),
        Objects.equals(parentBefore.generated(), parentAfter.generated())
            ? child.generated()
            : parentAfter.generated(),
        child.identity(),
        parentAfter.collation(),
        Objects.equals(parentBefore.storage(), parentAfter.storage())
            ? child.storage()
            : parentAfter.storage(),
        Objects.equals(parentBefore.compression(), parentAfter.compression())
            ? child.compression()
            : parentAfter.compression(),
        Objects.equals(parentBefore.statisticsTarget(), parentAfter.statisticsTarget())
            ? child.statisticsTarget()
            : parentAfter.statisticsTarget(),
        child.isInherited());
  }
}
