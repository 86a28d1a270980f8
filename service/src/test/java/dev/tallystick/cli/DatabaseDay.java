package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/// A developer's day with a local database, which is the same whatever engine runs it.
///
/// @param engine as `--engine` names it
/// @param description what `tally serve` calls the database
/// @param version of the server, at its beginning
record DatabaseDay(TallyProcess tally, String engine, String description, String version) {
  void passes() throws Exception {
    isAbsentAtFirst();
    starts();
    saysWhatRuns();
    opensPsqlAndLogs();
    isUsedByServe();
    isFoundBySchemaCommands();
    keepsItsDataAndUrl();
    isResetWhenThatIsMeant();
    assertThat(tally.run("db", "stop").answer()).isEqualTo("The database is stopped.");
    assertThat(tally.run("db", "stop").answer()).isEqualTo("The database did not run.");
  }

  /// A short one: the commands that speak with the server itself.
  void passesQuickly() throws Exception {
    starts();
    saysWhatRuns();
    opensPsqlAndLogs();
    isUsedByServe();
    assertThat(tally.run("db", "reset", "--yes").answer()).contains("The database runs.");
    assertThat(tally.run("db", "stop").answer()).isEqualTo("The database is stopped.");
  }

  private void isAbsentAtFirst() throws Exception {
    var status = tally.run("db", "status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).contains("There is no database in", "tally db start");
    var url = tally.run("db", "url");
    assertThat(url.exitCode()).isEqualTo(1);
    assertThat(url.out()).isEmpty();
    assertThat(url.err()).contains("does not run", "tally db start");
  }

  private void starts() throws Exception {
    var started = tally.run("db", "start", "--engine", engine);
    assertThat(started.answer()).startsWith("The database runs.").contains(engine);
    var url = tally.url();
    assertThat(started.out()).doesNotContain(url.password());
    assertThat(TallyProcess.sql(url, "SHOW wal_level")).isEqualTo("logical");
    assertThat(TallyProcess.sql(url, "SELECT current_user || current_database()"))
        .isEqualTo("tallytally");
    TallyProcess.sql(url, "CREATE TABLE kept AS SELECT 1");
    assertThat(tally.run("db", "start").answer()).startsWith("The database runs already.");
  }

  private void saysWhatRuns() throws Exception {
    var url = tally.url();
    var status = tally.run("db", "status", "--json");
    assertThat(status.exitCode()).isZero();
    var json = status.json();
    assertThat(json.at("/running").asBoolean()).isTrue();
    assertThat(json.at("/engine").asText()).isEqualTo(engine);
    assertThat(json.at("/version").asText()).startsWith(version);
    assertThat(json.at("/host").asText()).isEqualTo("127.0.0.1");
    assertThat(json.at("/port").asInt()).isEqualTo(url.uri().getPort());
    assertThat(json.at("/bytes").asLong()).isGreaterThan(1_000_000);
    assertThat(status.out()).doesNotContain(url.password());
    assertThat(tally.run("db", "status").answer())
        .contains("The database runs.", "PostgreSQL " + version, " MB");
  }

  private void opensPsqlAndLogs() throws Exception {
    assertThat(tally.run("db", "psql", "--", "-tAc", "SELECT 6 * 7").answer()).isEqualTo("42");
    // psql's own exit code for a script that failed.
    var failed =
        tally
            .with("PSQLRC", "/dev/null")
            .run("db", "psql", "--", "-v", "ON_ERROR_STOP=1", "-f", script("SELECT 1/0;"));
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(tally.run("db", "logs", "--lines", "50").answer())
        .contains("ready to accept connections");
  }

  private String script(String sql) throws Exception {
    return Files.writeString(tally.folder().resolve("script.sql"), sql).toString();
  }

  private void isUsedByServe() throws Exception {
    var url = tally.url();
    var serve =
        tally
            .builder("serve", "--port", "0")
            .redirectError(tally.folder().resolve("serve.log").toFile())
            .start();
    try (var out = serve.inputReader()) {
      var greeting = new StringBuilder();
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        greeting.append(line).append('\n');
        if (line.contains("openapi.json")) break;
      }
      assertThat(greeting).contains(description + " at " + url, "service key");
      var process = "process %d (tally serve)".formatted(serve.pid());
      assertThat(tally.run("db", "status").answer()).contains(process);
      for (var command : new String[] {"stop", "reset"}) {
        var refused =
            command.equals("stop") ? tally.run("db", command) : tally.run("db", command, "--yes");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(process, "stop that first");
      }
      serve.destroy();
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      serve.destroyForcibly();
    }
    assertThat(tally.url()).as("it goes on without serve").isEqualTo(url);
  }

  private void isFoundBySchemaCommands() throws Exception {
    var url = tally.url();
    TallyProcess.sql(url, "ALTER TABLE tally.users ADD moved int");
    var drift = tally.run("schema", "drift", "--shadow", url.withPassword());
    assertThat(drift.err()).isEmpty();
    assertThat(drift.out()).contains("added   column moved");
    assertThat(drift.exitCode()).isEqualTo(1);
    TallyProcess.sql(url, "ALTER TABLE tally.users DROP moved");
    assertThat(tally.run("ledger", "verify").exitCode()).isZero();
  }

  private void keepsItsDataAndUrl() throws Exception {
    var url = tally.url();
    assertThat(tally.run("db", "stop").answer()).isEqualTo("The database is stopped.");
    var status = tally.run("db", "status", "--json");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.json().at("/state").asText()).isEqualTo("stopped");
    assertThat(tally.run("db", "url").exitCode()).isEqualTo(1);
    var drift = tally.run("schema", "drift");
    assertThat(drift.exitCode()).isEqualTo(2);
    assertThat(drift.err()).contains("--database-url", "tally db start");

    // What needs the database starts it.
    assertThat(tally.run("ledger", "verify").exitCode()).isZero();
    assertThat(tally.run("db", "start").exitCode()).isZero();
    assertThat(tally.url()).isEqualTo(url);
    assertThat(TallyProcess.sql(url, "SELECT * FROM kept")).isEqualTo("1");
  }

  private void isResetWhenThatIsMeant() throws Exception {
    var url = tally.url();
    var key = tally.data().resolve("service-key");
    assertThat(key).exists();
    var unasked = tally.run("db", "reset");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("--yes");
    assertThat(TallyProcess.sql(url, "SELECT * FROM kept")).isEqualTo("1");

    assertThat(tally.run("db", "reset", "--yes").answer())
        .contains("The database is deleted.", "The database runs.");
    assertThat(key).doesNotExist();
    assertThat(tally.url()).isEqualTo(url);
    assertThat(TallyProcess.sql(url, "SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
  }
}
