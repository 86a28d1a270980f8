package dev.tallystick.referral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Reversal;
import dev.tallystick.postgres.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reads a row of referrals.
final class ReferralRow {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Integer>> WEIGHTS = new TypeReference<>() {};

  private ReferralRow() {}

  static Referral read(ResultSet row, StatementContext context) throws SQLException {
    return new Referral(
        row.getObject("referrer_id", UUID.class),
        row.getObject("referred_id", UUID.class),
        Referral.Status.ofWord(row.getString("status")),
        Optional.ofNullable(row.getString("reason")),
        Referral.Outcome.ofWord(row.getString("outcome")),
        terms(row),
        weights(row.getString("signals")),
        row.getInt("review_score"),
        StoredTime.read(row, "reviewed_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("qualifies_until", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "qualified_at"),
        id(row, "qualified_by"),
        StoredTime.read(row, "due_at"),
        StoredTime.read(row, "completed_at"),
        row.getInt("reversals"),
        id(row, "referrer_grant_id"),
        id(row, "referred_grant_id"));
  }

  private static Referral.Terms terms(ResultSet row) throws SQLException {
    @Nullable Integer days = row.getObject("credits_days", Integer.class);
    return new Referral.Terms(
        Completion.ofWord(row.getString("completes")),
        Duration.ofDays(row.getInt("hold_days")),
        Credits.exact(row.getBigDecimal("referrer_credits")),
        Credits.exact(row.getBigDecimal("referred_credits")),
        Optional.ofNullable(days).map(Duration::ofDays),
        Reversal.Spent.ofWord(row.getString("spent")));
  }

  private static Optional<UUID> id(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, UUID.class));
  }

  private static Map<String, Integer> weights(String json) {
    try {
      return JSON.readValue(json, WEIGHTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("referrals.signals holds what is not weights by name", e);
    }
  }
}
