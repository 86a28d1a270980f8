package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Money in a type that rounds: floating point, or `money`, whose decimals depend on the server's
/// locale.
final class MoneyAsFloat implements Rule {
  private static final Description DESCRIPTION =
      new Description("money-as-float", Severity.WARNING, "Money is stored in a type that rounds.");

  private static final Pattern MONEY =
      Pattern.compile(
          "(^|_)(amounts?|prices?|costs?|credits?|balance|total|subtotal|fees?|salary|revenue"
              + "|payment|refund|payout|debt|usd|eur|(exchange|interest|tax|hourly|daily)_rate)$"
              + "|^rate$|^(amount|price|cost|fee|balance|credits?)_");

  /// Words that say that something else is counted: `total_seconds`, `cost_ratio`.
  private static final Pattern NO_MONEY =
      Pattern.compile("(^|_)(ratio|factor|percent|pct|share|score|weight|seconds|ms|probability)$");

  private static final Set<String> ROUNDING = Set.of("real", "double precision");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) {
        if (isMoneyInFloat(column)) {
          problems.add(
              problem(table, column, "is %s: 0.1 + 0.2 is not 0.3 in it".formatted(column.type())));
        } else if (column.type().equals("money")) {
          problems.add(
              problem(table, column, "is money: its decimals follow the server's lc_monetary"));
        }
      }
    }
    return problems;
  }

  private static boolean isMoneyInFloat(Column column) {
    if (!ROUNDING.contains(column.type())) return false;
    var name = Name.plain(column.key().name()).toLowerCase(Locale.ROOT);
    return MONEY.matcher(name).find() && !NO_MONEY.matcher(name).find();
  }

  private static Problem problem(LintedTable table, Column column, String fault) {
    var name = column.key().name();
    return new Problem(
        column.key(),
        DESCRIPTION.severity(),
        name + " " + fault,
        Remedy.of(
            "ALTER TABLE %s ALTER COLUMN %s TYPE numeric USING %s::numeric;"
                .formatted(table.name(), name, name),
            new Change.ChangeType(column.key(), "numeric")));
  }
}
