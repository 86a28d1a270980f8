package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @ParameterizedTest
  @CsvSource({"byok, 0.0260277", "cache_hit, 0"})
  void takesNoCreditsWhereTheUserOwesNone(String billing, String cost) {
    var user = server.userWith("10");
    var call = Calls.call(user).put("billing", billing);
    var reply = server.post("/v1/messages", call).expect(201);
    assertThat(reply.at("status")).isEqualTo("charged");
    assertThat(reply.at("cost")).isEqualTo(cost);
    assertThat(reply.at("credits")).isEqualTo("0");
    assertThat(reply.json().path("draws")).isEmpty();
    assertThat(server.balance(user).at("available")).isEqualTo("10");
  }

  @Test
  void chargesByItselfWhatHadNoPriceAtFirst() {
    var user = server.userWith("1");
    var call = Calls.acmeCall(user, "brand-new", 2_000_000);
    var byok = Calls.acmeCall(user, "brand-new", 1_000_000).put("billing", "byok");
    var first = server.post("/v1/messages", call).expect(201);
    server.post("/v1/messages", byok).expect(201);
    assertThat(first.at("status")).isEqualTo("unpriced");
    assertThat(first.json().path("cost").isNull()).isTrue();
    assertThat(first.at("credits")).isEqualTo("0");
    assertThat(first.at("warnings.0.code")).isEqualTo("model_unpriced");
    assertThat(usage(user)).isEqualTo("2 messages, 2 unpriced, 3000000 tokens, 0 USD, 0 credits");

    server.importPrice("brand-new", "{\"input\": \"0.01\"}");
    eventually("charged", () -> message(call).at("status").equals("charged"));
    eventually("priced", () -> message(byok).at("status").equals("charged"));
    assertThat(message(call).at("cost")).isEqualTo("0.02");
    assertThat(message(call).at("credits")).isEqualTo("2");
    assertThat(message(call).json().path("warnings")).isEmpty();
    assertThat(message(byok).at("credits")).isEqualTo("0");
    assertThat(server.balance(user).at("available")).isEqualTo("-1");
    assertThat(usage(user))
        .isEqualTo("2 messages, 0 unpriced, 3000000 tokens, 0.03 USD, 2 credits");

    var replay = server.post("/v1/messages", call).expect(200);
    assertThat(replay.at("cost")).isEqualTo("0.02");
    assertThat(replay.at("draws.0.credits")).isEqualTo("1");
    assertThat(replay.at("debt")).isEqualTo("1");
  }

  private static Reply message(ObjectNode call) {
    return server.get("/v1/messages/" + call.path("id").asText()).expect(200);
  }

  private static String usage(UUID user) {
    var day = server.get("/v1/usage?userId=" + user).expect(200).json().at("/usage/0");
    return "%s messages, %s unpriced, %s tokens, %s USD, %s credits"
        .formatted(
            day.path("messages").asText(),
            day.path("unpricedMessages").asText(),
            day.at("/tokens/total").asText(),
            day.path("cost").asText(),
            day.path("credits").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5, standard",
    "claude-sonnet-4-5, batch",
    "claude-haiku-4-5, standard",
    "nobody-knows-it, standard"
  })
  void quotesWhatItWillCharge(String model, String tier) {
    var call = Calls.call(server.user()).put("model", model).put("serviceTier", tier);
    var asked = call.deepCopy();
    asked.retain("provider", "model", "usage", "serviceTier");
    asked.put("at", call.path("finishedAt").asText());
    var quote = server.post("/v1/prices/quote", asked).expect(200);
    var charged = server.post("/v1/messages", call).expect(201);
    for (var same : new String[] {"cost", "credits", "priceId", "tokens", "warnings"}) {
      assertThat(quote.json().path(same)).as(same).isEqualTo(charged.json().path(same));
    }
    assertThat(quote.json().path("costByKind"))
        .isEqualTo(
            charged.at("cost").equals("null")
                ? Reply.parse("{}")
                : message(call).json().path("costByKind"));
  }

  @Test
  void recordsNothingForAQuote() {
    var rows = server.rowCounts();
    var quote = "{\"provider\":\"openai\",\"model\":\"gpt-5-mini\",\"tokens\":{\"input\":1}}";
    assertThat(server.post("/v1/prices/quote", quote).expect(200).at("status")).isEqualTo("priced");
    assertThat(server.rowCounts()).isEqualTo(rows);
  }

  @Test
  void listsPricesWithTheirEnd() {
    server.importPrice("dated", "{\"input\": \"1\"}");
    server.importPrice("dated", "{\"input\": \"2\"}");
    var listed = server.get("/v1/prices?provider=acme&model=dated").expect(200);
    var prices = listed.json().path("prices");
    assertThat(prices.findValuesAsText("input")).containsExactly("1", "2");
    var changedAt = TestingClock.START.toString();
    assertThat(Reply.each(prices, "validFrom")).containsExactly("null", changedAt);
    assertThat(Reply.each(prices, "validTo")).containsExactly(changedAt, "null");
    var before = server.get("/v1/prices?model=dated&at=2026-09-10T09:59:59Z").expect(200);
    assertThat(before.json().findValuesAsText("input")).containsExactly("1");
    var after = server.get("/v1/prices?model=dated&at=2026-09-10T10:00:00Z").expect(200);
    assertThat(after.json().findValuesAsText("input")).containsExactly("2");
  }

  @Test
  void pagesPricesWithoutGapsAndRepeats() {
    var all = Reply.each(prices("?limit=500").json().path("prices"), "id");
    var seen = new ArrayList<String>();
    for (var page = prices("?limit=70"); ; page = prices("?limit=70" + cursor(page))) {
      seen.addAll(Reply.each(page.json().path("prices"), "id"));
      if (page.json().path("nextCursor").isNull() || seen.size() >= 500) break;
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.subList(0, Math.min(500, seen.size())))
        .isEqualTo(List.copyOf(all).subList(0, Math.min(all.size(), seen.size())));
  }

  private static String cursor(Reply page) {
    return "&cursor=" + page.at("nextCursor");
  }

  private static Reply prices(String query) {
    return server.get("/v1/prices" + query).expect(200);
  }
}
