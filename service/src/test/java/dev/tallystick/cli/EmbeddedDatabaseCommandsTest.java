package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.LocalDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tally db` with an embedded server.
final class EmbeddedDatabaseCommandsTest {
  @TempDir private Path folder;

  private TallyProcess tally() {
    return new TallyProcess(folder, Map.of());
  }

  @AfterEach
  void stop() {
    LocalDatabase.of(tally().data()).stop();
  }

  @Test
  void aDayPasses() throws Exception {
    new DatabaseDay(tally(), "embedded", "embedded PostgreSQL", "18").passes();
  }

  @Test
  void aDirectoryKeepsItsEngineUntilItIsReset() throws Exception {
    var tally = tally();
    assertThat(tally.run("db", "start", "--engine", "embedded").exitCode()).isZero();
    var refused = tally.run("db", "start", "--engine", "docker");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("embedded", "--data", "tally db reset --engine docker");
    // The environment is for new databases.
    assertThat(tally.with("TALLY_DB_ENGINE", "docker").run("db", "start").answer())
        .startsWith("The database runs already.");
    var odd = new TallyProcess(Files.createDirectory(folder.resolve("odd")), Map.of());
    assertThat(odd.with("TALLY_DB_ENGINE", "cloud").run("db", "start").err())
        .contains("TALLY_DB_ENGINE", "cloud");
  }

  @Test
  void aPortThatIsAskedForIsHadOrRefused() throws Exception {
    var tally = tally();
    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());
      var refused = tally.run("db", "start", "--engine", "embedded", "--port", port);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("port " + port, "--port");
    }
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    tally.run("db", "start", "--engine", "embedded", "--port", Integer.toString(free)).answer();
    assertThat(tally.url().uri().getPort()).isEqualTo(free);
    var other = tally.run("db", "start", "--port", Integer.toString(free + 1));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("on port " + free, "tally db stop");
    assertThat(tally.run("db", "start", "--port", "0").err()).contains("1 to 65535");
  }

  @Test
  void anotherVersionIsForDocker() throws Exception {
    var refused = tally().run("db", "start", "--engine", "embedded", "--postgres-version", "16");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("PostgreSQL 18, not 16", "--engine docker");
    assertThat(tally().run("db", "start", "--engine", "docker", "--postgres-version", "14").err())
        .doesNotContain("\tat ");
  }

  /// `serve` came first, and would have taken its server along.
  @Test
  void aStartKeepsTheServerOfServeRunning() throws Exception {
    var tally = tally();
    var serve = tally.builder("serve", "--port", "0").start();
    try (var out = serve.inputReader()) {
      assertThat(out.lines().anyMatch(line -> line.contains("openapi.json"))).isTrue();
      assertThat(tally.run("db", "start").answer()).startsWith("The database runs already.");
      serve.destroy();
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      serve.destroyForcibly();
    }
    assertThat(TallyProcess.sql(tally.url(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void psqlThatIsNotInstalledIsSaid() throws Exception {
    var tally = tally();
    tally.run("db", "start", "--engine", "embedded").answer();
    var said = tally.with("PATH", folder.toString()).run("db", "psql");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("psql is not installed", "apt install", "tally watch --sql");
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaid() throws Exception {
    Files.writeString(folder.resolve("data"), "a file");
    var said = tally().run("db", "start", "--engine", "embedded");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("cannot use the directory", "--data").doesNotContain("\tat ");
    Files.delete(folder.resolve("data"));
  }

  @Test
  void filesAreTheirOwnersAlone() throws Exception {
    var tally = tally();
    tally.run("db", "start", "--engine", "embedded").answer();
    try (var files = Files.walk(tally.data(), 2)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.getPosixFilePermissions(file)).as(file.toString()).hasSize(2);
      }
    }
  }

  @Test
  void programsReadThatThereIsNone() throws IOException, InterruptedException {
    var json = new ObjectMapper().readTree(tally().run("db", "status", "--json").out());
    assertThat(json.at("/running").asBoolean(true)).isFalse();
    assertThat(json.at("/state").asText()).isEqualTo("absent");
  }
}
