package dev.tallystick.http;

import static dev.tallystick.http.TestingServer.grantOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.account.ServiceKey.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReversalsOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private UUID user;
  private String grant;

  /// A token of this model costs a credit.
  @BeforeAll
  static void priceACreditAToken() {
    server.importPrice("credit", "{\"input\": \"10000\"}");
  }

  @BeforeEach
  void spendFourOfTen() {
    user = server.user();
    grant = server.grant(user, grantOf("order-1", "purchase", "10")).expect(201).at("id");
    server.post("/v1/messages", Calls.acmeCall(user, "credit", 4)).expect(201);
  }

  private static ObjectNode refund(String operationId) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("operationId", operationId)
        .put("kind", "refund");
  }

  private Reply reverse(JsonNode reversal) {
    return server.post(reversals(), reversal);
  }

  private String reversals() {
    return "/v1/users/%s/grants/%s/reversals".formatted(user, grant);
  }

  private Reply restore(String reversal) {
    return server.post("/v1/users/%s/reversals/%s/restore".formatted(user, reversal), "");
  }

  private String balanceAndDebt() {
    var balance = server.balance(user);
    return balance.at("balance") + " " + balance.at("debt");
  }

  private Reply list(String what) {
    return server.get("/v1/users/" + user + "/" + what).expect(200);
  }

  @Test
  void reversesOnceAndSaysWhatBecameOfIt() {
    var first = reverse(refund("refund-1")).expect(201);
    assertThat(List.of(first.at("credits"), first.at("taken"), first.at("owed")))
        .containsExactly("10", "6", "4");
    assertThat(reverse(refund("refund-1")).expect(200).json()).isEqualTo(first.json());
    reverse(refund("refund-1").put("credits", "1")).expectProblem(409, "operation_reused");
    reverse(refund("refund-2")).expectProblem(409, "grant_reversed");
    assertThat(balanceAndDebt()).isEqualTo("0 4");
    var entries = list("entries").json().path("entries");
    assertThat(Reply.each(entries, "kind")).containsExactly("refund", "refund", "charge");
    assertThat(Reply.each(entries, "reversalId"))
        .containsExactly(first.at("id"), first.at("id"), "null");
  }

  @Test
  void takesTheOperationFromTheIdempotencyKey() {
    var refund = Calls.without(refund(""), "operationId");
    var first = server.postOnce("refund-1", reversals(), refund).expect(201);
    assertThat(first.at("operationId")).isEqualTo("refund-1");
    server.postOnce("refund-1", reversals(), refund).expect(200);
    reverse(refund).expectProblem(422, "field_invalid");
  }

  @Test
  void reversesPartsAndWritesOff() {
    reverse(refund("a").put("credits", "2.5")).expect(201);
    var more = reverse(refund("b").put("credits", "7.6")).expectProblem(422, "field_invalid");
    assertThat(more.at("detail")).contains("7.5");
    var rest = reverse(refund("b").put("kind", "revocation").put("spent", "write_off")).expect(201);
    assertThat(List.of(rest.at("taken"), rest.at("owed"), rest.at("forgone")))
        .containsExactly("3.5", "0", "4");
    assertThat(balanceAndDebt()).isEqualTo("0 0");
  }

  @Test
  void undoesAReversalOnce() {
    var reversal = reverse(refund("a").put("kind", "clawback")).expect(201);
    assertThat(reversal.at("restoredAt")).isEqualTo("null");
    var restored = restore(reversal.at("id")).expect(200);
    assertThat(restored.at("restoredAt")).isNotEqualTo("null");
    assertThat(restore(reversal.at("id")).expect(200).json()).isEqualTo(restored.json());
    assertThat(balanceAndDebt()).isEqualTo("6 0");
    assertThat(Reply.each(list("entries").json().path("entries"), "kind"))
        .containsExactly("restoration", "restoration", "clawback", "clawback", "charge");
  }

  @Test
  void givesAnewWhatAnotherPaidForAGrantThatExpires() {
    var expiring = grantOf("order-2", "purchase", "3").put("priority", 1);
    expiring.put("expiresAt", server.clock().instant().plus(Duration.ofDays(1)).toString());
    grant = server.grant(user, expiring).expect(201).at("id");
    server.post("/v1/messages", Calls.acmeCall(user, "credit", 3)).expect(201);
    var reversal = reverse(refund("a")).expect(201).at("id");
    server.grant(user, "paying", "5");
    assertThat(balanceAndDebt()).isEqualTo("8 0");
    restore(reversal).expect(200);
    restore(reversal).expect(200);
    assertThat(balanceAndDebt()).isEqualTo("11 0");
    var anew = list("grants").json().at("/grants/0");
    assertThat(anew.path("operationId").asText()).isEqualTo("restoration:" + reversal);
    assertThat(anew.path("type").asText()).isEqualTo("purchase");
    assertThat(anew.path("balance").asText()).isEqualTo("3");
    assertThat(anew.path("expiresAt").isNull()).isTrue();
  }

  @Test
  void refusesWhatAnAccountCannotHoldOrOwe() {
    var all = "1000000000000";
    server.run(
        "UPDATE tally.credit_accounts SET debt = %s - 3 WHERE user_id = '%s'".formatted(all, user));
    assertThat(reverse(refund("a")).expectProblem(409, "account_full").at("detail"))
        .contains("owe more than 10^12");
    server.run("UPDATE tally.credit_accounts SET debt = 0 WHERE user_id = '%s'".formatted(user));
    var reversal = reverse(refund("a").put("credits", "6")).expect(201).at("id");
    server.grant(user, "rest", all);
    assertThat(restore(reversal).expectProblem(409, "account_full").at("detail"))
        .contains("have more than 10^12");
    assertThat(balanceAndDebt()).isEqualTo(all + " 0");
    assertThat(list("reversals").json().at("/reversals/0/restoredAt").isNull()).isTrue();
  }

  @Test
  void listsGrantsWithWhatIsReversedAndReversals() {
    server.grant(user, "later", "1");
    var first = reverse(refund("a").put("credits", "2")).expect(201).at("id");
    reverse(refund("b").put("credits", "3")).expect(201);
    restore(first).expect(200);
    var grants = list("grants").json().path("grants");
    assertThat(Reply.each(grants, "operationId")).containsExactly("later", "order-1");
    assertThat(Reply.each(grants, "reversed")).containsExactly("0", "3");
    assertThat(Reply.each(grants, "balance")).containsExactly("1", "3");
    assertThat(Reply.each(list("reversals").json().path("reversals"), "operationId"))
        .containsExactly("b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grants", "reversals"})
  void pagesWithoutGapsAndRepeats(String what) {
    for (int i = 0; i < 5; i++) {
      server.grant(user, "more-" + i, "1");
      reverse(refund("part-" + i).put("credits", "1")).expect(201);
    }
    var all = Reply.each(list(what).json().path(what), "id");
    var paged = new ArrayList<String>();
    for (var page = list(what + "?limit=2"); ; ) {
      paged.addAll(Reply.each(page.json().path(what), "id"));
      if (page.json().path("nextCursor").isNull()) break;
      page = list(what + "?limit=2&cursor=" + page.at("nextCursor"));
    }
    assertThat(paged).hasSizeGreaterThanOrEqualTo(5).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # reversal                                                     | field
          {"kind": "theft", "operationId": "a"}                          | kind
          {"operationId": "a"}                                           | kind
          {"kind": "refund", "operationId": "a", "spent": "forgive"}     | spent
          {"kind": "refund", "operationId": "a", "credits": "0"}         | credits
          {"kind": "refund", "operationId": "a", "credits": "0.0000001"} | credits
          {"kind": "refund", "operationId": "a", "credits": "1e13"}      | credits
          {"kind": "refund"}                                             | operationId
          {"kind": "refund", "operationId": "referral:a:b:referrer:reversal:1"} | operationId
          {"kind": "refund", "operationId": "restoration:1"}             | operationId
          """)
  void refusesWhatCannotBeReversed(String reversal, String field) {
    var reply = server.post(reversals(), reversal).expectProblem(422, "field_invalid");
    assertThat(reply.at("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"referral:a:b:referrer", "restoration:1"})
  void keepsSomeOperationsForItself(String operation) {
    var gift = grantOf(operation, "referral", "1");
    assertThat(server.grant(user, gift).expectProblem(422, "field_invalid").at("field"))
        .isEqualTo("operationId");
    var path = "/v1/users/" + user + "/grants";
    server
        .postOnce(operation, path, Calls.without(gift, "operationId"))
        .expectProblem(422, "field_invalid");
    assertThat(balanceAndDebt()).isEqualTo("6 0");
  }

  @Test
  void knowsNothingOfStrangers() {
    var reversal = reverse(refund("a")).expect(201).at("id");
    var other = server.user();
    server
        .post("/v1/users/%s/grants/%s/reversals".formatted(other, grant), refund("a"))
        .expectProblem(404, "grant_not_found");
    server
        .post("/v1/users/%s/reversals/%s/restore".formatted(other, reversal), "")
        .expectProblem(404, "reversal_not_found");
    user = UUID.randomUUID();
    reverse(refund("a")).expectProblem(404, "user_not_found");
    restore(reversal).expectProblem(404, "user_not_found");
    for (var what : List.of("grants", "reversals")) {
      server.get("/v1/users/" + user + "/" + what).expectProblem(404, "user_not_found");
    }
  }

  @Test
  void reversesForADeletedUserToo() {
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    var reversal = reverse(refund("a")).expect(201).at("id");
    assertThat(balanceAndDebt()).isEqualTo("0 4");
    restore(reversal).expect(200);
  }

  @Test
  void takesAScopeAndLeavesALineForEachChange() {
    var reader = server.newKey(Scope.READ, Scope.WRITE);
    var request = server.request(reversals()).setHeader("Authorization", "Bearer " + reader);
    server
        .send(
            request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(refund("a").toString())))
        .expectProblem(403, "scope_missing");
    var reversal = reverse(refund("a")).expect(201).at("id");
    reverse(refund("a")).expect(200);
    restore(reversal).expect(200);
    restore(reversal).expect(200);
    var lines = server.get("/v1/audit?subject=grant:" + grant).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action"))
        .containsExactly("grant.restored", "grant.reversed", "grant.given");
    assertThat(lines.path(1).path("details").path("credits").asText()).isEqualTo("10");
  }

  @Test
  void isInTheUsersExport() {
    var reversal = reverse(refund("a")).expect(201).at("id");
    var export = server.get("/v1/users/" + user + "/export").expect(200).json();
    assertThat(Reply.each(export.path("reversals"), "id")).containsExactly(reversal);
    assertThat(Reply.each(export.path("reversals"), "owed")).containsExactly("4");
    assertThat(Reply.each(export.path("entries"), "reversalId"))
        .containsExactlyInAnyOrder("null", reversal, reversal);
  }
}
