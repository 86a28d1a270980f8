package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.http.Reply;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `tally serve` as a process of its own, on a database that others serve as well, and a client of
/// it. Thread-safe.
public final class TestingServe implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("is ready at (http://\\S+)");

  private final Process process;
  private final BufferedReader out;
  private final Path log;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private URI address = URI.create("http://localhost");

  private TestingServe(Process process, Path log, String key) {
    this.process = process;
    this.log = log;
    this.key = key;
    this.out = process.inputReader();
  }

  /// A key for servers of a database.
  public static String newKey(Database database) {
    return new ServiceKeys(database, InstantSource.system(), UUID::randomUUID, () -> false)
        .create("test", Set.of(Scope.values()), new Actor.Operator())
        .reveal();
  }

  /// Starts a process, which is not ready before [#await].
  ///
  /// @param folder takes what it logs
  /// @param key of the database, which has one before its first server
  public static TestingServe start(
      DatabaseUrl url, Path folder, String key, Map<String, String> variables) throws IOException {
    var data = Files.createTempDirectory(folder, "serve-");
    var log = data.resolve("serve.log");
    var builder =
        new ProcessBuilder(TestingTally.words("serve", "--port", "0", "--data", data.toString()))
            .redirectError(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
    builder.environment().putAll(variables);
    builder.environment().put("TALLY_DATABASE_URL", url.withPassword());
    return new TestingServe(builder.start(), log, key);
  }

  /// Waits until it serves.
  public TestingServe await() throws IOException {
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var ready = ADDRESS.matcher(line);
      if (ready.find()) address = URI.create(ready.group(1));
      if (line.contains("openapi.json")) return this;
    }
    throw new AssertionError(Files.readString(log));
  }

  /// A request with a body, or with none.
  public Reply send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return Reply.of(http.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(request + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// The port that it serves.
  public int port() {
    return address.getPort();
  }

  /// Ends the process at once, in the middle of whatever it does.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    http.close();
    process.destroy();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    out.close();
  }
}
