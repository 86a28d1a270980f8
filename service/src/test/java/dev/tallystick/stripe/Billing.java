package dev.tallystick.stripe;

import dev.tallystick.stripe.InvoiceState.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An invoice as a test wants Stripe to have it: paid, of a subscription.
record Billing(String id, String customer, String status, long amountPaid, List<Line> lines) {
  /// Whose customer the user is.
  static Billing of(UUID user) {
    return new Billing("in_" + UUID.randomUUID(), "cus_" + user, "paid", 2000, List.of());
  }

  Billing is(String other) {
    return new Billing(id, customer, other, amountPaid, lines);
  }

  Billing paid(long amount) {
    return new Billing(id, customer, status, amount, lines);
  }

  /// For a whole period.
  Billing line(String price, long quantity, String from, String until) {
    return with(price, quantity, 1000, false, from, until);
  }

  /// For a part of a period, after a change; below zero it is given back.
  Billing change(String price, long amount, String from, String until) {
    return with(price, 1, amount, true, from, until);
  }

  Billing with(
      String price, long quantity, long amount, boolean isProration, String from, String until) {
    var more = new ArrayList<>(lines);
    more.add(
        new Line(
            "il_" + more.size(),
            Optional.of(price),
            quantity,
            amount,
            isProration,
            at(from),
            at(until)));
    return new Billing(id, customer, status, amountPaid, more);
  }

  private static Instant at(String text) {
    return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
  }

  String subscription() {
    return "sub_" + customer;
  }

  InvoiceState state() {
    return new InvoiceState(
        id,
        Optional.of(customer),
        Optional.of(subscription()),
        status,
        Optional.of("subscription_cycle"),
        "usd",
        2000,
        amountPaid,
        Optional.empty(),
        lines,
        List.of(),
        Instant.parse("2026-11-22T09:00:00Z"),
        raw());
  }

  /// As [InvoiceState#ofRaw] reads it.
  private String raw() {
    var json = StripeJson.JSON.createObjectNode();
    json.put("id", id).put("customer", customer).put("status", status);
    json.put("currency", "usd").put("total", 2000).put("amount_paid", amountPaid);
    json.put("created", Instant.parse("2026-11-22T09:00:00Z").getEpochSecond());
    json.putObject("parent").putObject("subscription_details").put("subscription", subscription());
    var all = json.putArray("tally_lines");
    for (var line : lines) {
      var one = all.addObject().put("id", line.id()).put("quantity", line.quantity());
      one.put("amount", line.amount());
      one.putObject("pricing").putObject("price_details").put("price", line.price().orElseThrow());
      one.putObject("period")
          .put("start", line.from().getEpochSecond())
          .put("end", line.until().getEpochSecond());
      one.putObject("parent")
          .putObject("subscription_item_details")
          .put("proration", line.isProration());
    }
    return json.toString();
  }
}
