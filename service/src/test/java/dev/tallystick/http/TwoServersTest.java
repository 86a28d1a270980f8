package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Token;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoServersTest {
  @RegisterExtension private static final TestingServer one = TestingServer.start();
  @RegisterExtension private static final TestingServer two = one.another();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(one);

  @Test
  void storeAndChargeEachMessageOnce() throws Exception {
    var user = one.userWith("1000");
    for (int round = 0; round < 10; round++) {
      var calls = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < 20; i++) calls.add(Calls.call(user));
      var answers = toBoth(calls);
      for (int i = 0; i < calls.size(); i++) {
        var place = "/" + i + "/replayed";
        assertThat(answers.stream().map(answer -> answer.json().at(place).asBoolean()))
            .containsExactlyInAnyOrder(false, true, true, true);
      }
    }
    var usage = one.get("/v1/usage?userId=" + user).expect(200).json().at("/usage/0");
    assertThat(usage.path("messages").asLong()).isEqualTo(200);
    assertThat(two.balance(user).at("available")).isEqualTo("479.446");
  }

  @Test
  void giveAnIdToOneUserOnly() throws Exception {
    var users = List.of(one.user(), one.user(), one.user(), one.user());
    for (int round = 0; round < 20; round++) {
      var id = UUID.randomUUID().toString();
      var work = new ArrayList<Callable<Reply>>();
      for (int i = 0; i < users.size(); i++) {
        var call = Calls.call(users.get(i)).put("id", id);
        var server = i % 2 == 0 ? one : two;
        work.add(() -> server.post("/v1/messages", call));
      }
      assertThat(atOnce(work))
          .extracting(Reply::status)
          .containsExactlyInAnyOrder(201, 409, 409, 409);
    }
  }

  private static List<Reply> toBoth(ArrayNode calls) throws Exception {
    var work = new ArrayList<Callable<Reply>>();
    for (var server : List.of(one, two, one, two)) {
      work.add(() -> server.post("/v1/messages", calls).expect(200));
    }
    return atOnce(work);
  }

  private static List<Reply> atOnce(List<Callable<Reply>> work) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Reply>();
      for (var reply : executor.invokeAll(work)) replies.add(reply.get());
      return replies;
    }
  }

  @Test
  void grantOnceForEachOperation() throws Exception {
    var user = one.user();
    var path = "/v1/users/" + user + "/grants";
    var grant = TestingServer.grantOf("order", "purchase", "5");
    var replies =
        atOnce(
            List.of(
                () -> one.post(path, grant),
                () -> two.post(path, grant),
                () -> one.post(path, grant),
                () -> two.post(path, grant)));
    assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(201, 200, 200, 200);
    assertThat(one.balance(user).at("balance")).isEqualTo("5");
  }

  /// The key is revoked by a process that neither server knows.
  @Test
  void refuseAKeyThatAnotherProcessRevoked() {
    var key = one.newKey(Scope.READ);
    for (var server : List.of(one, two)) server.send(with(server, key)).expect(200);
    var elsewhere = new ServiceKeys(one.database(), one.clock(), UUID::randomUUID, () -> false);
    var id = Token.parse(ServiceKeys.PREFIX, key).orElseThrow().id();
    assertThat(elsewhere.revoke(id, new Actor.Operator())).isTrue();
    for (var server : List.of(one, two)) {
      eventually("refused", () -> server.send(with(server, key)).status() == 401);
      server.send(with(server, key)).expectProblem(401, "key_invalid");
    }
  }

  private static HttpRequest.Builder with(TestingServer server, String key) {
    return server.request("/v1/usage").setHeader("Authorization", "Bearer " + key);
  }
}
