package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README's first call answers what the README says.
final class ReadmeTest {
  private static final Path README = Path.of(System.getProperty("tally.root")).resolve("README.md");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CURL =
      Pattern.compile("curl -s localhost:8080(\\S+) .*\\\\\\n\\s+-d '([^']*)'");
  private static final Pattern ANSWER = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theFirstCallAnswersAsShown() throws IOException, InterruptedException {
    var readme = Files.readString(README);
    var answer = ANSWER.matcher(readme).results().findFirst().orElseThrow().group(1);
    assertThat(withoutMadeIds(lastAnswer(readme))).isEqualTo(withoutMadeIds(JSON.readTree(answer)));
  }

  /// Runs the calls one after the other, and returns what the last one answered.
  private static JsonNode lastAnswer(String readme) throws IOException, InterruptedException {
    var config = Config.of(Map.of("TALLY_PORT", "0"));
    try (var service = Service.start(TestingDatabase.fresh(), config, InstantSource.system());
        var http = HttpClient.newHttpClient()) {
      var key =
          service.keys().create("readme", Set.of(ServiceKey.Scope.values()), new Actor.Operator());
      var calls = CURL.matcher(readme).results().toList();
      assertThat(calls).hasSize(3);
      var answer = "";
      for (var call : calls) {
        var request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + call.group(1)))
                .header("Authorization", "Bearer " + key.reveal())
                .POST(HttpRequest.BodyPublishers.ofString(call.group(2)))
                .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        answer = response.body();
      }
      return JSON.readTree(answer);
    }
  }

  private static JsonNode withoutMadeIds(JsonNode answer) {
    var copy = (ObjectNode) answer.deepCopy();
    copy.put("id", "…").put("priceId", "…");
    for (var draw : (ArrayNode) copy.path("draws")) ((ObjectNode) draw).put("grantId", "…");
    return copy;
  }

  @Test
  void itIsShort() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThan(150);
  }
}
