package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the database says of an object of Stripe's, field by field.
///
/// @param refused why the credits that it paid for were not given
/// @param fetchNo of the fetch that it shows
/// @param isErased whether what is personal in it went with its user
/// @param fields by the names of the columns; empty: null
public record OurHalf(
    Subject subject,
    Optional<UUID> user,
    Optional<String> refused,
    long fetchNo,
    boolean isErased,
    Map<String, Optional<String>> fields) {
  private static final String CUSTOMERS =
      """
      SELECT id, user_id, NULL AS refused, fetch_no, raw = '{}' AS is_erased, NULL AS raw,
             email, currency, balance,
             is_delinquent, is_deleted, default_payment_method, card_fingerprint, made_at
        FROM tally.stripe_customers
       WHERE id = ANY(:ids)
      """;

  private static final String SUBSCRIPTIONS =
      """
      SELECT id, user_id, NULL AS refused, fetch_no, raw = '{}' AS is_erased, NULL AS raw,
             customer_id, status, price_id,
             quantity, unit_amount, currency, period_start, period_end, cancel_at, canceled_at,
             ended_at, default_payment_method, made_at
        FROM tally.stripe_subscriptions
       WHERE id = ANY(:ids)
      """;

  private static final String PAYMENTS =
      """
      SELECT id, user_id, refused, fetch_no, raw = '{}' AS is_erased, NULL AS raw,
             customer_id, invoice_id, checkout_id,
             top_up_id, status, currency, amount, amount_received, amount_refunded,
             amount_disputed, amount_lost, credits, charge_id, payment_method, card_fingerprint,
             failure_code, made_at
        FROM tally.stripe_payments
       WHERE id = ANY(:ids)
      """;

  private static final String INVOICES =
      """
      SELECT id, user_id, refused, fetch_no, raw = '{}' AS is_erased, raw::text AS raw,
             customer_id, subscription_id,
             status, billing_reason, currency, total, amount_paid, paid_at, made_at,
             (SELECT string_agg(p.id, ' ' ORDER BY p.id COLLATE "C")
                FROM tally.stripe_payments p
               WHERE p.invoice_id = i.id) AS payments
        FROM tally.stripe_invoices i
       WHERE id = ANY(:ids)
      """;

  private static final int FIRST_FIELD = 7;

  /// Those of these ids that the database has, by id.
  public static Map<String, OurHalf> read(Tx tx, Subject.Kind kind, Collection<String> ids) {
    var sql =
        switch (kind) {
          case CUSTOMER -> CUSTOMERS;
          case SUBSCRIPTION -> SUBSCRIPTIONS;
          case PAYMENT -> PAYMENTS;
          case INVOICE -> INVOICES;
        };
    return tx
        .query(sql)
        .bindArray("ids", String.class, List.copyOf(ids))
        .map((row, _) -> of(kind, row))
        .list()
        .stream()
        .collect(Collectors.toMap(half -> half.subject().id(), Function.identity()));
  }

  private static OurHalf of(Subject.Kind kind, ResultSet row) throws SQLException {
    var fields = new LinkedHashMap<String, Optional<String>>();
    var columns = row.getMetaData();
    for (int i = FIRST_FIELD; i <= columns.getColumnCount(); i++) {
      fields.put(columns.getColumnLabel(i), Optional.ofNullable(text(row.getObject(i))));
    }
    var raw = row.getString("raw");
    if (raw != null) fields.put("lines", lines(raw));
    return new OurHalf(
        new Subject(kind, row.getString("id")),
        Optional.ofNullable(row.getObject("user_id", UUID.class)),
        Optional.ofNullable(row.getString("refused")),
        row.getLong("fetch_no"),
        row.getBoolean("is_erased"),
        fields);
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Timestamp moment -> moment.toInstant().toString();
      case BigDecimal credits -> Credits.exact(credits).toString();
      default -> value.toString();
    };
  }

  // What credits are given for later is read from there.
  private static Optional<String> lines(String raw) {
    try {
      var json = StripeJson.parse(raw);
      var lines = new ArrayList<JsonNode>();
      json.path("tally_lines").forEach(lines::add);
      return StripeHalf.lines(InvoiceState.read(json, lines));
    } catch (IllegalStateException unreadable) {
      return Optional.of("unreadable: " + unreadable);
    }
  }
}
