package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The server of a local database, as its engine runs it. Callers hold the data directory's lock
/// for all that changes something.
sealed interface LocalServer permits LocalEmbedded, DockerServer {
  /// What a start is asked for.
  ///
  /// @param port the port it must have; if empty, that of the last start or a free one
  /// @param version of PostgreSQL, as the tag of an image; if empty, that of the data or the newest
  record Wish(OptionalInt port, Optional<String> version) {}

  /// Whether the data directory's database is here.
  boolean hasData();

  /// Starts the server if it does not run, and returns once it takes connections.
  ///
  /// @param progress takes a line for each thing that needs patience
  /// @throws ServerFailure if that cannot be done; the message says what to do
  DatabaseUrl start(Wish wish, Consumer<String> progress);

  /// The URL of the server if it takes connections; asks nobody who could be slow.
  Optional<DatabaseUrl> url();

  LocalStatus status();

  /// Stops the server, whatever state it is in; returns whether it ran.
  boolean stop();

  /// Deletes the data of a stopped server; its password and port stay, so that a URL that somebody
  /// wrote down goes on working.
  void delete();

  /// The command that prints the end of the server's log.
  List<String> logCommand(int lines, boolean follow);

  /// What only the server itself can tell.
  record Facts(String version, long bytes) {
    private static final String QUERY =
        """
        SELECT current_setting('server_version'),
               (SELECT sum(pg_database_size(oid)) FROM pg_database)
               + (SELECT coalesce(sum(size), 0) FROM pg_ls_waldir())
        """;

    static Facts of(DatabaseUrl url) {
      try (var connection = url.connect(Map.of("ApplicationName", "tally db"));
          var statement = connection.createStatement();
          var rows = statement.executeQuery(QUERY)) {
        if (!rows.next()) throw new IllegalStateException("a SELECT without FROM has one row");
        return new Facts(rows.getString(1), rows.getLong(2));
      } catch (SQLException failure) {
        throw FirstConnection.refused(url, failure);
      }
    }
  }

  /// A directory that cannot be read or written, in a sentence.
  static ServerFailure unusable(Path directory, IOException failure) {
    return new ServerFailure(
        "cannot use the directory %s: %s. Name another one with --data, or make it yours."
            .formatted(directory, failure),
        failure);
  }
}
