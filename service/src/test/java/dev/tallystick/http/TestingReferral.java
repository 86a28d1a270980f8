package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.referral.Pair;
import java.util.UUID;

/// A user who redeems another's code.
record TestingReferral(TestingServer server, UUID referrer, UUID referred) {
  /// Two new users.
  static TestingReferral of(TestingServer server) {
    return new TestingReferral(server, server.user(), server.user());
  }

  Pair pair() {
    return new Pair(referrer, referred);
  }

  /// The same two, by another server.
  TestingReferral on(TestingServer other) {
    return new TestingReferral(other, referrer, referred);
  }

  static String code(TestingServer server, UUID user) {
    return server.get("/v1/users/" + user).expect(200).at("referralCode");
  }

  static Reply redeem(TestingServer server, String code, UUID user) {
    var body = JsonNodeFactory.instance.objectNode().put("code", code);
    return server.post("/v1/referrals", body.put("userId", user.toString()));
  }

  Reply redeem() {
    return redeem(server, code(server, referrer), referred);
  }

  /// A call of the referred user's that is charged.
  void call() {
    server.post("/v1/messages", Calls.call(referred)).expect(201);
  }

  void run(String sql) {
    server.run(sql.formatted(referred));
  }

  /// A value of its row as text.
  String stored(String column) {
    var sql = "SELECT (%s)::text FROM tally.referrals WHERE referred_id = :id".formatted(column);
    return server
        .database()
        .inTransaction(
            tx -> tx.query(sql).bind("id", referred).mapTo(String.class).findOne().orElse("none"));
  }

  boolean is(String status) {
    return stored("status").equals(status);
  }

  private static final String HISTORY =
      """
      SELECT string_agg(to_status || coalesce(' ' || reason, '') || ' by ' || actor, ', '
                        ORDER BY id)
        FROM tally.referral_events
       WHERE referred_id = :id
      """;

  String history() {
    return server
        .database()
        .inTransaction(tx -> tx.query(HISTORY).bind("id", referred).mapTo(String.class).one());
  }

  /// What both have now, as `referrer, referred`.
  String balances() {
    return server.balance(referrer).at("available")
        + ", "
        + server.balance(referred).at("available");
  }
}
