package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// What a payment or an invoice gave until now.
///
/// @param given all of it
/// @param reversed what of that was taken back, by whomever
public record GivenCredits(Credits given, Credits reversed) {
  private static final String OF =
      """
      SELECT split_part(g.operation_id, ':', 2) AS purchase, sum(g.principal) AS given,
             sum(r.reversed) AS reversed
        FROM tally.credit_grants AS g,
             LATERAL (SELECT coalesce(sum(amount), 0) AS reversed
                        FROM tally.credit_reversals
                       WHERE user_id = g.user_id AND grant_id = g.id AND restored_at IS NULL) AS r
       WHERE g.user_id = :user AND g.operation_id LIKE 'stripe:%'
         AND split_part(g.operation_id, ':', 2) = ANY (:purchases)
       GROUP BY purchase
      """;

  /// By the id of the payment, or of the invoice where one pays it; what gave nothing is absent.
  ///
  /// @param purchases ids of payments and invoices of the user
  public static Map<String, GivenCredits> of(Tx tx, UUID user, Collection<String> purchases) {
    var given = new LinkedHashMap<String, GivenCredits>();
    tx.query(OF)
        .bind("user", user)
        .bindArray("purchases", String.class, purchases.toArray())
        .map(
            (row, _) ->
                Map.entry(
                    row.getString("purchase"),
                    new GivenCredits(
                        Credits.exact(row.getBigDecimal("given")),
                        Credits.exact(row.getBigDecimal("reversed")))))
        .forEach(each -> given.put(each.getKey(), each.getValue()));
    return given;
  }
}
