package dev.tallystick.lifecycle;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// Everything that is a user's own, as one JSON document and as of one moment.
///
/// Rows are turned into JSON by the database and fetched a few at a time, so that memory is bounded
/// whatever a user has. Each column is named, so that no secret or hash gets into it by being added
/// to a table.
public final class Export {
  /// A message may have a body of many megabytes.
  private static final int FETCHED_ROWS = 5;

  private final Database database;

  /// A part of the document: one object, or a list of them.
  private record Section(String name, boolean isList, String sql) {}

  public Export(Database database) {
    this.database = database;
  }

  private static final String USER =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, email, name, image_url AS "imageUrl",
                 email_verified_at AS "emailVerifiedAt", status, status_reason AS "statusReason",
                 stripe_customer_id AS "stripeCustomerId", referral_code AS "referralCode",
                 referral_limit AS "referralLimit", next_quota_reset AS "nextQuotaReset",
                 created_at AS "createdAt",
                 (SELECT role FROM tally.staff WHERE user_id = u.id) AS "role"
            FROM tally.users u
           WHERE id = :user
      ) AS own
      """;

  private static final String SESSIONS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, kind, label, scopes, fingerprint_id AS "fingerprintId",
                 device_outcome AS "deviceOutcome", created_at AS "createdAt",
                 last_seen_at AS "lastSeenAt", idle_expires_at AS "idleExpiresAt",
                 expires_at AS "expiresAt", revoked_at AS "revokedAt",
                 revoked_reason AS "revokedReason"
            FROM tally.sessions
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String DEVICES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT fingerprint_id AS "fingerprintId", first_seen_at AS "firstSeenAt",
                 last_seen_at AS "lastSeenAt"
            FROM tally.fingerprint_users
           WHERE user_id = :user
           ORDER BY fingerprint_id
      ) AS own
      """;

  private static final String NETWORKS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"
            FROM tally.user_networks
           WHERE user_id = :user
           ORDER BY first_seen_at, last_seen_at
      ) AS own
      """;

  private static final String CARDS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT card_fingerprint AS "cardFingerprint", first_seen_at AS "firstSeenAt"
            FROM tally.user_cards
           WHERE user_id = :user
           ORDER BY card_fingerprint
      ) AS own
      """;

  private static final String IDENTITIES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, provider, provider_account_id AS "providerAccountId", email,
                 email_verified AS "emailVerified", created_at AS "createdAt",
                 last_signed_in_at AS "lastSignedInAt", unlinked_at AS "unlinkedAt"
            FROM tally.identities
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String LOGINS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, status, client_name AS "clientName", label, address,
                 fingerprint_id AS "fingerprintId", created_at AS "createdAt",
                 decided_at AS "decidedAt", redeemed_at AS "redeemedAt"
            FROM tally.login_requests
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String ACCOUNT =
      """
      SELECT to_jsonb(own) FROM (
          SELECT trim_scale(debt)::text AS debt, trim_scale(held)::text AS held
            FROM tally.credit_accounts
           WHERE user_id = :user
      ) AS own
      """;

  private static final String GRANTS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, operation_id AS "operationId", type, priority,
                 trim_scale(principal)::text AS credits, trim_scale(balance)::text AS balance,
                 expires_at AS "expiresAt", created_at AS "createdAt"
            FROM tally.credit_grants
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String ENTRIES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, kind, trim_scale(amount)::text AS amount, grant_id AS "grantId",
                 message_id AS "messageId", reversal_id AS "reversalId",
                 created_at AS "createdAt"
            FROM tally.credit_entries
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  // The other side by id alone, and what spoke against both of them by nothing.
  private static final String REFERRALS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT referrer_id AS "referrerId", referred_id AS "referredId", status, reason, outcome,
                 completes, hold_days AS "holdDays",
                 trim_scale(referrer_credits)::text AS "referrerCredits",
                 trim_scale(referred_credits)::text AS "referredCredits",
                 credits_days AS "creditsDays", created_at AS "createdAt",
                 qualifies_until AS "qualifiesUntil", qualified_at AS "qualifiedAt",
                 completed_at AS "completedAt",
                 CASE WHEN referred_id = :user THEN fingerprint_id END AS "fingerprintId"
            FROM tally.referrals
           WHERE referrer_id = :user OR referred_id = :user
           ORDER BY referred_id
      ) AS own
      """;

  private static final String REVERSALS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, grant_id AS "grantId", operation_id AS "operationId", kind, spent,
                 trim_scale(amount)::text AS credits, trim_scale(taken)::text AS taken,
                 trim_scale(owed)::text AS owed, trim_scale(forgone)::text AS forgone,
                 created_at AS "createdAt", restored_at AS "restoredAt"
            FROM tally.credit_reversals
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String CUSTOMERS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, email, currency, balance, is_delinquent AS "isDelinquent",
                 is_deleted AS "isDeleted", default_payment_method AS "defaultPaymentMethod",
                 card_fingerprint AS "cardFingerprint", made_at AS "madeAt"
            FROM tally.stripe_customers
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String SUBSCRIPTIONS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, customer_id AS "customerId", status, price_id AS "plan", quantity,
                 unit_amount AS "unitAmount", currency, period_start AS "periodStart",
                 period_end AS "periodEnd", cancel_at AS "cancelAt", canceled_at AS "canceledAt",
                 ended_at AS "endedAt", made_at AS "madeAt"
            FROM tally.stripe_subscriptions
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String INVOICES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, customer_id AS "customerId", subscription_id AS "subscriptionId", status,
                 billing_reason AS "billingReason", currency, total, amount_paid AS "amountPaid",
                 paid_at AS "paidAt", refused, made_at AS "madeAt"
            FROM tally.stripe_invoices
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String PAYMENTS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, customer_id AS "customerId", invoice_id AS "invoiceId",
                 checkout_id AS "checkoutId", top_up_id AS "topUpId", status, currency, amount,
                 amount_received AS "amountReceived", amount_refunded AS "amountRefunded",
                 amount_disputed AS "amountDisputed", amount_lost AS "amountLost",
                 trim_scale(credits)::text AS credits, card_fingerprint AS "cardFingerprint",
                 failure_code AS "failureCode", refused, made_at AS "madeAt"
            FROM tally.stripe_payments
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String CHECKOUTS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, operation_id AS "operationId", pack, trim_scale(credits)::text AS credits,
                 amount, currency, price_id AS "plan", success_url AS "successUrl",
                 cancel_url AS "cancelUrl", session_id AS "sessionId", created_at AS "createdAt",
                 expires_at AS "expiresAt"
            FROM tally.checkouts
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String AUTO_TOP_UPS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT is_enabled AS "isEnabled", trim_scale(below)::text AS below, pack,
                 monthly_amount_max AS "monthlyAmountMax", disabled_reason AS "disabledReason",
                 updated_at AS "updatedAt"
            FROM tally.auto_top_ups
           WHERE user_id = :user
      ) AS own
      """;

  private static final String TOP_UPS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, status, trim_scale(available)::text AS available, pack, packs,
                 trim_scale(credits)::text AS credits, amount, currency,
                 payment_id AS "paymentId", declines, noticed_at AS "noticedAt",
                 decided_at AS "decidedAt", settled_at AS "settledAt"
            FROM tally.top_ups
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String ALERTS =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, kind, details, created_at AS "createdAt", seen_at AS "seenAt",
                 mailed_at AS "mailedAt"
            FROM tally.alerts
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String DIFFERENCES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT subject, field, status, amount, currency, trim_scale(credits)::text AS credits,
                 found_at AS "foundAt"
            FROM tally.reconciliation_differences
           WHERE user_id = :user
           ORDER BY found_at, subject, field
      ) AS own
      """;

  private static final String MESSAGES =
      """
      SELECT to_jsonb(own) FROM (
          SELECT id, client_id AS "clientId", client_request_id AS "clientRequestId", provider,
                 model, response_model AS "responseModel", service_tier AS "serviceTier", region,
                 billing, status, request, response, usage, input_tokens AS "inputTokens",
                 output_tokens AS "outputTokens", cache_read_tokens AS "cacheReadTokens",
                 cache_write_tokens AS "cacheWriteTokens",
                 cache_write_1h_tokens AS "cacheWrite1hTokens",
                 reasoning_tokens AS "reasoningTokens", audio_input_tokens AS "audioInputTokens",
                 audio_output_tokens AS "audioOutputTokens", web_searches AS "webSearches",
                 total_tokens AS "totalTokens", trim_scale(cost)::text AS cost,
                 trim_scale(credits)::text AS credits, latency_ms AS "latencyMs",
                 finished_at AS "finishedAt", received_at AS "receivedAt", warnings
            FROM tally.messages
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final String USAGE =
      """
      SELECT to_jsonb(own) FROM (
          SELECT day, model, messages, total_tokens AS "totalTokens",
                 trim_scale(cost)::text AS cost, trim_scale(credits)::text AS credits
            FROM tally.usage_daily
           WHERE user_id = :user
           ORDER BY day, model
      ) AS own
      """;

  // Which of the staff it was is theirs, and not the user's.
  private static final String AUDIT =
      """
      SELECT to_jsonb(own) FROM (
          SELECT at, action, subject, details,
                 CASE WHEN actor LIKE 'user:' || user_id || '/%' THEN 'self'
                      WHEN actor LIKE 'user:%' THEN 'staff'
                      ELSE split_part(actor, ':', 1)
                 END AS actor
            FROM tally.audit_log
           WHERE user_id = :user
           ORDER BY id
      ) AS own
      """;

  private static final List<Section> SECTIONS =
      List.of(
          new Section("user", false, USER),
          new Section("sessions", true, SESSIONS),
          new Section("devices", true, DEVICES),
          new Section("networks", true, NETWORKS),
          new Section("cards", true, CARDS),
          new Section("identities", true, IDENTITIES),
          new Section("deviceLogins", true, LOGINS),
          new Section("account", false, ACCOUNT),
          new Section("grants", true, GRANTS),
          new Section("entries", true, ENTRIES),
          new Section("reversals", true, REVERSALS),
          new Section("referrals", true, REFERRALS),
          new Section("customers", true, CUSTOMERS),
          new Section("subscriptions", true, SUBSCRIPTIONS),
          new Section("invoices", true, INVOICES),
          new Section("payments", true, PAYMENTS),
          new Section("checkouts", true, CHECKOUTS),
          new Section("autoTopUps", true, AUTO_TOP_UPS),
          new Section("topUps", true, TOP_UPS),
          new Section("alerts", true, ALERTS),
          new Section("differences", true, DIFFERENCES),
          new Section("messages", true, MESSAGES),
          new Section("usage", true, USAGE),
          new Section("audit", true, AUDIT));

  private static final String ONE_MOMENT =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
      """;

  /// Writes the document of a user who is there. The transaction lasts as long as `out` takes, so
  /// it should be a file.
  public void write(UUID user, OutputStream out) {
    database.useTransaction(
        tx -> {
          tx.update(ONE_MOMENT).execute();
          try {
            var separator = "{";
            for (var section : SECTIONS) {
              text(out, separator + "\"" + section.name() + "\": ");
              write(tx, user, section, out);
              separator = ",\n";
            }
            text(out, "}\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void write(Tx tx, UUID user, Section section, OutputStream out)
      throws IOException {
    if (section.isList()) text(out, "[");
    var separator = "";
    var query = tx.query(section.sql()).bind("user", user).setFetchSize(FETCHED_ROWS);
    try (var rows = query.mapTo(String.class).iterator()) {
      while (rows.hasNext()) {
        text(out, separator + rows.next());
        separator = ",\n";
      }
    }
    if (section.isList()) text(out, "]");
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
