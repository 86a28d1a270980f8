package dev.tallystick.stripe.shop;

import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.Pack;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// What a user was offered to buy.
///
/// @param id Stripe's idempotency key
/// @param pack as it was sold when it was offered; empty: a subscription
/// @param price Stripe's price of the subscription; empty: a pack
/// @param session Stripe's; empty: not known to have been made
/// @param url where the user pays; empty where it is too late for that
/// @param expiresAt until when the user can pay
public record Checkout(
    UUID user,
    UUID id,
    String operationId,
    Optional<Pack> pack,
    Optional<String> price,
    Optional<String> successUrl,
    Optional<String> cancelUrl,
    Optional<String> session,
    Optional<String> url,
    Instant createdAt,
    Optional<Instant> expiresAt) {
  /// Whether this is what is asked for. What a pack costs may have changed since, and so may our
  /// own address, to which users come back where nobody says another.
  boolean answers(Order order) {
    boolean isSame =
        switch (order.item()) {
          case Order.OfPack(var name) -> pack.map(Pack::name).equals(Optional.of(name));
          case Order.OfPlan(var wanted) -> price.equals(Optional.of(wanted));
        };
    return isSame
        && (order.successUrl().isEmpty() || order.successUrl().equals(successUrl))
        && (order.cancelUrl().isEmpty() || order.cancelUrl().equals(cancelUrl));
  }

  /// Without the URL, which is for the user alone.
  @Override
  public String toString() {
    return "Checkout[%s]".formatted(id);
  }

  static Checkout read(ResultSet row, StatementContext context) throws SQLException {
    @Nullable String pack = row.getString("pack");
    return new Checkout(
        row.getObject("user_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("operation_id"),
        pack == null ? Optional.empty() : Optional.of(readPack(row, pack)),
        Optional.ofNullable(row.getString("price_id")),
        Optional.ofNullable(row.getString("success_url")),
        Optional.ofNullable(row.getString("cancel_url")),
        Optional.ofNullable(row.getString("session_id")),
        Optional.ofNullable(row.getString("url")),
        Objects.requireNonNull(instant(row, "created_at")),
        Optional.ofNullable(instant(row, "expires_at")));
  }

  private static Pack readPack(ResultSet row, String name) throws SQLException {
    return new Pack(
        name,
        Credits.exact(row.getBigDecimal("credits")),
        row.getLong("amount"),
        row.getString("currency"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
