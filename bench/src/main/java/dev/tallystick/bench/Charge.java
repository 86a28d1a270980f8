package dev.tallystick.bench;

import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.util.UUID;

/// What the service charges for the calls of one size, as it stored it: the baselines write the
/// same, so that nobody has to price anything twice.
record Charge(UUID priceId, BigDecimal cost, String costByKind, BigDecimal credits) {
  private static final String OF_INPUT =
      """
      SELECT price_id, cost, cost_by_kind::text, credits
        FROM tally.messages
       WHERE input_tokens = :input AND status = 'charged'
       LIMIT 1
      """;

  /// The charge for a call with so many input tokens, of which one must be stored.
  static Charge stored(Tx tx, int inputTokens) {
    return tx.query(OF_INPUT)
        .bind("input", inputTokens)
        .map(
            (row, _) ->
                new Charge(
                    row.getObject("price_id", UUID.class),
                    row.getBigDecimal("cost"),
                    row.getString("cost_by_kind"),
                    row.getBigDecimal("credits")))
        .one();
  }
}
