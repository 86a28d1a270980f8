package dev.tallystick.cli.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tallystick.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// A server's API, as far as a person's own session needs it.
final class ServerApi {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String server;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

  ServerApi(String server) {
    this.server = server;
  }

  String server() {
    return server;
  }

  /// An answer with its JSON, which is missing if it is none.
  record Reply(int status, JsonNode json) {
    /// The JSON of an answer that must be this.
    JsonNode expect(int expected) {
      if (status == expected) return json;
      throw new Failure("the server answered %d: %s".formatted(status, detail()));
    }

    String detail() {
      return json.path("detail").asText("no Tallystick answers there");
    }

    boolean isSessionInvalid() {
      return status == 401 && json.path("code").asText().equals("session_invalid");
    }
  }

  Reply post(String path, JsonNode body, Optional<String> token) throws IOException {
    return send("POST", path, BodyPublishers.ofString(body.toString()), token);
  }

  Reply get(String path, String token) throws IOException {
    return send("GET", path, BodyPublishers.noBody(), Optional.of(token));
  }

  Reply delete(String path, String token) throws IOException {
    return send("DELETE", path, BodyPublishers.noBody(), Optional.of(token));
  }

  private Reply send(String method, String path, BodyPublisher body, Optional<String> token)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER_MAX).method(method, body);
    request.header("Content-Type", "application/json");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), json(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  /// What to say when no answer came.
  Failure unreachable(IOException e) {
    return new Failure(
        "no server answers at %s; name another with --server, or start one with: tally serve"
            .formatted(server),
        e);
  }
}
