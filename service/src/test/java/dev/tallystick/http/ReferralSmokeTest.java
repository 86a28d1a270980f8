package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.postgres.Eventually;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReferralSmokeTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void completesWithTheFirstChargedMessage() {
    var ada = server.user();
    var bob = server.user();
    var first = redeem(ada, bob);
    first.expect(201);
    redeem(ada, bob).expect(200);
    redeem(bob, ada).expectProblem(409, "circular_referral");
    redeem(bob, bob).expectProblem(409, "already_referred");
    server.post("/v1/messages", Calls.call(bob)).expect(201);
    Eventually.eventually("completed", () -> server.balance(ada).at("balance").equals("500"));
  }

  private static Reply redeem(UUID referrer, UUID referred) {
    var code = server.get("/v1/users/" + referrer).at("referralCode");
    var body =
        JsonNodeFactory.instance.objectNode().put("code", code).put("userId", referred.toString());
    return server.post("/v1/referrals", body);
  }
}
