package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An invoice as Stripe has it, with all its lines, and which payments paid it. Amounts are in the
/// smallest unit of the currency.
///
/// @param payments ids of payment intents; none where nothing was to be paid
/// @param raw the object as received, with all its lines as `tally_lines` beside its own fields
public record InvoiceState(
    String id,
    Optional<String> customer,
    Optional<String> subscription,
    String status,
    Optional<String> billingReason,
    String currency,
    long total,
    long amountPaid,
    Optional<Instant> paidAt,
    List<Line> lines,
    List<String> payments,
    Instant madeAt,
    String raw)
    implements ObjectState {
  static final String LINES = "tally_lines";

  public InvoiceState {
    lines = List.copyOf(lines);
    payments = List.copyOf(payments);
  }

  /// What is charged for one price and one period; negative where it is given back.
  ///
  /// @param isProration whether it is for a part of a period, after a change
  record Line(
      String id,
      Optional<String> price,
      long quantity,
      long amount,
      boolean isProration,
      Instant from,
      Instant until) {
    static Line read(JsonNode json) {
      var parent = json.path("parent");
      return new Line(
          StripeJson.requiredText(json, "id"),
          StripeJson.id(json.path("pricing").path("price_details").path("price")),
          json.path("quantity").asLong(1),
          json.path("amount").asLong(),
          parent.path("subscription_item_details").path("proration").asBoolean()
              || parent.path("invoice_item_details").path("proration").asBoolean(),
          StripeJson.requiredInstant(json.path("period"), "start"),
          StripeJson.requiredInstant(json.path("period"), "end"));
    }
  }

  /// Whether it was settled, with money or because nothing was to be paid.
  boolean isPaid() {
    return status.equals("paid");
  }

  /// @param json with its payments expanded
  /// @param lines all of them; the object itself holds the first ten
  static InvoiceState read(JsonNode json, List<JsonNode> lines) {
    var payments = new ArrayList<String>();
    for (var each : json.path("payments").path("data")) {
      StripeJson.id(each.path("payment").path("payment_intent")).ifPresent(payments::add);
    }
    return new InvoiceState(
        StripeJson.requiredText(json, "id"),
        StripeJson.id(json.path("customer")),
        StripeJson.id(json.path("parent").path("subscription_details").path("subscription")),
        StripeJson.text(json, "status").orElse("draft"),
        StripeJson.text(json, "billing_reason"),
        StripeJson.requiredText(json, "currency"),
        json.path("total").asLong(),
        json.path("amount_paid").asLong(),
        StripeJson.instant(json.path("status_transitions"), "paid_at"),
        lines.stream().map(Line::read).toList(),
        payments,
        StripeJson.requiredInstant(json, "created"),
        StripeJson.with(json, LINES, lines));
  }

  /// Reads what [#raw] has.
  static InvoiceState ofRaw(JsonNode raw) {
    var lines = new ArrayList<JsonNode>();
    raw.path(LINES).forEach(lines::add);
    return read(raw, lines);
  }
}
