package dev.tallystick.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The PostgreSQL that tests run on: one server per JVM, started when first needed and gone with
/// the JVM, but for its log, `target/test-postgres/PID.log`. Thread-safe.
///
/// With `TALLY_TEST_DATABASE_URL` in the environment, or as a system property, tests run on that
/// server instead, in databases of their own; its user must be allowed to make databases.
public final class TestPostgres {
  private static final String OTHER_SERVER = "TALLY_TEST_DATABASE_URL";
  private static final Path SERVERS = Path.of("target", "test-postgres");
  private static final long PID = ProcessHandle.current().pid();
  private static final ConcurrentHashMap<String, Template> TEMPLATES = new ConcurrentHashMap<>();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /// A database that others are copied from.
  public record Template(String database) {}

  /// The template `name`; `prepare` fills it, once per JVM, and closes its connections.
  public static Template template(String name, Consumer<DatabaseUrl> prepare) {
    return TEMPLATES.computeIfAbsent(
        name,
        _ -> {
          var url = freshDatabase(new Template("template0"));
          prepare.accept(url);
          return new Template(url.name());
        });
  }

  /// An empty database.
  public static DatabaseUrl freshDatabase() {
    return freshDatabase(new Template("template0"));
  }

  /// A copy of `template` that nobody else uses.
  public static DatabaseUrl freshDatabase(Template template) {
    var name = "test_%d_%d".formatted(PID, DATABASES.incrementAndGet());
    run("CREATE DATABASE %s TEMPLATE %s".formatted(name, template.database()));
    return server().withName(name);
  }

  /// Whether the tests run on the embedded server, which they may kill and read the files of.
  public static boolean isEmbedded() {
    return otherServer().isEmpty();
  }

  private static DatabaseUrl server() {
    return Server.URL;
  }

  private static String otherServer() {
    var fromEnvironment = System.getenv().getOrDefault(OTHER_SERVER, "");
    return System.getProperty(OTHER_SERVER, fromEnvironment);
  }

  private static void run(String sql) {
    try (var connection = DriverManager.getConnection(server().jdbcUrl());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /// Its loading starts the server, or finds the other one.
  private static final class Server {
    static final DatabaseUrl URL = isEmbedded() ? embedded() : other();

    private static DatabaseUrl embedded() {
      removeLeftovers();
      var directory = SERVERS.resolve(Long.toString(PID));
      remove(directory);
      var server = EmbeddedServer.open(directory, Durability.NONE);
      atExit(
          () -> {
            server.close();
            keepLog(directory);
            remove(directory);
          });
      return server.url();
    }

    private static DatabaseUrl other() {
      atExit(
          () -> {
            for (int i = 1; i <= DATABASES.get(); i++) {
              run("DROP DATABASE IF EXISTS test_%d_%d WITH (FORCE)".formatted(PID, i));
            }
          });
      return DatabaseUrl.parse(otherServer());
    }

    private static void keepLog(Path directory) {
      try {
        Files.move(directory.resolve("server.log"), SERVERS.resolve(PID + ".log"));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// A JVM that was killed could neither stop its server nor delete it.
    private static void removeLeftovers() {
      if (!Files.isDirectory(SERVERS)) return;
      try (var directories = Files.list(SERVERS).filter(Files::isDirectory)) {
        directories
            .filter(directory -> !isUsed(Long.parseLong(directory.getFileName().toString())))
            .forEach(Server::remove);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static boolean isUsed(long pid) {
      return ProcessHandle.of(pid).isPresent();
    }

    private static void remove(Path directory) {
      EmbeddedServer.running(directory).ifPresent(EmbeddedServer::stop);
      try {
        OwnerOnly.delete(directory);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static void atExit(Runnable action) {
      Runtime.getRuntime().addShutdownHook(new Thread(action));
    }
  }
}
