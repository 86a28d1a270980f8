package dev.tallystick.stripe.shop;

import dev.tallystick.credit.Credits;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What a user paid, or tried to, as Stripe said it last. Amounts are in the smallest unit of the
/// currency.
///
/// @param status in Stripe's words
/// @param refunded of what was received
/// @param disputed by disputes that are open
/// @param lost by disputes
/// @param credits what it buys; empty for what pays an invoice, which says it then
/// @param failure why the last attempt failed, in Stripe's words
/// @param refused why what was paid for was not given
public record Payment(
    String id,
    String status,
    String currency,
    long amount,
    long received,
    long refunded,
    long disputed,
    long lost,
    Optional<Credits> credits,
    Optional<UUID> checkout,
    Optional<UUID> topUp,
    Optional<String> invoice,
    Optional<String> failure,
    Optional<String> refused,
    Instant madeAt) {
  /// Where a payment comes from.
  public enum Origin {
    CHECKOUT,
    TOP_UP,
    SUBSCRIPTION,
    /// Something else that is sold in the same account at Stripe.
    OTHER;

    /// As in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Origin origin() {
    if (checkout.isPresent()) return Origin.CHECKOUT;
    if (topUp.isPresent()) return Origin.TOP_UP;
    return invoice.isPresent() ? Origin.SUBSCRIPTION : Origin.OTHER;
  }

  /// How a payment stands, in one word.
  public enum Standing {
    /// Not paid yet; it may never be.
    OPEN,
    FAILED,
    CANCELED,
    PAID,
    PARTLY_REFUNDED,
    REFUNDED,
    DISPUTED,
    /// Lost in a dispute.
    LOST;

    /// As in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Standing standing() {
    if (status.equals("canceled")) return Standing.CANCELED;
    if (!status.equals("succeeded")) {
      return failure.isPresent() ? Standing.FAILED : Standing.OPEN;
    }
    if (disputed > 0) return Standing.DISPUTED;
    if (lost > 0) return Standing.LOST;
    if (refunded == 0) return Standing.PAID;
    return refunded < received ? Standing.PARTLY_REFUNDED : Standing.REFUNDED;
  }
}
