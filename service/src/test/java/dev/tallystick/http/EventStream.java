package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/// A client of server-sent events. Every event is compared with the API's description.
final class EventStream implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final BufferedReader lines;

  private EventStream(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /// Watches from now on.
  static EventStream watch(TestingServer server, String query)
      throws IOException, InterruptedException {
    return watch(server, "", query);
  }

  static EventStream watch(TestingServer server, String key, String query)
      throws IOException, InterruptedException {
    var request = server.request("/v1/watch?" + query);
    if (!key.isEmpty()) request.setHeader("Authorization", "Bearer " + key);
    var http = HttpClient.newHttpClient();
    var response = http.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new EventStream(response.body());
  }

  /// The next event's data; comments are passed over. Missing once the stream has ended.
  JsonNode next() throws IOException {
    String event = "";
    while (true) {
      var line = lines.readLine();
      if (line == null) return Reply.MAPPER.missingNode();
      if (line.startsWith("event: ")) event = line.substring("event: ".length());
      if (!line.startsWith("data: ")) continue;
      var data = Reply.MAPPER.readTree(line.substring("data: ".length()));
      var description = ApiDescription.SHIPPED;
      assertThat(description.validate(data, description.schema("WatchEvent"), "")).isEmpty();
      if (!event.equals("change")) assertThat(data.path("kind").asText()).isEqualTo(event);
      return data;
    }
  }

  /// The next event of a kind, whatever comes before.
  JsonNode next(String kind) throws IOException {
    while (true) {
      var event = next();
      assertThat(event.isMissingNode()).as("the stream has ended before: " + kind).isFalse();
      if (event.path("kind").asText().equals(kind)) return event;
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
    http.close();
  }
}
