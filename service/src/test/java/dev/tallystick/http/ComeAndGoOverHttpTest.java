package dev.tallystick.http;

import static dev.tallystick.http.TestingReferral.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who redeems a code, is deleted and comes again as another user, is found out by what is left.
class ComeAndGoOverHttpTest {
  private static final Map<String, String> AT_ONCE = Map.of("TALLY_REFERRAL_COMPLETES", "at_once");

  @RegisterExtension private static final TestingServer server = TestingServer.start(AT_ONCE);
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final UUID referrer = server.user();
  private final UUID other = server.user();

  /// A device, a card or the name of a mailbox.
  private final String same = "same-" + UUID.randomUUID();

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void delete(UUID user) {
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
  }

  /// What spoke against the user when they redeemed the code.
  private static String signals(UUID referrer, UUID user, ObjectNode more) {
    var body = json().put("code", code(server, referrer)).put("userId", user.toString());
    server.post("/v1/referrals", body.setAll(more)).expect(201);
    return new TestingReferral(server, referrer, user).stored("signals");
  }

  private static String signals(UUID referrer, UUID user) {
    return signals(referrer, user, json());
  }

  private static UUID userOn(String device) {
    var user = server.user();
    var session = json().put("userId", user.toString()).put("kind", "web");
    server.post("/v1/sessions", session.put("fingerprintId", device)).expect(201);
    return user;
  }

  @Test
  void onADeviceThatOutlivedOneWhomTheReferrerBrought() {
    var first = userOn(same);
    assertThat(signals(referrer, first)).isEqualTo("{}");
    delete(first);
    assertThat(signals(referrer, userOn(same))).isEqualTo("{\"same_device\": 100}");
    // Whose it was is not known; this one brought nobody who was deleted.
    var stranger = userOn(same);
    assertThat(signals(other, stranger)).isEqualTo("{\"device_seen_before\": 50}");
  }

  @Test
  void onADeviceThatOnlyEverRedeemed() {
    var device = json().put("fingerprintId", same);
    var first = server.user();
    assertThat(signals(referrer, first, device)).isEqualTo("{}");
    var second = server.user();
    assertThat(signals(other, second, device)).isEqualTo("{\"device_seen_before\": 50}");
    delete(second);
    delete(first);
    assertThat(signals(server.user(), server.user(), device))
        .isEqualTo("{\"device_seen_before\": 50}");
    var next = server.user();
    assertThat(signals(referrer, next, device)).isEqualTo("{\"same_device\": 100}");
  }

  private UUID verified(String address) {
    var user = server.userCalled(address);
    server.patch(user, "{\"emailVerified\": true}").expect(200);
    return user;
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s@example.com", "%S@example.com"})
  void withAnAddressThatWasVerified(String again) {
    var first = verified(same + "@example.com");
    assertThat(signals(referrer, first)).isEqualTo("{}");
    delete(first);
    var second = server.userCalled(again.formatted(same));
    assertThat(signals(other, second)).isEqualTo("{\"seen_before\": 100}");
  }

  /// Otherwise anybody could keep somebody else from being referred.
  @Test
  void notWithAnAddressThatNobodyHasShownToBeTheirs() {
    delete(server.userCalled(same + "@example.com"));
    assertThat(signals(referrer, verified(same + "@example.com"))).isEqualTo("{}");
  }

  @Test
  void withAnAddressThatWasChangedForAnother() {
    var first = verified(same + "@example.com");
    server.patch(first, "{\"email\": \"%S@example.com\"}".formatted(same)).expect(200);
    server.patch(first, "{\"emailVerified\": true}").expect(200);
    assertThat(signals(referrer, first)).as("the same in capitals").isEqualTo("{}");
    server.patch(first, "{\"email\": \"2-%s@example.com\"}".formatted(same)).expect(200);
    var second = server.userCalled(same + "@example.com");
    assertThat(signals(other, second)).isEqualTo("{\"seen_before\": 100}");
  }

  private UUID userWithTheCard() {
    var user = server.user();
    var purchase = TestingServer.grantOf("p", "purchase", "5").put("cardFingerprint", same);
    server.grant(user, purchase).expect(201);
    return user;
  }

  @Test
  void withTheCardOfOneWhomTheReferrerBrought() {
    var first = userWithTheCard();
    assertThat(signals(referrer, first)).isEqualTo("{}");
    delete(first);
    assertThat(signals(referrer, userWithTheCard())).isEqualTo("{\"same_card\": 100}");
    assertThat(signals(other, userWithTheCard())).isEqualTo("{\"seen_before\": 100}");
  }

  /// Nothing leads from what is left to who it was of.
  @Test
  void leavesOnlyHashes() {
    var user = verified(same + "@example.com");
    server.grant(
        user, TestingServer.grantOf("p", "purchase", "5").put("cardFingerprint", "c-" + same));
    delete(user);
    var left =
        "SELECT string_agg(t::text, ' ') FROM (TABLE tally.erased_emails UNION ALL TABLE tally.erased_cards) t";
    var rows = server.database().inTransaction(tx -> tx.query(left).mapTo(String.class).one());
    assertThat(rows).matches("(\\(\"?\\\\+x[0-9a-f]{64}\"?\\) ?){2,}");
  }

  @Test
  void theBackEndSaysFromWhereSomebodyRedeems() {
    var at = json().put("clientAddress", "203.0.113.7");
    assertThat(signals(referrer, server.user(), at)).isEqualTo("{}");
    var neighbour = json().put("clientAddress", "203.0.113.99");
    assertThat(signals(referrer, server.user(), neighbour)).isEqualTo("{\"same_network\": 30}");
    assertThat(signals(other, server.user(), at)).isEqualTo("{}");
    assertThat(signals(other, server.user(), json().put("clientAddress", "203.0.114.7")))
        .isEqualTo("{}");
    for (var wrong : new String[] {"here", ""}) {
      var body = json().put("code", code(server, other)).put("userId", server.user().toString());
      var reply = server.post("/v1/referrals", body.put("clientAddress", wrong));
      assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo("clientAddress");
    }
  }
}
