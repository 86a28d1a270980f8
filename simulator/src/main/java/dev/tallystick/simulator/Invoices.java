package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Invoices of subscriptions, and their payments.
final class Invoices {
  private static final long SECONDS_TO_NEXT_ATTEMPT = Duration.ofDays(3).toSeconds();

  private final World world;
  private final Payments payments;

  Invoices(World world, Payments payments) {
    this.world = world;
    this.payments = payments;
  }

  /// Why it is written, and which period it is about.
  record Occasion(String reason, long periodStart, long periodEnd) {}

  /// Writes an invoice and makes it final, with a payment that has not been attempted.
  ObjectNode write(ObjectNode subscription, Occasion occasion, List<ObjectNode> lines) {
    var customer = world.follow(subscription, "customer");
    var invoice = draft(subscription, customer, occasion, lines);
    world.emit("invoice.created", invoice);
    settleBalance(invoice, customer);
    var before = invoice.deepCopy();
    invoice.put("status", "open").put("effective_at", world.now());
    int number = world.table(Kind.INVOICE).size();
    invoice.put("number", "SIM-%04d".formatted(number));
    ((ObjectNode) invoice.path("status_transitions")).put("finalized_at", world.now());
    if (invoice.path("amount_due").asLong() > 0) ask(invoice);
    world.emitChange("invoice.finalized", before, invoice);
    return invoice;
  }

  /// What a customer has left from before is used; what is given back is kept for later.
  private void settleBalance(ObjectNode invoice, ObjectNode customer) {
    long total = invoice.path("total").asLong();
    long balance = customer.path("balance").asLong();
    long due = Math.max(0, total + balance);
    long ending = Math.min(0, total + balance);
    invoice.put("starting_balance", balance).put("ending_balance", ending);
    invoice.put("amount_due", due).put("amount_remaining", due);
    if (ending == balance) return;
    var before = customer.deepCopy();
    customer.put("balance", ending);
    world.emitChange("customer.updated", before, customer);
  }

  private void ask(ObjectNode invoice) {
    long due = invoice.path("amount_due").asLong();
    var currency = invoice.path("currency").asText();
    var customer = invoice.path("customer").asText();
    var intent = payments.intent(due, currency, Optional.of(customer), Map.of());
    boolean isFirst = invoice.path("billing_reason").asText().equals("subscription_create");
    intent.put("description", isFirst ? "Subscription creation" : "Subscription update");
    world.emit("payment_intent.created", intent);
    var payment = world.make(Kind.INVOICE_PAYMENT).put("currency", currency);
    payment.put("amount_requested", due).set("invoice", invoice.path("id"));
    var pays = World.node().put("type", "payment_intent");
    pays.set("payment_intent", intent.path("id"));
    payment.set("payment", pays);
    world.save(payment);
  }

  /// Attempts to collect what is due.
  ///
  /// @param method empty if the customer has no card
  /// @return whether it is paid now
  boolean collect(ObjectNode invoice, Optional<ObjectNode> method) {
    var payment = payment(invoice);
    if (payment.isEmpty()) {
      paid(invoice, 0);
      return true;
    }
    var intent = world.follow((ObjectNode) payment.get().path("payment"), "payment_intent");
    boolean isDeclined = method.isEmpty() || payments.attempt(intent, method.get()).isPresent();
    if (isDeclined) {
      declined(invoice);
      return false;
    }
    long amount = intent.path("amount").asLong();
    payment.get().put("amount_paid", amount).put("status", "paid");
    ((ObjectNode) payment.get().path("status_transitions")).put("paid_at", world.now());
    world.emit("invoice_payment.paid", payment.get());
    paid(invoice, amount);
    return true;
  }

  private Optional<ObjectNode> payment(ObjectNode invoice) {
    return world.table(Kind.INVOICE_PAYMENT).where("invoice", invoice.path("id").asText()).stream()
        .findFirst();
  }

  private void paid(ObjectNode invoice, long amount) {
    var before = invoice.deepCopy();
    invoice.put("amount_paid", amount).put("amount_remaining", 0).put("attempted", true);
    if (amount > 0) invoice.put("attempt_count", invoice.path("attempt_count").asLong() + 1);
    invoice.put("auto_advance", false).putNull("next_payment_attempt").put("status", "paid");
    ((ObjectNode) invoice.path("status_transitions")).put("paid_at", world.now());
    world.emitChange("invoice.updated", before, invoice);
    world.emit("invoice.paid", invoice);
    world.emit("invoice.payment_succeeded", invoice);
  }

  private void declined(ObjectNode invoice) {
    var before = invoice.deepCopy();
    invoice.put("attempted", true);
    invoice.put("attempt_count", invoice.path("attempt_count").asLong() + 1);
    invoice.put("next_payment_attempt", world.now() + SECONDS_TO_NEXT_ATTEMPT);
    world.emitChange("invoice.updated", before, invoice);
    world.emit("invoice.payment_failed", invoice);
  }

  /// Nobody has to pay it any more.
  void cancel(ObjectNode invoice) {
    var before = invoice.deepCopy();
    invoice.put("auto_advance", false).putNull("next_payment_attempt").put("status", "void");
    ((ObjectNode) invoice.path("status_transitions")).put("voided_at", world.now());
    payment(invoice).ifPresent(payment -> payment.put("status", "canceled"));
    world.emitChange("invoice.updated", before, invoice);
    world.emit("invoice.voided", invoice);
  }

  private ObjectNode draft(
      ObjectNode subscription, ObjectNode customer, Occasion occasion, List<ObjectNode> lines) {
    long total = lines.stream().mapToLong(line -> line.path("amount").asLong()).sum();
    var invoice = world.make(Kind.INVOICE).put("billing_reason", occasion.reason());
    var id = invoice.path("id").asText();
    invoice.put("amount_due", Math.max(0, total)).put("amount_remaining", Math.max(0, total));
    for (var field :
        List.of("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax")) {
      invoice.put(field, total);
    }
    invoice.set("currency", subscription.path("currency"));
    invoice.set("customer", customer.path("id"));
    invoice.set("customer_email", customer.path("email"));
    invoice.set("customer_name", customer.path("name"));
    invoice.put("hosted_invoice_url", "https://invoice.stripe.com/i/" + id);
    lines.forEach(line -> line.put("invoice", id));
    invoice.set("lines", World.list("/v1/invoices/" + id + "/lines", lines, false));
    invoice.set("parent", parent(subscription));
    return invoice
        .put("period_end", occasion.periodEnd())
        .put("period_start", occasion.periodStart());
  }

  private static JsonNode parent(ObjectNode subscription) {
    var details = World.node();
    details.set("metadata", subscription.path("metadata").deepCopy());
    details.set("subscription", subscription.path("id"));
    var parent = World.node().putNull("quote_details");
    parent.set("subscription_details", details);
    return parent.put("type", "subscription_details");
  }
}
