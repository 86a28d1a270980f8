package dev.tallystick.schema.queries;

import dev.tallystick.schema.sql.Script;

/// How large the tables are taken to be.
public sealed interface Sizes {
  /// Every table has as many rows, of average width; nothing is known of their values.
  record Assumed(long rows) implements Sizes {}

  /// As exported from a live database by [StatisticsExport].
  record Exported(Script statistics) implements Sizes {}
}
