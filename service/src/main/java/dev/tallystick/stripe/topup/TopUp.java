package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.Pack;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A shortfall, and what was bought for it.
///
/// @param available what was when it was noticed; negative in debt
/// @param order what is bought; empty until that is decided
/// @param payment Stripe's payment intent, once it is made
/// @param attempts how often it was worked on, this time included
/// @param declineCode why the card was declined last
/// @param retryAt not worked on before; while it is, until when nobody else does
public record TopUp(
    UUID userId,
    UUID id,
    Status status,
    Credits available,
    Optional<Order> order,
    Optional<String> payment,
    int attempts,
    int declines,
    Optional<String> declineCode,
    Optional<String> lastError,
    Instant retryAt,
    Instant noticedAt,
    Optional<Instant> settledAt) {
  /// @param amount what all packs cost, in the smallest unit of the currency
  /// @param decidedAt which month it counts to
  public record Order(
      String pack, int packs, Credits credits, long amount, String currency, Instant decidedAt) {
    static Order of(Pack pack, int packs, Instant now) {
      return new Order(
          pack.name(),
          packs,
          new Credits(Math.multiplyExact(pack.credits().micros(), packs)),
          Math.multiplyExact(pack.amount(), packs),
          pack.currency(),
          now);
    }

    /// The price, as people read it.
    String price() {
      return Amounts.text(amount, currency);
    }
  }

  /// How far it is.
  public enum Status {
    /// Nothing was asked of Stripe yet.
    NOTICED,
    PAYING,
    PAID,
    /// So often that it was given up.
    DECLINED,
    /// The month's amount is used up.
    CAPPED,
    /// Credits came from elsewhere.
    RECOVERED,
    /// Switched off, or set otherwise, before it was paid.
    CANCELED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such status
    static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
