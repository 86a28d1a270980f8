package dev.tallystick.postgres;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmbeddedServerTest {
  private final Path parent = Path.of("target", "test-servers").toAbsolutePath();
  private final Path directory = parent.resolve("server");

  @BeforeEach
  @AfterEach
  void removeServer() throws IOException {
    EmbeddedServer.running(directory).ifPresent(EmbeddedServer::stop);
    OwnerOnly.delete(parent);
  }

  @Test
  void keepsItsDataAndItsUrlOverARestart() throws SQLException {
    DatabaseUrl url;
    try (var server = open()) {
      url = server.url();
      write(url);
    }
    assertThat(EmbeddedServer.running(directory)).isEmpty();

    try (var server = open()) {
      assertThat(server.url()).isEqualTo(url);
      assertThat(rows(url)).isEqualTo(1);
    }
  }

  @Test
  void isDurableUnlessToldOtherwise() throws SQLException {
    try (var server = EmbeddedServer.open(directory, Durability.DURABLE)) {
      assertThat(read(server.url(), "SHOW fsync")).isEqualTo("on");
      assertThat(read(server.url(), "SHOW full_page_writes")).isEqualTo("on");
      assertThat(read(server.url(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(read(server.url(), "SHOW wal_level")).isEqualTo("logical");
      assertThat(read(server.url(), "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(read(server.url(), "SELECT lower('ÄÖ')")).isEqualTo("äö");
    }
  }

  @Test
  void listensOnThisMachineOnlyAndAsksForThePassword() throws SQLException {
    try (var server = open()) {
      assertThat(read(server.url(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(read(server.url(), "SHOW unix_socket_directories")).isEmpty();

      var password = server.url().withPassword().replaceAll(".*:(\\w+)@.*", "$1");
      var guessed = DatabaseUrl.parse(server.url().withPassword().replace(password, "guess"));
      assertThatThrownBy(() -> read(guessed, "SELECT 1"))
          .satisfies(failure -> assertThat(SqlState.of(failure).code()).isEqualTo("28P01"));
    }
  }

  @Test
  void keepsItsFilesFromOtherAccounts() throws IOException {
    try (var _ = open()) {
      assertThat(mode(directory)).isEqualTo("rwx------");
      assertThat(mode(directory.resolve("data"))).isEqualTo("rwx------");
      try (var files = Files.list(directory)) {
        assertThat(files.filter(Files::isRegularFile))
            .isNotEmpty()
            .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void isAdoptedByASecondOpeningThatDoesNotStopIt() throws SQLException {
    try (var owner = open()) {
      try (var adopter = open()) {
        assertThat(adopter.pid()).isEqualTo(owner.pid());
        assertThat(adopter.url()).isEqualTo(owner.url());
        assertThat(adopter.isOwner()).isFalse();
      }
      assertThat(read(owner.url(), "SELECT 1")).isEqualTo("1");
    }
    assertThat(EmbeddedServer.running(directory)).isEmpty();
  }

  @Test
  void outlivesItsOwnersDeathAndIsTakenOver() throws Exception {
    var owner = OtherProcess.opening(directory);
    assertThat(owner.isServerOwner()).isTrue();
    try (var adopter = open()) {
      assertThat(adopter.pid()).isEqualTo(owner.serverPid());
      assertThat(adopter.isOwner()).isFalse();
    }
    owner.kill();

    try (var heir = open()) {
      assertThat(heir.pid()).isEqualTo(owner.serverPid());
      assertThat(heir.isOwner()).isTrue();
    }
    assertThat(EmbeddedServer.running(directory)).isEmpty();
  }

  @Test
  void isAdoptedByAnotherProcess() throws Exception {
    try (var owner = open()) {
      var adopter = OtherProcess.opening(directory);
      assertThat(adopter.serverPid()).isEqualTo(owner.pid());
      assertThat(adopter.isServerOwner()).isFalse();
      adopter.close();
      assertThat(read(owner.url(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void hasOneOwnerWhenManyOpenItAtOnce() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<OtherProcess> elsewhere = () -> OtherProcess.opening(directory);
      var others = executor.invokeAll(Collections.nCopies(2, elsewhere));
      var here = executor.invokeAll(Collections.nCopies(2, (Callable<EmbeddedServer>) this::open));
      int owners = 0;
      for (var other : others) if (other.get().isServerOwner()) owners++;
      for (var server : here) if (server.get().isOwner()) owners++;
      assertThat(owners).isEqualTo(1);

      for (var other : others) other.get().close();
      for (var server : here) server.get().close();
    }
  }

  @Test
  void runsOnUntilStoppedIfItIsToBeKept() {
    try (var server = open()) {
      server.keepRunning();
    }
    var found = EmbeddedServer.running(directory).orElseThrow();
    assertThat(found.isOwner()).isFalse();
    found.close();
    assertThat(EmbeddedServer.running(directory)).isPresent();

    found.stop();
    assertThat(EmbeddedServer.running(directory)).isEmpty();
  }

  @Test
  void comesBackOnItsPortWithCommittedDataWhenPostgresIsKilled() throws SQLException {
    try (var server = EmbeddedServer.open(directory, Durability.DURABLE)) {
      server.supervise();
      for (int kills = 1; kills <= 2; kills++) {
        write(server.url());
        var killed = server.pid();
        assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
        eventually("back", () -> server.pid() != killed);
        assertThat(rows(server.url())).isEqualTo(kills);
      }
    }
    assertThat(EmbeddedServer.running(directory)).isEmpty();
  }

  /// The busy backend keeps the killed server's shared memory until its statement ends.
  @Test
  void waitsForTheBackendsOfAKilledServer() throws Exception {
    var server = open();
    try (var connection = DriverManager.getConnection(server.url().jdbcUrl());
        var statement = connection.createStatement();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      statement.execute("CREATE TABLE busy AS SELECT 1");
      var busy =
          executor.submit(
              () -> statement.execute("SELECT count(*) FROM generate_series(1, 20000000)"));
      eventually("busy", () -> isBusy(server.url()));
      ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();

      try (var again = open()) {
        assertThat(again.pid()).isNotEqualTo(server.pid());
        assertThat(again.isOwner()).isTrue();
      }
      eventually("the killed server's backend is gone", busy::isDone);
    }
  }

  /// As after the restart of a container, where numbers start again from one.
  @Test
  void isNotMisledByAStrangerWithItsNumber() throws Exception {
    var server = open();
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    var stranger = new ProcessBuilder("sleep", "60").start();
    var file = directory.resolve("data").resolve("postmaster.pid");
    var lines = Files.readString(file).split("\n", 2);
    Files.writeString(file, stranger.pid() + "\n" + lines[1]);

    try (var again = open()) {
      assertThat(again.pid()).isNotEqualTo(stranger.pid());
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    DatabaseUrl before;
    try (var server = open()) {
      before = server.url();
    }
    try (var _ = new ServerSocket(before.uri().getPort());
        var server = open()) {
      assertThat(server.url()).isNotEqualTo(before);
      assertThat(read(server.url(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void saysWhichDirectoryItCannotUse() throws IOException {
    Files.createDirectories(parent);
    Files.writeString(directory, "a file");

    assertThatThrownBy(this::open)
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("Name another");
  }

  @Test
  void leavesTheDataOfAnotherMajorVersionAlone() throws IOException {
    var data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("--database-url");
    assertThat(Files.readString(data.resolve("PG_VERSION"))).isEqualTo("17\n");
  }

  @Test
  void showsTheEndOfTheLogWhenPostgresDoesNotStart() throws IOException {
    open().close();
    Files.writeString(directory.resolve("data").resolve("own.conf"), "shared_buffers = 'many'\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("invalid value for parameter \"shared_buffers\"")
        .hasMessageContaining("--database-url");
  }

  @Test
  void runsForRootUnderAnotherAccountAndBack() throws SQLException {
    assumeThat(new UnixSystem().getUid()).as("only root can change accounts").isZero();
    try (var server =
        EmbeddedServer.open(directory, Durability.NONE, _ -> new RunAs.Account(RunAs.NOBODY))) {
      write(server.url());
    }
    assertThat(directory.resolve("data"))
        .satisfies(data -> assertThat(owner(data)).isEqualTo(RunAs.NOBODY));

    try (var server =
        EmbeddedServer.open(directory, Durability.NONE, _ -> new RunAs.UserNamespace())) {
      assertThat(rows(server.url())).isEqualTo(1);
    }
    assertThat(owner(directory.resolve("data"))).isZero();
  }

  private EmbeddedServer open() {
    return EmbeddedServer.open(directory, Durability.NONE);
  }

  private static void write(DatabaseUrl url) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (id int)");
      statement.execute("INSERT INTO kept VALUES (1)");
    }
  }

  private static int rows(DatabaseUrl url) throws SQLException {
    return Integer.parseInt(read(url, "SELECT count(*) FROM kept"));
  }

  private static String read(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }

  private static boolean isBusy(DatabaseUrl url) {
    try {
      return !read(
              url, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series%'")
          .equals("1");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int owner(Path path) {
    try {
      return (int) Files.getAttribute(path, "unix:uid");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
