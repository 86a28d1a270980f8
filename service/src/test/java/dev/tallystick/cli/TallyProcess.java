package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.DatabaseUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// `tally` as a process of its own, on one data directory.
///
/// @param folder holds the data directory, and what the processes print
/// @param environment beside that of the tests
record TallyProcess(Path folder, Map<String, String> environment) {
  /// How a process ended, and what it printed.
  record Ended(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }

    /// Its standard output, if all went well.
    String answer() {
      assertThat(exitCode).as(err).isZero();
      return out.strip();
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  TallyProcess with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new TallyProcess(folder, more);
  }

  /// A search path that has `first` before all others.
  TallyProcess withProgramsIn(Path first) {
    return with("PATH", first + File.pathSeparator + System.getenv("PATH"));
  }

  ProcessBuilder builder(String... arguments) {
    var builder =
        new ProcessBuilder(TestingTally.words(arguments))
            .directory(new File(System.getProperty("tally.root")));
    var ours = builder.environment();
    ours.keySet().removeIf(name -> name.startsWith("TALLY_") || name.startsWith("PG"));
    ours.put("TALLY_DATA", data().toString());
    ours.putAll(environment);
    return builder;
  }

  /// Starts a process whose output nobody reads.
  Process start(String... arguments) throws IOException {
    return builder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Runs a process to its end. Its output goes to files, because a program that it leaves behind
  /// must not hold a pipe open: that would be a fault of its own.
  Ended run(String... arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "tally-", ".out");
    var err = Files.createTempFile(folder, "tally-", ".err");
    var process =
        builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  DatabaseUrl url() throws IOException, InterruptedException {
    var said = run("db", "url").answer();
    assertThat(said.lines()).hasSize(1);
    return DatabaseUrl.parse(said);
  }

  /// The first value of a query, or nothing for another statement.
  static String sql(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) return "";
      var rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
