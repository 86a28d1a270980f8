package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Disputes: a cardholder tells the bank that a charge was wrong.
final class Disputes {
  private static final long DAYS_TO_ANSWER = 7;
  private static final long SECONDS_OF_DAY = 86_400;

  private final World world;

  Disputes(World world) {
    this.world = world;
  }

  /// Whether the money is with the bank.
  static boolean isTaken(ObjectNode dispute) {
    var status = dispute.path("status").asText();
    return status.equals("needs_response")
        || status.equals("under_review")
        || status.equals("lost");
  }

  /// @param isInquiry the bank only asks, and takes no money yet
  ObjectNode open(ObjectNode charge, long amount, boolean isInquiry) {
    if (amount < 1 || amount > charge.path("amount").asLong()) {
      throw new IllegalArgumentException("nobody can dispute %d of this charge".formatted(amount));
    }
    var dispute = world.make(Kind.DISPUTE).put("amount", amount);
    dispute.set("balance_transactions", World.array());
    dispute.set("charge", charge.path("id"));
    dispute.set("currency", charge.path("currency"));
    dispute.set("enhanced_eligibility_types", World.array());
    dispute.set("evidence", World.node());
    dispute.set(
        "evidence_details",
        World.node()
            .put("due_by", world.now() + DAYS_TO_ANSWER * SECONDS_OF_DAY)
            .put("has_evidence", false)
            .put("past_due", false)
            .put("submission_count", 0));
    dispute.put("is_charge_refundable", isInquiry).set("metadata", World.node());
    dispute.set("payment_intent", charge.path("payment_intent"));
    var card =
        World.node().put("brand", "visa").put("case_type", isInquiry ? "inquiry" : "chargeback");
    var details = World.node().put("type", "card");
    details.set("card", card.put("network_reason_code", "10.4"));
    dispute.set("payment_method_details", details);
    dispute.put("reason", "fraudulent");
    dispute.put("status", isInquiry ? "warning_needs_response" : "needs_response");
    var before = charge.deepCopy();
    charge.put("disputed", true);
    world.emit("charge.dispute.created", dispute);
    if (!isInquiry) withdraw(dispute);
    world.emitChange("charge.updated", before, charge);
    return dispute;
  }

  private void withdraw(ObjectNode dispute) {
    move(dispute, -dispute.path("amount").asLong(), "charge.dispute.funds_withdrawn");
  }

  private void move(ObjectNode dispute, long amount, String event) {
    var transaction = World.node().put("id", world.ids().next("txn_3", 23));
    transaction.put("object", "balance_transaction").put("amount", amount);
    transaction.set("currency", dispute.path("currency"));
    transaction.put("type", "adjustment");
    dispute.withArray("balance_transactions").add(transaction);
    world.emit(event, dispute);
  }

  /// An inquiry that became a dispute: now the money is taken.
  void escalate(String id) {
    var dispute = in(id, "warning_needs_response");
    var before = dispute.deepCopy();
    dispute.put("status", "needs_response").put("is_charge_refundable", false);
    world.emitChange("charge.dispute.updated", before, dispute);
    withdraw(dispute);
  }

  void win(String id) {
    var dispute = in(id, "needs_response");
    close(dispute, "won");
    move(dispute, dispute.path("amount").asLong(), "charge.dispute.funds_reinstated");
  }

  void lose(String id) {
    close(in(id, "needs_response"), "lost");
  }

  void dropInquiry(String id) {
    close(in(id, "warning_needs_response"), "warning_closed");
  }

  private void close(ObjectNode dispute, String status) {
    var before = dispute.deepCopy();
    dispute.put("status", status);
    world.emitChange("charge.dispute.updated", before, dispute);
    world.emit("charge.dispute.closed", dispute);
  }

  private ObjectNode in(String id, String status) {
    var dispute = world.get(Kind.DISPUTE, id);
    var now = dispute.path("status").asText();
    if (!now.equals(status)) {
      throw new IllegalStateException("the dispute %s is %s".formatted(id, now));
    }
    return dispute;
  }
}
