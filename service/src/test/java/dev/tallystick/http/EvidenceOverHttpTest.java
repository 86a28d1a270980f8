package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From where users sign in and which cards they pay with: noted, coarsely, and erased with them.
class EvidenceOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static ObjectNode session(UUID user, String address) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("userId", user.toString())
        .put("kind", "web")
        .put("clientAddress", address);
  }

  private static Reply signIn(UUID user, String address) {
    return server.post("/v1/sessions", session(user, address));
  }

  private static long count(String sql, UUID... users) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query(sql)
                    .bindArray("users", UUID.class, (Object[]) users)
                    .mapTo(Long.class)
                    .one());
  }

  private static long networks(UUID... users) {
    return count(NETWORKS, users);
  }

  private static final String NETWORKS =
      """
      SELECT count(DISTINCT network_hash) FROM tally.user_networks WHERE user_id = ANY (:users)
      """;

  private static final String CARDS =
      """
      SELECT count(*) FROM tally.user_cards WHERE user_id = ANY (:users)
      """;

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.200, 1",
    "203.0.113.7, ::ffff:203.0.113.9, 1",
    "203.0.113.7, 203.0.114.7, 2",
    "2001:db8:1:2::7, 2001:DB8:1:3::8, 1",
    "2001:db8:1::, 2001:db8:2::, 2"
  })
  void theBackEndSaysFromWhereSomebodySignsIn(String one, String other, int networks) {
    var first = server.user();
    var second = server.user();
    signIn(first, one).expect(201);
    signIn(second, other).expect(201);
    assertThat(networks(first)).isEqualTo(1);
    assertThat(networks(second)).isEqualTo(1);
    assertThat(networks(first, second)).isEqualTo(networks);
    signIn(first, one).expect(201);
    assertThat(networks(first)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "100.64.0.1",
        "169.254.1.1",
        "0.0.0.0",
        "255.255.255.255",
        "::1",
        "::",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1"
      })
  void whatSaysNothingIsNotNoted(String address) {
    var user = server.user();
    signIn(user, address).expect(201);
    assertThat(networks(user)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "203.0.113",
        "203.0.113.256",
        "010.1.2.3",
        "1",
        "[::1]",
        "::1%lo",
        ":",
        "1:2",
        "203.0.113.7:80",
        " 203.0.113.7"
      })
  void whatIsNoAddressIsRefused(String address) {
    var user = server.user();
    var reply = signIn(user, address).expectProblem(422, "field_invalid");
    assertThat(reply.at("field")).isEqualTo("clientAddress");
    assertThat(server.get("/v1/users/" + user + "/sessions").json().path("sessions")).isEmpty();
  }

  /// Nobody in between is taken for the user.
  @Test
  void aBackEndThatSaysNothingIsNotNotedItself() {
    var user = server.user();
    var body = session(user, "203.0.113.7");
    body.remove("clientAddress");
    server
        .send(
            server
                .request("/v1/sessions")
                .header("X-Forwarded-For", "203.0.113.7")
                .POST(BodyPublishers.ofString(body.toString())))
        .expect(201);
    assertThat(networks(user)).isZero();
  }

  @Test
  void aDeviceLoginIsNotedWhereItsClientIs() {
    var user = server.user();
    signIn(server.user(), "203.0.113.7").expect(201);
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    assertThat(networks(user)).isZero();
    var body = JsonNodeFactory.instance.objectNode().put("device_code", login.deviceCode());
    server
        .send(
            server
                .request("/v1/login/token")
                .header("X-Forwarded-For", "203.0.113.8")
                .POST(BodyPublishers.ofString(body.toString())))
        .expect(200);
    assertThat(networks(user)).isEqualTo(1);
    var neighbour = server.user();
    signIn(neighbour, "203.0.113.9").expect(201);
    assertThat(networks(user, neighbour)).isEqualTo(1);
  }

  private static ObjectNode purchase(String operation, String card) {
    return TestingServer.grantOf(operation, "purchase", "5").put("cardFingerprint", card);
  }

  @Test
  void aPurchaseSaysWithWhichCardItWasPaid() {
    var user = server.user();
    server.grant(user, purchase("a", "Xt5EWLLDS7FJjR1c")).expect(201);
    server.grant(user, purchase("a", "Xt5EWLLDS7FJjR1c")).expect(200);
    server.grant(user, purchase("b", "Xt5EWLLDS7FJjR1c")).expect(201);
    assertThat(count(CARDS, user)).isEqualTo(1);
    server.grant(user, purchase("c", "another")).expect(201);
    assertThat(count(CARDS, user)).isEqualTo(2);
    // Its first answer is what counts.
    server.grant(user, purchase("c", "a third")).expect(200);
    assertThat(count(CARDS, user)).isEqualTo(2);
  }

  @Test
  void onlyAPurchaseIsPaidWithACard() {
    var user = server.user();
    for (var type : new String[] {"free", "referral", "admin", "organization"}) {
      var body = TestingServer.grantOf("x", type, "5").put("cardFingerprint", "card");
      assertThat(server.grant(user, body).expectProblem(422, "field_invalid").at("field"))
          .isEqualTo("cardFingerprint");
    }
    for (var wrong : new String[] {"", "x".repeat(101)}) {
      server.grant(user, purchase("y", wrong)).expectProblem(422, "field_invalid");
    }
    assertThat(count(CARDS, user)).isZero();
  }

  /// A purchase under way holds the account that the deletion closes.
  @Test
  void noPurchaseThatRacesWithADeletionLeavesACard() throws Exception {
    for (int round = 0; round < 10; round++) {
      var user = server.user();
      var work = new ArrayList<Callable<Reply>>();
      for (int i = 0; i < 10; i++) {
        var purchase = purchase("race-" + i, "card-" + i);
        work.add(() -> server.grant(user, purchase));
      }
      work.add(work.size() / 2, () -> server.send(server.request("/v1/users/" + user).DELETE()));
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : executor.invokeAll(work))
          assertThat(done.get().status()).isIn(200, 201, 410);
      }
      assertThat(count(CARDS, user)).isZero();
    }
  }

  @Test
  void whoIsDeletedLeavesNeither() {
    var user = server.user();
    signIn(user, "203.0.113.7").expect(201);
    server.grant(user, purchase("a", "card")).expect(201);
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    assertThat(networks(user)).isZero();
    assertThat(count(CARDS, user)).isZero();
    server.grant(user, purchase("b", "card")).expectProblem(410, "user_deleted");
    server.grant(user, purchase("a", "card"));
    assertThat(count(CARDS, user)).isZero();
  }
}
