package dev.tallystick.cli.watch;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How large a number, date, time or interval is, in the order in which PostgreSQL sorts them:
/// exact and never a float. Dates and times count in seconds.
///
/// @param rank -1 for minus infinity, 0 for a `value`, 1 for infinity, 2 for NaN
record Magnitude(int rank, BigDecimal value) implements Comparable<Magnitude> {
  private static final Comparator<Magnitude> ORDER =
      Comparator.comparingInt(Magnitude::rank).thenComparing(Magnitude::value);

  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4,7})-(\\d\\d)-(\\d\\d)(?: (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?))?([+-][\\d:]+)?( BC)?");
  private static final Pattern TIME =
      Pattern.compile("(\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)([+-][\\d:]+)?");
  private static final Pattern CLOCK =
      Pattern.compile("([+-]?)(\\d+)(?::(\\d\\d))?(?::(\\d\\d(?:\\.\\d+)?))?");
  private static final Pattern INTERVAL_PART = Pattern.compile("([+-]?\\d+) (year|mon|day)s?");
  private static final Pattern INTERVAL_TIME = Pattern.compile("(?:^| )([+-]?\\d+:[\\d:.]+)$");

  private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

  @Override
  public int compareTo(Magnitude other) {
    return ORDER.compare(this, other);
  }

  /// Of a value as PostgreSQL prints it, with dates and intervals in its default style; empty for
  /// types without an order that means something, and for what it would not print.
  static Optional<Magnitude> of(String type, String text) {
    var number =
        switch (type) {
          case "int2", "int4", "int8", "oid", "numeric", "float4", "float8" -> number(text);
          case "date", "timestamp", "timestamptz" -> dateTime(text);
          case "time", "timetz" -> time(text);
          case "interval" -> interval(text);
          default -> null;
        };
    if (number != null) return Optional.of(new Magnitude(0, number));
    return switch (type) {
      case "numeric", "float4", "float8", "date", "timestamp", "timestamptz", "interval" ->
          unbounded(text);
      default -> Optional.empty();
    };
  }

  private static Optional<Magnitude> unbounded(String text) {
    return switch (text) {
      case "-Infinity", "-infinity" -> Optional.of(new Magnitude(-1, BigDecimal.ZERO));
      case "Infinity", "infinity" -> Optional.of(new Magnitude(1, BigDecimal.ZERO));
      case "NaN" -> Optional.of(new Magnitude(2, BigDecimal.ZERO));
      default -> Optional.empty();
    };
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable BigDecimal dateTime(String text) {
    var matcher = DATE_TIME.matcher(text);
    if (!matcher.matches()) return null;
    int year = Integer.parseInt(matcher.group(1));
    // 1 BC is the year 0.
    if (matcher.group(6) != null) year = 1 - year;
    var date = LocalDate.of(year, integer(matcher, 2), integer(matcher, 3));
    return SECONDS_PER_DAY
        .multiply(BigDecimal.valueOf(date.toEpochDay()))
        .add(seconds(matcher.group(4)))
        .subtract(seconds(matcher.group(5)));
  }

  /// A time with a zone counts as its moment in UTC.
  private static @Nullable BigDecimal time(String text) {
    var matcher = TIME.matcher(text);
    if (!matcher.matches()) return null;
    return seconds(matcher.group(1)).subtract(seconds(matcher.group(2)));
  }

  /// A month counts as 30 days and a day as 24 hours, as PostgreSQL compares them.
  private static @Nullable BigDecimal interval(String text) {
    var time = INTERVAL_TIME.matcher(text);
    var total = time.find() ? seconds(time.group(1)) : null;
    for (var part : INTERVAL_PART.matcher(text).results().toList()) {
      var count = new BigDecimal(part.group(1));
      var days =
          switch (part.group(2)) {
            case "year" -> count.multiply(BigDecimal.valueOf(360));
            case "mon" -> count.multiply(BigDecimal.valueOf(30));
            default -> count;
          };
      var seconds = days.multiply(SECONDS_PER_DAY);
      total = total == null ? seconds : total.add(seconds);
    }
    return total;
  }

  /// Of `[+-]hours[:minutes[:seconds]]`; none for null.
  private static BigDecimal seconds(@Nullable String clock) {
    if (clock == null) return BigDecimal.ZERO;
    var matcher = CLOCK.matcher(clock);
    if (!matcher.matches()) throw new IllegalArgumentException("not a time: " + clock);
    var seconds =
        new BigDecimal(matcher.group(2))
            .multiply(BigDecimal.valueOf(3600))
            .add(decimal(matcher.group(3)).multiply(BigDecimal.valueOf(60)))
            .add(decimal(matcher.group(4)));
    return matcher.group(1).equals("-") ? seconds.negate() : seconds;
  }

  private static BigDecimal decimal(@Nullable String digits) {
    return digits == null ? BigDecimal.ZERO : new BigDecimal(digits);
  }

  private static int integer(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }
}
