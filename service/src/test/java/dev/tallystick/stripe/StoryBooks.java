package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All that Stripe did to a user's books, line by line: the same in two worlds where the same
/// happened, in whatever order it was heard of.
///
/// Compared are the mirrors, but for which fetch a row shows and when that was; the grants of
/// payments and invoices; what of each is reversed, by cause; what the user has, less what is owed,
/// and less what open disputes forgave of what was spent (charges before a dispute was heard of are
/// forgiven while it is open, those after it are owed; what had expired by then is nobody's, and
/// would have lapsed had it been set aside); the next quota reset; and of a referral whether it
/// stands. A grant of an invoice that went back whole counts as none, which it is where both are
/// heard of at once.
///
/// Not compared is what depends on when things were heard of, and may: when it is looked again for
/// months that are due, how net credits are made up of grants and debt, how often something was
/// reversed and restored on the way, and whether a referral that does not stand once did.
final class StoryBooks {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String LINES =
      """
      SELECT 'customer ' || (to_jsonb(c) - :ours::text[])::text
        FROM tally.stripe_customers AS c WHERE user_id = :user
      UNION ALL
      SELECT 'subscription ' || (to_jsonb(s) - :ours::text[])::text
        FROM tally.stripe_subscriptions AS s WHERE user_id = :user
      UNION ALL
      SELECT 'invoice ' || (to_jsonb(i) - :ours::text[])::text
        FROM tally.stripe_invoices AS i WHERE user_id = :user
      UNION ALL
      SELECT 'payment ' || (to_jsonb(p) - :ours::text[])::text
        FROM tally.stripe_payments AS p WHERE user_id = :user
      UNION ALL
      SELECT concat_ws(' ', 'grant', operation_id, type, priority, principal, expires_at)
        FROM tally.credit_grants AS g
       WHERE user_id = :user AND operation_id LIKE 'stripe:%'
         AND NOT (operation_id LIKE 'stripe:in_%'
                  AND principal = (SELECT sum(amount) FROM tally.credit_reversals
                                    WHERE user_id = g.user_id AND grant_id = g.id
                                      AND restored_at IS NULL))
      UNION ALL
      SELECT concat_ws(' ', 'reversed', g.operation_id, v.kind, v.spent, sum(v.amount))
        FROM tally.credit_grants AS g
        JOIN tally.credit_reversals AS v ON v.user_id = g.user_id AND v.grant_id = g.id
       WHERE g.user_id = :user AND g.operation_id LIKE 'stripe:%' AND v.restored_at IS NULL
       GROUP BY g.operation_id, g.principal, v.kind, v.spent
      HAVING NOT (g.operation_id LIKE 'stripe:in_%' AND g.principal = sum(v.amount))
      UNION ALL
      SELECT 'quota ' || concat_ws(' ', next_quota_reset, stripe_customer_id)
        FROM tally.users WHERE id = :user
      UNION ALL
      SELECT concat_ws(' ', 'worth',
                 (SELECT coalesce(sum(balance), 0) FROM tally.credit_grants WHERE user_id = :user)
                 - debt
                 - (SELECT coalesce(sum(least(v.forgone, g.principal - g.balance - v.taken
                                                 + coalesce(e.expired, 0))), 0)
                      FROM tally.credit_grants AS g
                      JOIN LATERAL (SELECT sum(taken) AS taken,
                                           sum(forgone) FILTER (WHERE spent = 'write_off') AS forgone
                                      FROM tally.credit_reversals
                                     WHERE user_id = g.user_id AND grant_id = g.id
                                       AND restored_at IS NULL) AS v ON v.forgone > 0
                      LEFT JOIN LATERAL (SELECT sum(amount) AS expired
                                           FROM tally.credit_entries
                                          WHERE user_id = g.user_id AND grant_id = g.id
                                            AND kind = 'expiry') AS e ON true
                     WHERE g.user_id = :user))
        FROM tally.credit_accounts WHERE user_id = :user
      UNION ALL
      SELECT concat_ws(' ', 'referral', (status = 'completed')::text, credits)
        FROM tally.referrals WHERE :user IN (referred_id, referrer_id)
      """;

  private StoryBooks() {}

  /// @param ours columns that are not compared
  static List<String> of(Database database, UUID user, List<String> ours) {
    var lines =
        database.inTransaction(
            tx ->
                tx.query(LINES)
                    .bind("user", user)
                    .bind("ours", "{" + String.join(",", ours) + "}")
                    .mapTo(String.class)
                    .list());
    Map<String, String> names = new HashMap<>();
    names.put(user.toString(), "the user");
    return lines.stream()
        .sorted()
        .map(line -> UUIDS.matcher(line).replaceAll(found -> name(names, found.group())))
        .flatMap(StoryBooks::parts)
        .toList();
  }

  private static String name(Map<String, String> names, String uuid) {
    return names.computeIfAbsent(uuid, _ -> "uuid " + names.size());
  }

  /// Of a row each column, and of an object each field: so that a difference is short.
  private static Stream<String> parts(String line) {
    int json = line.indexOf('{');
    if (json < 0) return Stream.of(line);
    var row = StripeJson.parse(line.substring(json));
    var parts = new ArrayList<String>();
    parts(line.substring(0, json) + row.path("id").asText(), row, parts);
    return parts.stream();
  }

  private static void parts(String name, JsonNode node, List<String> parts) {
    if (node.isValueNode()) parts.add(name + " = " + node);
    if (node.isObject()) {
      node.properties().forEach(it -> parts(name + "." + it.getKey(), it.getValue(), parts));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      parts(name + "." + i, node.get(i), parts);
    }
  }
}
