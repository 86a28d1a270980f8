package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Connections of a feed. All of them print values in the same way, so that a row that was read and
/// one that was sent can be compared.
final class Session {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "ApplicationName", "tally watch",
          "connectTimeout", "10",
          "tcpKeepAlive", "true",
          // As text, and each statement as it stands: `?` and `{` are PostgreSQL's own here.
          "binaryTransfer", "false");

  private static final String SETTINGS =
      """
      SET TIME ZONE 'UTC';
      SET datestyle = 'ISO';
      SET intervalstyle = 'postgres';
      SET bytea_output = 'hex';
      SET extra_float_digits = 1;
      SET standard_conforming_strings = on;
      SET statement_timeout = 0;
      SET idle_session_timeout = 0;
      SET client_connection_check_interval = 0
      """;

  private Session() {}

  static Connection open(DatabaseUrl url, Map<String, String> more) throws SQLException {
    var parameters = new HashMap<>(PARAMETERS);
    parameters.putAll(more);
    var connection = url.connect(parameters);
    try {
      run(connection, SETTINGS);
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  static Connection open(DatabaseUrl url) throws SQLException {
    return open(url, Map.of());
  }

  /// One that can also send the write-ahead log.
  static Connection openForReplication(DatabaseUrl url) throws SQLException {
    return open(
        url,
        Map.of(
            "replication", "database",
            "assumeMinServerVersion", "15",
            "preferQueryMode", "simple"));
  }

  /// The first value of the first row as text; empty if there is none.
  static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      var _ = statement.execute(sql);
    }
  }
}
