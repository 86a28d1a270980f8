package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageQueriesTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final UUID ADA = UUID.fromString("0199c0de-0000-7000-8000-00000000000a");
  private static final UUID BOB = UUID.fromString("0199c0de-0000-7000-8000-00000000000b");

  /// Twelve calls, one every six hours from midnight of the first of September: Ada's on even
  /// positions, of two models in turn by day.
  @BeforeAll
  static void record() {
    server.importPrice("small", "{\"input\": \"1\"}");
    server.importPrice("large", "{\"input\": \"10\"}");
    for (var user : List.of(ADA, BOB)) {
      var body = JsonNodeFactory.instance.objectNode().put("id", user.toString());
      server.post("/v1/users", body).expect(201);
    }
    var calls = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 12; i++) {
      var model = i / 4 % 2 == 0 ? "small" : "large";
      var call = Calls.acmeCall(i % 2 == 0 ? ADA : BOB, model, 1_000);
      call.put("id", id(i)).put("clientRequestId", "request-" + i);
      call.put("finishedAt", "2026-09-%02dT%02d:00:00Z".formatted(1 + i / 4, i % 4 * 6));
      calls.add(call);
    }
    var outcomes = server.post("/v1/messages", calls).expect(200).json();
    assertThat(Reply.each(outcomes, "status")).containsOnly("charged");
  }

  private static String id(int position) {
    return "0199c0de-1111-7000-8000-%012x".formatted(position);
  }

  @Test
  void listsNewestFirst() {
    assertThat(listed("")).containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  }

  @Test
  void narrowsByEachFilterAndByAllTogether() {
    assertThat(listed("?userId=" + ADA)).containsExactly(10, 8, 6, 4, 2, 0);
    assertThat(listed("?clientRequestId=request-3")).containsExactly(3);
    assertThat(listed("?model=large")).containsExactly(7, 6, 5, 4);
    assertThat(listed("?from=2026-09-03")).containsExactly(11, 10, 9, 8);
    assertThat(listed("?from=2026-09-03T06:00:00Z")).containsExactly(11, 10, 9);
    assertThat(listed("?to=2026-09-01T06:00:00%2B00:00")).containsExactly(0);
    assertThat(listed("?from=2026-09-01T06:00:00Z&to=2026-09-02&userId=" + BOB + "&model=small"))
        .containsExactly(3, 1);
    assertThat(listed("?userId=" + UUID.randomUUID())).isEmpty();
    assertThat(listed("?model=medium")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 12})
  void pagesWithoutGapsAndRepeats(int limit) {
    var seen = new ArrayList<String>();
    var query = "?userId=" + ADA + "&limit=" + limit;
    for (var page = list(query); ; page = list(query + "&cursor=" + page.at("nextCursor"))) {
      assertThat(page.json().path("messages").size()).isLessThanOrEqualTo(limit);
      seen.addAll(Reply.each(page.json().path("messages"), "id"));
      if (page.json().path("nextCursor").isNull()) break;
    }
    assertThat(seen).containsExactly(id(10), id(8), id(6), id(4), id(2), id(0));
  }

  @Test
  void keepsItsPlaceWhileMessagesArrive() {
    var first = list("?limit=2&model=large");
    var late = Calls.acmeCall(server.user(), "large", 1);
    server.post("/v1/messages", late).expect(201);
    var second = list("?limit=2&model=large&cursor=" + first.at("nextCursor"));
    assertThat(Reply.each(second.json().path("messages"), "id")).containsExactly(id(5), id(4));
  }

  @Test
  void sumsUsageByDay() {
    assertThat(usage("?to=2026-09-09"))
        .containsExactly("2026-09-01 4 0.004", "2026-09-02 4 0.04", "2026-09-03 4 0.004");
    assertThat(usage("?groupBy=day&from=2026-09-02&to=2026-09-02"))
        .containsExactly("2026-09-02 4 0.04");
  }

  @Test
  void sumsUsageByModelAndByUser() {
    assertThat(usage("?groupBy=model&to=2026-09-09"))
        .containsExactly("large 4 0.04", "small 8 0.008");
    assertThat(usage("?groupBy=user&to=2026-09-09"))
        .containsExactly(ADA + " 6 0.024", BOB + " 6 0.024");
    assertThat(usage("?groupBy=model&from=2026-09-02&to=2026-09-03&userId=" + ADA))
        .containsExactly("large 2 0.02", "small 2 0.002");
  }

  @Test
  void sumsTokensAndCreditsToo() {
    var usage = server.get("/v1/usage?from=2026-09-02&to=2026-09-02").expect(200);
    var sums = usage.json().at("/usage/0");
    assertThat(sums.at("/tokens/input").asLong()).isEqualTo(4_000);
    assertThat(sums.at("/tokens/total").asLong()).isEqualTo(4_000);
    assertThat(sums.path("credits").asText()).isEqualTo("4");
    assertThat(sums.path("unpricedMessages").asLong()).isZero();
  }

  private static Reply list(String query) {
    return server.get("/v1/messages" + query).expect(200);
  }

  /// The positions of the messages that were recorded before all tests.
  private static List<Integer> listed(String query) {
    return Reply.each(list(query).json().path("messages"), "id").stream()
        .filter(id -> id.startsWith("0199c0de-1111"))
        .map(id -> Integer.parseInt(id.substring(24), 16))
        .toList();
  }

  /// Each group as its key, its messages and its cost.
  private static List<String> usage(String query) {
    var groups = new ArrayList<String>();
    for (JsonNode group : server.get("/v1/usage" + query).expect(200).json().path("usage")) {
      var key = group.path("day").asText() + group.path("model").asText();
      key += group.path("userId").asText();
      groups.add(key + " " + group.path("messages").asLong() + " " + group.path("cost").asText());
    }
    return groups;
  }
}
