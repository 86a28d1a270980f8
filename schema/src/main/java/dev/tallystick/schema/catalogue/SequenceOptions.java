package dev.tallystick.schema.catalogue;

import java.util.ArrayList;
import java.util.List;

/// How a sequence counts.
///
/// @param type `smallint`, `integer` or `bigint`
public record SequenceOptions(
    String type, long start, long increment, long min, long max, long cache, boolean cycles) {

  /// What differs from PostgreSQL's defaults, as `CREATE SEQUENCE` and `AS IDENTITY (…)` take it;
  /// the type is left out. Empty if nothing does.
  public String sql() {
    var parts = new ArrayList<String>();
    if (start != defaultStart()) parts.add("START WITH " + start);
    if (increment != 1) parts.add("INCREMENT BY " + increment);
    if (min != defaultMin()) parts.add("MINVALUE " + min);
    if (max != defaultMax()) parts.add("MAXVALUE " + max);
    if (cache != 1) parts.add("CACHE " + cache);
    if (cycles) parts.add("CYCLE");
    return String.join(" ", parts);
  }

  /// Every option, as `ALTER SEQUENCE` takes them.
  public List<String> all() {
    return List.of(
        "START WITH " + start,
        "INCREMENT BY " + increment,
        "MINVALUE " + min,
        "MAXVALUE " + max,
        "CACHE " + cache,
        cycles ? "CYCLE" : "NO CYCLE");
  }

  private long defaultStart() {
    return increment > 0 ? min : max;
  }

  private long defaultMin() {
    return increment > 0 ? 1 : typeMin();
  }

  private long defaultMax() {
    return increment > 0 ? typeMax() : -1;
  }

  /// The largest value that the type holds.
  public long typeMax() {
    return switch (type) {
      case "smallint" -> Short.MAX_VALUE;
      case "integer" -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  private long typeMin() {
    return -typeMax() - 1;
  }
}
