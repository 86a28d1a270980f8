package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.UUID;

/// Users who bring each other.
public final class TestingReferrals {
  private final TestingServer server;

  public TestingReferrals(TestingServer server) {
    this.server = server;
  }

  /// A new user of this name, with an address.
  public UUID user(String name) {
    var id = UUID.randomUUID();
    var body = JsonNodeFactory.instance.objectNode().put("id", id.toString()).put("name", name);
    body.put("email", id + "@example.com");
    server.post("/v1/users", body).expect(201);
    return id;
  }

  /// What others redeem.
  public String code(UUID user) {
    return server.get("/v1/users/" + user).expect(200).at("referralCode");
  }

  /// Redeems a user's code as another.
  public Reply redeem(UUID referrer, UUID referred) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("code", code(referrer)).put("userId", referred.toString());
    return server.post("/v1/referrals", body);
  }

  /// The same on a device where the referrer was seen, which has a person look at it.
  public Reply redeemOnOneDevice(UUID referrer, UUID referred) {
    var device = "device-" + referrer;
    var session = JsonNodeFactory.instance.objectNode();
    session.put("userId", referrer.toString()).put("kind", "web").put("fingerprintId", device);
    server.post("/v1/sessions", session).expect(201);
    var body = JsonNodeFactory.instance.objectNode();
    body.put("code", code(referrer)).put("userId", referred.toString());
    return server.post("/v1/referrals", body.put("fingerprintId", device));
  }

  /// A new user of this name who was brought by another.
  public UUID brought(UUID referrer, String name) {
    var user = user(name);
    redeem(referrer, user).expect(201);
    return user;
  }

  /// Changes how many referrals of a user may count.
  public void limit(UUID user, int limit) {
    server.patch(user, "{\"referralLimit\": %d}".formatted(limit)).expect(200);
  }

  public void delete(UUID user) {
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
  }

  /// A person's decision.
  public Reply decide(UUID referrer, UUID referred, String decision, String body) {
    return server.post("/v1/referrals/%s/%s/%s".formatted(referrer, referred, decision), body);
  }
}
