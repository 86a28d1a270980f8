package dev.tallystick.schema.queries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How PostgreSQL would run a statement.
///
/// @param cost in the planner's units, to the last row
/// @param scans what it reads, and conflicts it looks for, in the order of the plan
record Plan(double cost, List<Scan> scans) {
  /// One table that is read.
  ///
  /// @param schema as the catalogue has it, without quotes
  /// @param index null for a sequential scan
  /// @param isFiltered whether a sequential scan leaves out rows
  /// @param cost of reading all of it, whether or not the plan does
  record Scan(
      String schema, String table, @Nullable String index, boolean isFiltered, double cost) {
    boolean isOfSystem() {
      return schema.startsWith("pg_") || schema.equals("information_schema");
    }
  }
}
