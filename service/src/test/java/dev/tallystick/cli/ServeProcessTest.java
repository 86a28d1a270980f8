package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tally serve` as a process of its own, from the first start to SIGTERM.
final class ServeProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final Pattern READY = Pattern.compile("is ready at (http://\\S+)");
  private static final int CLIENTS = 8;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private static ProcessBuilder tally(String... arguments) {
    var builder = new ProcessBuilder(TestingTally.words(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
    return builder;
  }

  /// A server that is ready, and what it printed until then.
  private record Running(Process process, URI address, List<String> printed, BufferedReader out) {}

  private Running serve() throws IOException {
    var process =
        tally("serve", "--port", "0", "--data", folder.toString())
            .redirectError(folder.resolve("serve.log").toFile())
            .start();
    var out = process.inputReader();
    var printed = new ArrayList<String>();
    var line = out.readLine();
    while (line != null && !line.contains("openapi.json")) {
      printed.add(line);
      line = out.readLine();
    }
    assertThat(printed).as(Files.readString(folder.resolve("serve.log"))).isNotEmpty();
    var ready = READY.matcher(printed.getFirst());
    assertThat(ready.find()).as("%s", printed).isTrue();
    return new Running(process, URI.create(ready.group(1)), printed, out);
  }

  private String key() {
    try {
      return Files.readString(folder.resolve("service-key")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> post(URI address, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + key())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(URI address, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + key())
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Test
  void keepsEveryAcknowledgedMessageWhenItIsToldToStopUnderLoad() throws Exception {
    var first = serve();
    assertThat(String.join("\n", first.printed())).contains(key());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
        .isEqualTo("rw-------");
    var user = IDS.generate().toString();
    assertThat(post(first.address(), "/v1/users", "{\"id\":\"" + user + "\"}").statusCode())
        .isEqualTo(201);

    var acknowledged = stopUnderLoad(first, user);
    assertThat(acknowledged).isNotEmpty();

    var second = serve();
    assertThat(second.printed()).as("the key is shown once").noneMatch(l -> l.contains("tk_"));
    for (var id : acknowledged) {
      assertThat(get(second.address(), "/v1/messages/" + id).path("id").asText()).isEqualTo(id);
    }
    stop(second);
    assertThat(tally("ledger", "verify", "--data", folder.toString()).start().waitFor()).isZero();
  }

  private Path keyFile() {
    return folder.resolve("service-key");
  }

  /// Sends messages over several connections, tells the server to stop in the middle, and returns
  /// the ids it acknowledged.
  private Set<String> stopUnderLoad(Running running, String user) throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        var _ = executor.submit(() -> sendUntilRefused(running.address(), user, acknowledged));
      }
      while (acknowledged.size() < 200) Thread.onSpinWait();
      stop(running);
    }
    return acknowledged;
  }

  private void sendUntilRefused(URI address, String user, Set<String> acknowledged) {
    try {
      while (true) {
        var id = IDS.generate().toString();
        var message =
            """
            {"id":"%s","userId":"%s","provider":"openai","model":"gpt-5-mini","request":["x"],
             "tokens":{"input":10,"output":5}}
            """
                .formatted(id, user);
        var answer = post(address, "/v1/messages", message);
        if (answer.statusCode() == 503) return;
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        acknowledged.add(id);
      }
    } catch (IOException _) {
      // The connection ended with the server; this message was not acknowledged.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(Running running) throws InterruptedException, IOException {
    running.process().destroy();
    assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    running.out().close();
  }

  private record Ended(int exitCode, String err) {}

  private static Ended run(String... arguments) throws IOException, InterruptedException {
    var process = tally(arguments).start();
    var err =
        new String(
            process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), err);
  }

  @Test
  void aFailedStartSaysWhatToDoNext() throws Exception {
    var nobody = "postgresql://me:secret@127.0.0.1:1/app";
    var ended = run("serve", "--port", "0", "--database-url", nobody);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("Is the server running").doesNotContain("secret", "\tat ");

    ended = run("serve", "--database-url", "mysql://localhost/app");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("postgresql://");

    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());
      ended = run("serve", "--port", port, "--host", "0.0.0.0", "--data", folder.toString());
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err()).contains("port " + port + " is taken", "--port");
    }
  }
}
