package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.credit.Credits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A payment intent as Stripe has it, with its latest charge and all its disputes. Amounts are in
/// the smallest unit of the currency.
///
/// @param amountRefunded of its charge, as Stripe adds it up: refunds that failed are not in it
/// @param raw the object as received, and its disputes as `tally_disputes` beside its own fields
public record PaymentState(
    String id,
    Optional<String> customer,
    Map<String, String> metadata,
    String status,
    String currency,
    long amount,
    long amountReceived,
    long amountRefunded,
    List<Dispute> disputes,
    Optional<String> charge,
    Optional<String> paymentMethod,
    Optional<String> cardFingerprint,
    Optional<String> failureCode,
    Instant madeAt,
    String raw)
    implements ObjectState {
  public PaymentState {
    metadata = Map.copyOf(metadata);
    disputes = List.copyOf(disputes);
  }

  /// What a bank asks back, or asked.
  record Dispute(String id, long amount, String status) {
    // An inquiry (warning_…) takes no money; what was prevented was refunded instead.
    private static final Set<String> OPEN = Set.of("needs_response", "under_review");

    boolean isOpen() {
      return OPEN.contains(status);
    }

    boolean isLost() {
      return status.equals("lost");
    }
  }

  /// Whose it is, by its metadata: only what began with us says that.
  Optional<String> user() {
    return Optional.ofNullable(metadata.get(StripeApi.USER));
  }

  /// The checkout of ours that it pays.
  Optional<UUID> checkout() {
    return uuid(StripeApi.CHECKOUT);
  }

  /// The top-up of ours that it pays.
  Optional<UUID> topUp() {
    return checkout().isPresent() ? Optional.empty() : uuid(StripeApi.TOP_UP);
  }

  private Optional<UUID> uuid(String name) {
    try {
      return Optional.ofNullable(metadata.get(name)).map(UUID::fromString);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What it buys, by its metadata; nothing where that is no number of credits.
  Optional<Credits> credits() {
    try {
      return Optional.ofNullable(metadata.get(StripeApi.CREDITS))
          .map(text -> Credits.exact(new BigDecimal(text)))
          .filter(Credits::isPositive);
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whether the money was received, all of it: less is where only a part was captured.
  public boolean isPaid() {
    return status.equals("succeeded") && amountReceived >= amount;
  }

  /// What is asked back by disputes that are open.
  long amountDisputed() {
    return disputes.stream().filter(Dispute::isOpen).mapToLong(Dispute::amount).sum();
  }

  /// What went back by disputes that were lost.
  long amountLost() {
    return disputes.stream().filter(Dispute::isLost).mapToLong(Dispute::amount).sum();
  }

  /// Whether its charge was ever disputed, so that there are disputes to ask for.
  static boolean isDisputed(JsonNode intent) {
    return intent.path("latest_charge").path("disputed").asBoolean();
  }

  /// @param intent with its latest charge expanded
  static PaymentState read(JsonNode intent, List<JsonNode> disputes) {
    var charge = intent.path("latest_charge");
    var known = new ArrayList<Dispute>(disputes.size());
    for (var each : disputes) {
      known.add(
          new Dispute(
              StripeJson.requiredText(each, "id"),
              each.path("amount").asLong(),
              StripeJson.requiredText(each, "status")));
    }
    return new PaymentState(
        StripeJson.requiredText(intent, "id"),
        StripeJson.id(intent.path("customer")),
        StripeJson.texts(intent.path("metadata")),
        StripeJson.requiredText(intent, "status"),
        StripeJson.requiredText(intent, "currency"),
        intent.path("amount").asLong(),
        intent.path("amount_received").asLong(),
        charge.path("amount_refunded").asLong(),
        known,
        StripeJson.id(charge),
        StripeJson.id(intent.path("payment_method")),
        StripeJson.text(charge.path("payment_method_details").path("card"), "fingerprint"),
        StripeJson.text(intent.path("last_payment_error"), "decline_code")
            .or(() -> StripeJson.text(intent.path("last_payment_error"), "code")),
        StripeJson.requiredInstant(intent, "created"),
        StripeJson.with(intent, "tally_disputes", disputes));
  }
}
