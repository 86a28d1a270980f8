package dev.tallystick.http;

import static dev.tallystick.http.TestingServer.grantOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditsOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// A token of this model costs a credit.
  @BeforeAll
  static void priceACreditAToken() {
    server.importPrice("credit", "{\"input\": \"10000\"}");
  }

  @Test
  void grantsOnceForEachOperation() {
    var user = server.user();
    var grant = grantOf("order-1", "purchase", "12.5").put("expiresAt", "2026-12-01T00:00:00Z");
    var first = server.grant(user, grant).expect(201);
    assertThat(first.at("balance")).isEqualTo("12.5");
    assertThat(first.at("priority")).isEqualTo("80");
    assertThat(server.grant(user, grant).expect(200).json()).isEqualTo(first.json());
    server
        .grant(user, grantOf("order-1", "purchase", "12.6"))
        .expectProblem(409, "operation_reused");
    assertThat(server.balance(user).at("balance")).isEqualTo("12.5");
    server.grant(server.user(), grant).expect(201);
  }

  @Test
  void takesTheOperationFromTheIdempotencyKey() {
    var user = server.user();
    var path = "/v1/users/" + user + "/grants";
    var grant = Calls.without(grantOf("", "free", "1"), "operationId");
    var first = server.postOnce("gift-1", path, grant).expect(201);
    assertThat(first.at("operationId")).isEqualTo("gift-1");
    server.postOnce("gift-1", path, grant).expect(200);
    server.post(path, grant).expectProblem(422, "field_invalid");
  }

  @Test
  void refusesAGrantThatHasExpired() {
    var user = server.user();
    for (var past : List.of("2026-09-10T10:00:00Z", "2020-01-01T00:00:00Z")) {
      var reply = server.grant(user, grantOf("late", "free", "1").put("expiresAt", past));
      assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo("expiresAt");
    }
  }

  @Test
  void replaysAGrantAfterItExpired() {
    var user = server.user();
    var grant = grantOf("short", "free", "5").put("expiresAt", "2026-09-10T10:00:00.5Z");
    var first = server.grant(user, grant).expect(201);
    try {
      server.clock().set(TestingClock.START.plusSeconds(1));
      assertThat(server.grant(user, grant).expect(200).at("id")).isEqualTo(first.at("id"));
      assertThat(server.balance(user).at("available")).isEqualTo("0");
    } finally {
      server.clock().set(TestingClock.START);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "0.0000001", "1000000000001", "1e13", "NaN", "1e999999", "", "1,5"})
  void refusesAnAmountThatCannotBeGiven(String credits) {
    var reply = server.grant(server.user(), grantOf("odd", "free", credits));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo("credits");
  }

  @Test
  void refusesToGiveAUserMoreThanAccountsHold() {
    var user = server.userWith("1000000000000");
    var reply = server.grant(user, grantOf("more", "free", "0.000001"));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo("credits");
    assertThat(server.balance(user).at("balance")).isEqualTo("1000000000000");
  }

  @Test
  void burnsByPriorityThenExpiryThenCreation() {
    var user = server.user();
    var ids = new ArrayList<String>();
    var grants =
        List.of(
            grantOf("purchase", "purchase", "1"),
            grantOf("free, first", "free", "1"),
            grantOf("free, second", "free", "1"),
            grantOf("free, late", "free", "1").put("expiresAt", "2027-01-01T00:00:00Z"),
            grantOf("free, soon", "free", "1").put("expiresAt", "2026-10-01T00:00:00Z"),
            grantOf("named", "purchase", "1").put("priority", 10),
            grantOf("referral", "referral", "1"));
    for (var grant : grants) ids.add(server.grant(user, grant).expect(201).at("id"));
    var order = List.of(5, 4, 3, 1, 2, 6, 0).stream().map(ids::get).toList();
    assertThat(Reply.each(server.balance(user).json().path("grants"), "id")).isEqualTo(order);
    var reply = server.post("/v1/messages", Calls.acmeCall(user, "credit", 7)).expect(201);
    assertThat(Reply.each(reply.json().path("draws"), "grantId")).isEqualTo(order);
    assertThat(Reply.each(reply.json().path("draws"), "credits")).containsOnly("1");
    assertThat(reply.at("debt")).isEqualTo("0");
    assertThat(server.balance(user).json().path("grants")).isEmpty();
  }

  @Test
  void drawsAcrossGrantsAndOwesTheRest() {
    var user = server.user();
    server.grant(user, grantOf("a", "free", "2")).expect(201);
    server.grant(user, grantOf("b", "purchase", "3")).expect(201);
    var part = server.post("/v1/messages", Calls.acmeCall(user, "credit", 4)).expect(201);
    assertThat(Reply.each(part.json().path("draws"), "credits")).containsExactly("2", "2");
    var rest = server.post("/v1/messages", Calls.acmeCall(user, "credit", 4)).expect(201);
    assertThat(Reply.each(rest.json().path("draws"), "credits")).containsExactly("1");
    assertThat(rest.at("debt")).isEqualTo("3");
    assertThat(rest.at("available")).isEqualTo("-3");
    var balance = server.balance(user);
    assertThat(List.of(balance.at("balance"), balance.at("debt"), balance.at("available")))
        .containsExactly("0", "3", "-3");
  }

  @Test
  void repaysDebtFromANewGrantOnce() {
    var user = server.user();
    server.post("/v1/messages", Calls.acmeCall(user, "credit", 10)).expect(201);
    var small = server.grant(user, grantOf("small", "free", "4")).expect(201);
    assertThat(small.at("balance")).isEqualTo("0");
    server.grant(user, grantOf("small", "free", "4")).expect(200);
    assertThat(server.balance(user).at("debt")).isEqualTo("6");
    var large = server.grant(user, grantOf("large", "free", "10")).expect(201);
    assertThat(large.at("balance")).isEqualTo("4");
    server.grant(user, grantOf("large", "free", "10")).expect(200);
    var balance = server.balance(user);
    assertThat(List.of(balance.at("balance"), balance.at("debt"), balance.at("available")))
        .containsExactly("4", "0", "4");
  }

  @Test
  void listsEveryMovement() {
    var user = server.user();
    var call = Calls.acmeCall(user, "credit", 3);
    server.post("/v1/messages", call).expect(201);
    var grant = server.grant(user, "gift", "5");
    var entries = entries(user, "").json().path("entries");
    assertThat(Reply.each(entries, "kind")).containsExactly("repayment", "repayment", "charge");
    assertThat(Reply.each(entries, "amount")).containsExactly("3", "-3", "-3");
    assertThat(Reply.each(entries, "grantId")).containsExactly("null", grant, "null");
    assertThat(entries.at("/2/messageId")).isEqualTo(call.path("id"));
    var ofGrant = entries(user, "?grantId=" + grant).json().path("entries");
    assertThat(Reply.each(ofGrant, "amount")).containsExactly("-3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void pagesEntriesWithoutGapsAndRepeats(int limit) {
    var user = server.userWith("100");
    var calls = JsonNodeFactory.instance.arrayNode();
    for (int i = 1; i <= 10; i++) calls.add(Calls.acmeCall(user, "credit", i));
    server.post("/v1/messages", calls).expect(200);
    var amounts = new ArrayList<String>();
    var query = "?limit=" + limit;
    for (var page = entries(user, query); ; page = entries(user, query + cursor(page))) {
      amounts.addAll(Reply.each(page.json().path("entries"), "amount"));
      if (page.json().path("nextCursor").isNull()) break;
    }
    assertThat(amounts)
        .containsExactlyInAnyOrder("-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "-10");
  }

  private static String cursor(Reply page) {
    return "&cursor=" + page.at("nextCursor");
  }

  private static Reply entries(UUID user, String query) {
    return server.get("/v1/users/" + user + "/entries" + query).expect(200);
  }

  @Test
  void knowsNoCreditsOfAnUnknownUser() {
    var path = "/v1/users/" + UUID.randomUUID();
    server.get(path + "/balance").expectProblem(404, "user_not_found");
    server.get(path + "/entries").expectProblem(404, "user_not_found");
    server.post(path + "/grants", grantOf("a", "free", "1")).expectProblem(404, "user_not_found");
  }
}
