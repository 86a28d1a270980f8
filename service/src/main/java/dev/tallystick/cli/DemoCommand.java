package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally demo`: conversations of a coding agent, replayed as model calls on a running server.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Fill a running server with data to look at.",
      "Makes users with grants and replays conversations as model calls. Running it twice charges",
      "nothing twice."
    },
    footerHeading = "%nExample:%n",
    footer = {"  tally serve &", "  tally demo"})
final class DemoCommand implements Callable<Integer> {
  private static final String BUILT_IN = "conversations.json";
  private static final String GRANTED = "250";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:${env:TALLY_PORT:-8080}",
      description = "The server (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--key",
      defaultValue = "${env:TALLY_KEY}",
      description = "A service key (default: TALLY_KEY, or the first key in --data).")
  private @Nullable String key;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_DATA:-.tallystick}",
      description = "The server's data directory, for its first key (default: .tallystick).")
  private Path data = Path.of(".tallystick");

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Conversations to replay: JSON with messages of role and content.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();
  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var makers = Conversation.Maker.values();
    var conversations = files.isEmpty() ? builtIn() : files.stream().map(this::read).toList();
    out.printf(
        "%-34s %-10s %6s %9s %12s %14s%n",
        "USER", "MAKER", "CALLS", "REPLAYED", "CREDITS", "AVAILABLE");
    for (int i = 0; i < conversations.size(); i++) {
      replay(out, conversations.get(i), makers[i % makers.length]);
    }
    out.println(
        Terminal.faint(
            "see: curl -H 'Authorization: Bearer KEY' " + url + "/v1/usage?groupBy=model"));
    return 0;
  }

  private void replay(PrintWriter out, Conversation conversation, Conversation.Maker maker) {
    var email = conversation.name() + "@demo.example";
    var userId = UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8));
    var user = JSON.createObjectNode().put("id", userId.toString()).put("email", email);
    post("/v1/users", user);
    post(
        "/v1/users/" + userId + "/grants",
        JSON.createObjectNode()
            .put("operationId", "demo")
            .put("type", "free")
            .put("credits", GRANTED));
    var calls = conversation.calls(userId, maker);
    var outcomes = post("/v1/messages", JSON.createArrayNode().addAll(calls));
    var replayed = 0;
    var credits = java.math.BigDecimal.ZERO;
    for (var outcome : outcomes) {
      if (outcome.has("problem")) throw new Failure("refused: " + outcome.path("problem"));
      if (outcome.path("replayed").asBoolean()) replayed++;
      credits = credits.add(new java.math.BigDecimal(outcome.path("credits").asText()));
    }
    var available = outcomes.path(outcomes.size() - 1).path("available").asText();
    out.printf(
        "%-34s %-10s %6d %9d %12s %14s%n",
        email,
        maker.name().toLowerCase(java.util.Locale.ROOT),
        calls.size(),
        replayed,
        credits.toPlainString(),
        available);
  }

  private JsonNode post(String path, JsonNode body) {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + key())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new Failure(
            "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new Failure("no server answers at %s; start one with: tally serve".formatted(url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private String key() {
    if (key != null && !key.isBlank()) return key;
    return KeyFile.in(data)
        .read()
        .orElseThrow(
            () ->
                new Failure(
                    "no service key: name one with --key or TALLY_KEY, or the server's --data"));
  }

  private Conversation read(Path file) {
    try {
      var name = file.getFileName().toString().replaceFirst("\\.json$", "");
      return conversation(name, JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Conversation conversation(String name, JsonNode node) {
    var messages = new ArrayList<JsonNode>();
    node.path("messages").forEach(messages::add);
    if (messages.isEmpty()) throw new Failure(name + " has no messages");
    return new Conversation(name, messages);
  }

  private static List<Conversation> builtIn() {
    try (InputStream in = DemoCommand.class.getResourceAsStream(BUILT_IN)) {
      var conversations = new ArrayList<Conversation>();
      for (var each : JSON.readTree(in)) {
        conversations.add(conversation(each.path("name").asText(), each));
      }
      return conversations;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(BUILT_IN + " is not JSON", e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
