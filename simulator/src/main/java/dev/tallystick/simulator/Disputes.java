package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

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

  /// Whether the bank has not decided yet.
  static boolean isOpen(ObjectNode dispute) {
    return isTaken(dispute) && !dispute.path("status").asText().equals("lost");
  }

  /// @param isInquiry the bank only asks, and takes no money yet
  ObjectNode open(ObjectNode charge, long amount, boolean isInquiry) {
    if (amount < 1 || amount > charge.path("amount").asLong()) {
      throw new IllegalArgumentException("nobody can dispute %d of this charge".formatted(amount));
    }
    var dispute = world.make(Kind.DISPUTE).put("amount", amount);
    dispute.set("charge", charge.path("id"));
    dispute.set("currency", charge.path("currency"));
    dispute.set("payment_intent", charge.path("payment_intent"));
    ((ObjectNode) dispute.path("evidence_details"))
        .put("due_by", world.now() + DAYS_TO_ANSWER * SECONDS_OF_DAY);
    if (isInquiry) {
      dispute.put("is_charge_refundable", true).put("status", "warning_needs_response");
      ((ObjectNode) dispute.path("payment_method_details").path("card"))
          .put("case_type", "inquiry");
    }
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

  /// The shop sends its evidence, and the bank looks at it.
  void answer(String id) {
    var dispute = in(id, "needs_response");
    var before = dispute.deepCopy();
    dispute.put("status", "under_review");
    ((ObjectNode) dispute.path("evidence_details"))
        .put("has_evidence", true)
        .put("submission_count", 1);
    world.emitChange("charge.dispute.updated", before, dispute);
  }

  void win(String id) {
    var dispute = in(id, "needs_response", "under_review");
    close(dispute, "won");
    move(dispute, dispute.path("amount").asLong(), "charge.dispute.funds_reinstated");
  }

  void lose(String id) {
    close(in(id, "needs_response", "under_review"), "lost");
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

  private ObjectNode in(String id, String... statuses) {
    var dispute = world.get(Kind.DISPUTE, id);
    var now = dispute.path("status").asText();
    if (!List.of(statuses).contains(now)) {
      throw new IllegalStateException("the dispute %s is %s".formatted(id, now));
    }
    return dispute;
  }
}
