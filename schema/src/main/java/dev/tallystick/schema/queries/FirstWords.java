package dev.tallystick.schema.queries;

import java.util.regex.Pattern;

/// Tells SQL from other strings by how it starts.
final class FirstWords {
  /// Statements that have plans.
  private static final Pattern QUERY =
      Pattern.compile(
          """
          (?s)\\s*(?:(?:--[^\\n]*\\n|/\\*.*?\\*/)\\s*)*\
          (?:SELECT\\s.*|INSERT\\s+INTO\\s.*|UPDATE\\s.*\\sSET\\s.*|DELETE\\s+FROM\\s.*\
          |MERGE\\s+INTO\\s.*|WITH\\s.*\\sAS\\s.*|VALUES\\s*\\(.*\
          |select\\s.*\\sfrom\\s.*|insert\\s+into\\s.*|update\\s.*\\sset\\s.*|delete\\s+from\\s.*\
          |merge\\s+into\\s.*|with\\s.*\\sas\\s.*\\(.*|values\\s*\\(.*)""");

  /// Statements that have none.
  private static final Pattern OTHER =
      Pattern.compile(
          """
          (?s)\\s*(?:CREATE|ALTER|DROP|TRUNCATE|COMMENT\\s+ON|GRANT|REVOKE|COPY|LOCK\\s+TABLE|SET|RESET\
          |SHOW|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|ANALYZE|VACUUM|REINDEX|EXPLAIN|NOTIFY|LISTEN|CALL|DO)\
          \\s.*""");

  /// The beginning of a statement that goes on elsewhere.
  private static final Pattern BEGINNING =
      Pattern.compile("(?s)\\s*(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|VALUES)(?:\\s.*)?");

  private FirstWords() {}

  static boolean areOfQuery(String text) {
    return QUERY.matcher(text).matches();
  }

  static boolean areOfOtherSql(String text) {
    return OTHER.matcher(text).matches();
  }

  static boolean beginQuery(String text) {
    return BEGINNING.matcher(text).matches();
  }
}
