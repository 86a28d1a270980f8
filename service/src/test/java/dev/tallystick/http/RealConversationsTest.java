package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.TestingData;
import dev.tallystick.cli.Conversation;
import dev.tallystick.cli.Conversation.Maker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole conversations of a coding agent, replayed as the model calls they were.
@EnabledIf(TestingData.IS_PRESENT)
class RealConversationsTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// Each conversation with another maker's way of writing usage.
  private static List<Arguments> traces() throws IOException {
    try (var files = Files.list(TestingData.path("traces"))) {
      var traces = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      var makers = Maker.values();
      assertThat(traces).hasSameSizeAs(makers);
      return IntStream.range(0, makers.length)
          .mapToObj(i -> Arguments.of(traces.get(i), makers[i]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void areRecordedWholeAndChargedOnce(Path trace, Maker maker) {
    var user = server.userWith("1000");
    var calls = conversation(trace).calls(user, maker);
    assertThat(calls).hasSizeGreaterThan(4);

    var first = record(calls, "replayed", "false");
    checkStored(calls);
    var credits = sum(first, "credits");
    assertThat(credits).isPositive();
    checkUsage(user, first);
    var available = new BigDecimal(1_000).subtract(credits);
    assertThat(new BigDecimal(server.balance(user).at("available")))
        .isEqualByComparingTo(available);

    var rows = server.rowCounts();
    var again = record(calls, "replayed", "true");
    assertThat(again).extracting(o -> o.path("draws")).isEqualTo(draws(first));
    assertThat(server.rowCounts()).isEqualTo(rows);
    assertThat(new BigDecimal(server.balance(user).at("available")))
        .isEqualByComparingTo(available);
  }

  private static List<JsonNode> draws(List<JsonNode> outcomes) {
    return outcomes.stream().map(outcome -> outcome.path("draws")).toList();
  }

  /// Sends the first call alone and the others as batches that fit the server's limit.
  private static List<JsonNode> record(List<ObjectNode> calls, String field, String value) {
    var outcomes = new ArrayList<JsonNode>();
    outcomes.add(server.post("/v1/messages", calls.getFirst()).json());
    for (int from = 1; from < calls.size(); from += 5) {
      var batch = JsonNodeFactory.instance.arrayNode();
      batch.addAll(calls.subList(from, Math.min(calls.size(), from + 5)));
      server.post("/v1/messages", batch).expect(200).json().forEach(outcomes::add);
    }
    assertThat(outcomes).extracting(o -> o.path("status").asText()).containsOnly("charged");
    assertThat(outcomes).extracting(o -> o.path(field).asText()).containsOnly(value);
    return outcomes;
  }

  private static void checkStored(List<ObjectNode> calls) {
    for (var call : calls) {
      var stored = server.get("/v1/messages/" + call.path("id").asText()).expect(200).json();
      var request = call.path("request");
      assertThat(stored.path("request")).isEqualTo(request);
      assertThat(stored.path("response")).isEqualTo(call.path("response"));
      assertThat(stored.path("usage")).isEqualTo(Reply.parse(call.path("usage").toString()));
      assertThat(stored.path("lastMessage")).isEqualTo(request.path(request.size() - 1));
    }
    var user = calls.getFirst().path("userId").asText();
    var listed = server.get("/v1/messages?limit=500&userId=" + user).expect(200).json();
    assertThat(Reply.each(listed.path("messages"), "id"))
        .containsExactlyInAnyOrderElementsOf(
            calls.stream().map(call -> call.path("id").asText()).toList());
  }

  private static void checkUsage(UUID user, List<JsonNode> outcomes) {
    var groups = server.get("/v1/usage?userId=" + user).expect(200).json().path("usage");
    assertThat(groups).hasSize(1);
    var day = groups.path(0);
    assertThat(day.path("messages").asInt()).isEqualTo(outcomes.size());
    assertThat(new BigDecimal(day.path("cost").asText()))
        .isEqualByComparingTo(sum(outcomes, "cost"));
    assertThat(new BigDecimal(day.path("credits").asText()))
        .isEqualByComparingTo(sum(outcomes, "credits"));
    var tokens = outcomes.stream().mapToLong(o -> o.at("/tokens/total").asLong()).sum();
    assertThat(day.at("/tokens/total").asLong()).isEqualTo(tokens);
  }

  private static BigDecimal sum(List<JsonNode> outcomes, String field) {
    return outcomes.stream()
        .map(outcome -> new BigDecimal(outcome.path(field).asText()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Conversation conversation(Path trace) {
    try {
      var messages = new ArrayList<JsonNode>();
      Reply.MAPPER.readTree(trace.toFile()).path("messages").forEach(messages::add);
      return new Conversation(trace.getFileName().toString().replace(".json", ""), messages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
