package dev.tallystick.cli;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tallystick.postgres.TestingDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tally db` with a stand-in for Docker, whose containers are real PostgreSQL processes.
@DisplayName("tally db with a stand-in for Docker")
final class DockerDatabaseCommandsTest {
  @TempDir private Path folder;
  private TestingDocker docker;
  private TallyProcess tally;

  @BeforeEach
  void install() throws IOException {
    docker = TestingDocker.withEmbeddedPrograms(folder.resolve("docker"));
    tally = new TallyProcess(folder, Map.of()).withProgramsIn(docker.bin());
  }

  @AfterEach
  void close() throws IOException {
    try {
      assertThat(docker.unexpectedCalls()).isEmpty();
    } finally {
      docker.close();
    }
  }

  private String container() throws IOException {
    return docker.names("containers").getFirst();
  }

  private TallyProcess.Ended start(String... more) throws IOException, InterruptedException {
    var arguments = new String[more.length + 2];
    arguments[0] = "db";
    arguments[1] = "start";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return tally.run(arguments);
  }

  @Test
  void aDayPasses() throws Exception {
    new DatabaseDay(tally, "docker", "PostgreSQL in Docker", "18").passes();
    assertThat(docker.names("containers")).isEmpty();
    assertThat(docker.names("volumes")).hasSize(1);
    assertThat(docker.calls()).noneMatch(call -> call.contains("tk_"));
  }

  @Test
  @DisplayName("a day passes on the oldest version, in a stand-in for Docker")
  void aDayPassesOnTheOldestVersion() throws Exception {
    docker.close();
    docker = TestingDocker.withOldestPrograms(folder.resolve("docker"));
    var old = tally.with("TALLY_POSTGRES_VERSION", "15");
    new DatabaseDay(old, "docker", "PostgreSQL in Docker", "15").passesQuickly();
  }

  @Test
  void dockerIsTakenWhenItAnswersAndKept() throws Exception {
    assertThat(start().answer()).contains("engine   docker");
    assertThat(start("--engine", "embedded").err())
        .contains("in Docker", "tally db reset --engine embedded");
    docker.fail("version");
    assertThat(tally.run("db", "status").out()).contains("neither up nor down");
    assertThat(tally.run("db", "url").exitCode()).isEqualTo(1);
    docker.mend("version");
    assertThat(tally.run("db", "reset", "--yes", "--engine", "embedded").answer())
        .contains("engine   embedded");
    assertThat(docker.names("containers")).isEmpty();
    assertThat(docker.names("volumes")).isEmpty();
    assertThat(TallyProcess.sql(tally.url(), "SELECT 1")).isEqualTo("1");
    tally.run("db", "stop").answer();
  }

  @Test
  void anEmbeddedDatabaseAsksDockerNothing() throws Exception {
    start("--engine", "embedded").answer();
    tally.url();
    tally.run("db", "stop").answer();
    start().answer();
    tally.run("db", "stop").answer();
    assertThat(docker.calls()).isEmpty();
  }

  @Test
  void psqlOfTheContainerIsUsedWhereNoneIsInstalled() throws Exception {
    docker.close();
    docker = TestingDocker.withOldestPrograms(folder.resolve("docker"));
    start("--postgres-version", "15").answer();
    var said =
        tally.with("PATH", docker.bin().toString()).run("db", "psql", "--", "-tAc", "SELECT 6 * 7");
    assertThat(said.answer()).isEqualTo("42");
    assertThat(docker.calls())
        .contains(
            "exec -i " + container() + " psql --username tally --dbname tally -tAc SELECT 6 * 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what is wrong | what is said | the cure
          version         | no Docker engine runs                  | Start Docker
          hang            | did not answer within 5 s              | Start Docker
          pull            | cannot be fetched                      | --engine embedded
          dies            | ended while it started                 | No space left on device
          """)
  void aFailureSaysWhatToDoAndLeavesNothing(String wrong, String said, String cure)
      throws Exception {
    docker.fail(wrong);
    var failed = start("--engine", "docker");
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.err()).contains(said, cure).doesNotContain("\tat ");
    docker.mend(wrong);
    assertThat(docker.names("containers")).isEmpty();
    assertThat(docker.names("volumes")).isEmpty();
    start("--engine", "docker").answer();
  }

  @Test
  void withoutAnEngineAnEmbeddedOneIsTakenAndTheReasonSaid() throws Exception {
    docker.fail("version");
    assertThat(start().answer()).contains("embedded, because no Docker engine runs");
    tally.run("db", "stop").answer();
  }

  @Test
  void aPortThatIsTakenMeanwhileIsAnotherOnesTurn() throws Exception {
    docker.fail("port");
    start().answer();
    var runs = docker.calls().stream().filter(call -> call.startsWith("run ")).toList();
    assertThat(runs).hasSize(2);
    assertThat(TallyProcess.sql(tally.url(), "SELECT 1")).isEqualTo("1");
    assertThat(docker.names("containers")).hasSize(1);
  }

  @Test
  void aPortThatIsAskedForIsHadOrRefused() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());
      var refused = start("--port", port);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("port " + port + " is taken", "--port");
    }
    assertThat(docker.names("containers")).isEmpty();
  }

  @Test
  void dataOfAnotherVersionIsNotTouched() throws Exception {
    start().answer();
    var refused = start("--postgres-version", "17");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("data of PostgreSQL 18", "--data", "tally db reset");
    assertThat(start("--postgres-version", "newest").err()).contains("no version of PostgreSQL");
    assertThat(start("--postgres-version", "14").err()).contains("15 or newer");
    assertThat(TallyProcess.sql(tally.url(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void aContainerInAnyStateIsNoHindrance() throws Exception {
    start().answer();
    var url = tally.url();
    TallyProcess.sql(url, "CREATE TABLE kept AS SELECT 1");
    for (var state : new String[] {"dead", "exited", "created", "removing", "paused"}) {
      docker.put(container(), state);
      assertThat(start().answer()).as(state).startsWith("The database runs.").contains(url + "");
      assertThat(TallyProcess.sql(url, "SELECT * FROM kept")).as(state).isEqualTo("1");
    }
  }

  @Test
  void aVolumeWhosePasswordIsGoneIsNotDeletedUnasked() throws Exception {
    start().answer();
    tally.run("db", "stop").answer();
    try (var files = Files.walk(tally.data())) {
      files
          .sorted((a, b) -> b.compareTo(a))
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    }
    var refused = start();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("docker volume rm " + docker.names("volumes").getFirst());
    assertThat(docker.names("volumes")).hasSize(1);
  }

  @Test
  void aDirectoryThatWasMovedIsNotTakenForAnEmptyOne() throws Exception {
    start().answer();
    tally.run("db", "stop").answer();
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.move(tally.data(), elsewhere.resolve("data"));
    var moved = new TallyProcess(elsewhere, tally.environment());
    var refused = moved.run("db", "start");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("was moved or copied", docker.names("volumes").getFirst());
  }

  @Test
  void ofManyStartsAtOnceAllSucceed() throws Exception {
    var processes = new Process[4];
    for (int i = 0; i < processes.length; i++) processes[i] = tally.start("db", "start");
    for (var process : processes) assertThat(process.waitFor()).isZero();
    assertThat(docker.calls().stream().filter(call -> call.startsWith("run "))).hasSize(1);
  }

  /// Whoever started `tally` may be gone before the container is up.
  @Test
  void aStartThatIsKilledWhileTheDataIsMadeIsMadeGood() throws Exception {
    var killed = tally.start("db", "start");
    eventually("the container is there", () -> isContainerThere());
    killed.destroyForcibly().waitFor();
    tally.run("db", "stop").answer();
    assertThat(docker.names("volumes")).as("half made").isEmpty();
    start().answer();
    assertThat(TallyProcess.sql(tally.url(), "SELECT 1")).isEqualTo("1");
  }

  private boolean isContainerThere() {
    try {
      return !docker.names("volumes").isEmpty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  @DisplayName("a day passes with the real Docker engine, where one answers")
  void aDayPassesWithTheRealEngine() throws Exception {
    assumeThat(TestingDocker.isEngineHere()).as("a Docker engine answers").isTrue();
    var real = new TallyProcess(folder, Map.of());
    try {
      new DatabaseDay(real, "docker", "PostgreSQL in Docker", "18").passes();
    } finally {
      real.run("db", "reset", "--yes");
      real.run("db", "stop");
    }
  }
}
