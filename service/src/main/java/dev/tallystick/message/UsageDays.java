package dev.tallystick.message;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.usage.Usage;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.StatementContext;

/// Usage by user, UTC day and model: owns the table usage_daily, which is kept in the messages' own
/// transactions, so that no request ever sums over messages.
public final class UsageDays {
  /// A read covers at most this many groups.
  public static final int ROWS_MAX = 10_000;

  private final Database database;

  public UsageDays(Database database) {
    this.database = database;
  }

  /// One row's key.
  record Key(UUID userId, LocalDate day, String model) {
    static Key of(UUID userId, Instant calledAt, String model) {
      return new Key(userId, calledAt.atOffset(ZoneOffset.UTC).toLocalDate(), model);
    }
  }

  /// What is added up.
  public record Sums(
      long messages,
      long unpricedMessages,
      long inputTokens,
      long outputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long reasoningTokens,
      long audioTokens,
      BigDecimal cost,
      Credits credits) {
    static Sums ofMessage(Usage usage, Pricing pricing) {
      return new Sums(
          1,
          pricing.cost().isEmpty() ? 1 : 0,
          usage.input(),
          usage.output(),
          usage.cacheRead(),
          usage.cacheWrite() + usage.cacheWrite1h(),
          usage.reasoning(),
          usage.audioInput() + usage.audioOutput(),
          pricing.cost().map(cost -> cost.total()).orElse(BigDecimal.ZERO),
          pricing.credits());
    }

    /// What changes when a message that was unpriced gets its price.
    static Sums ofLatePrice(Pricing pricing) {
      var cost = pricing.cost().map(c -> c.total()).orElseThrow();
      return new Sums(0, -1, 0, 0, 0, 0, 0, 0, cost, pricing.credits());
    }

    Sums plus(Sums other) {
      return new Sums(
          messages + other.messages,
          unpricedMessages + other.unpricedMessages,
          inputTokens + other.inputTokens,
          outputTokens + other.outputTokens,
          cacheReadTokens + other.cacheReadTokens,
          cacheWriteTokens + other.cacheWriteTokens,
          reasoningTokens + other.reasoningTokens,
          audioTokens + other.audioTokens,
          cost.add(other.cost),
          credits.plus(other.credits));
    }

    public long totalTokens() {
      return inputTokens
          + outputTokens
          + cacheReadTokens
          + cacheWriteTokens
          + reasoningTokens
          + audioTokens;
    }
  }

  /// Sums of one transaction, in an order that all transactions share, so that they cannot
  /// deadlock.
  static final class Additions {
    private final Map<Key, Sums> sums =
        new TreeMap<>(
            Comparator.comparing(Key::userId).thenComparing(Key::day).thenComparing(Key::model));

    void add(Key key, Sums more) {
      sums.merge(key, more, Sums::plus);
    }

    private <T> Object[] column(Function<Map.Entry<Key, Sums>, T> value) {
      return sums.entrySet().stream().map(value).toArray();
    }
  }

  private static final String ADD =
      """
      INSERT INTO tally.usage_daily AS kept
             (user_id, day, model, messages, unpriced_messages, input_tokens, output_tokens,
              cache_read_tokens, cache_write_tokens, reasoning_tokens, audio_tokens, cost, credits)
      SELECT *
        FROM unnest(:users, :days::date[], :models, :messages, :unpriced, :input, :output,
                    :cache_read, :cache_write, :reasoning, :audio, :cost, :credits)
      ON CONFLICT (user_id, day, model) DO UPDATE
         SET messages = kept.messages + excluded.messages,
             unpriced_messages = kept.unpriced_messages + excluded.unpriced_messages,
             input_tokens = kept.input_tokens + excluded.input_tokens,
             output_tokens = kept.output_tokens + excluded.output_tokens,
             cache_read_tokens = kept.cache_read_tokens + excluded.cache_read_tokens,
             cache_write_tokens = kept.cache_write_tokens + excluded.cache_write_tokens,
             reasoning_tokens = kept.reasoning_tokens + excluded.reasoning_tokens,
             audio_tokens = kept.audio_tokens + excluded.audio_tokens,
             cost = kept.cost + excluded.cost,
             credits = kept.credits + excluded.credits
      """;

  private static final String CORRECT =
      """
      UPDATE tally.usage_daily AS kept
         SET unpriced_messages = kept.unpriced_messages + moved.unpriced,
             cost = kept.cost + moved.cost,
             credits = kept.credits + moved.credits
        FROM unnest(:users, :days::date[], :models, :unpriced, :cost, :credits)
             AS moved (user_id, day, model, unpriced, cost, credits)
       WHERE kept.user_id = moved.user_id AND kept.day = moved.day AND kept.model = moved.model
      """;

  /// Adds messages.
  static void add(Tx tx, Additions additions) {
    tx.update(ADD)
        .bindArray("users", UUID.class, additions.column(e -> e.getKey().userId()))
        .bindArray("days", String.class, additions.column(e -> e.getKey().day().toString()))
        .bindArray("models", String.class, additions.column(e -> e.getKey().model()))
        .bindArray("messages", Long.class, additions.column(e -> e.getValue().messages()))
        .bindArray("unpriced", Long.class, additions.column(e -> e.getValue().unpricedMessages()))
        .bindArray("input", Long.class, additions.column(e -> e.getValue().inputTokens()))
        .bindArray("output", Long.class, additions.column(e -> e.getValue().outputTokens()))
        .bindArray("cache_read", Long.class, additions.column(e -> e.getValue().cacheReadTokens()))
        .bindArray(
            "cache_write", Long.class, additions.column(e -> e.getValue().cacheWriteTokens()))
        .bindArray("reasoning", Long.class, additions.column(e -> e.getValue().reasoningTokens()))
        .bindArray("audio", Long.class, additions.column(e -> e.getValue().audioTokens()))
        .bindArray("cost", BigDecimal.class, additions.column(e -> e.getValue().cost()))
        .bindArray(
            "credits",
            BigDecimal.class,
            additions.column(e -> e.getValue().credits().toBigDecimal()))
        .execute();
  }

  /// Moves what late prices move: the messages themselves were counted before.
  static void correct(Tx tx, Additions additions) {
    tx.update(CORRECT)
        .bindArray("users", UUID.class, additions.column(e -> e.getKey().userId()))
        .bindArray("days", String.class, additions.column(e -> e.getKey().day().toString()))
        .bindArray("models", String.class, additions.column(e -> e.getKey().model()))
        .bindArray("unpriced", Long.class, additions.column(e -> e.getValue().unpricedMessages()))
        .bindArray("cost", BigDecimal.class, additions.column(e -> e.getValue().cost()))
        .bindArray(
            "credits",
            BigDecimal.class,
            additions.column(e -> e.getValue().credits().toBigDecimal()))
        .execute();
  }

  /// What usage is summed by.
  public enum GroupBy {
    DAY,
    MODEL,
    USER
  }

  /// The sums of one group.
  ///
  /// @param key the day (`2026-11-22`), the model or the user's id
  public record Group(String key, Sums sums) {}

  private static final String READ =
      """
      SELECT CASE :group_by WHEN 'DAY' THEN day::text
                            WHEN 'MODEL' THEN model
                            ELSE user_id::text END AS key,
             sum(messages)::bigint AS messages,
             sum(unpriced_messages)::bigint AS unpriced_messages,
             sum(input_tokens)::bigint AS input_tokens,
             sum(output_tokens)::bigint AS output_tokens,
             sum(cache_read_tokens)::bigint AS cache_read_tokens,
             sum(cache_write_tokens)::bigint AS cache_write_tokens,
             sum(reasoning_tokens)::bigint AS reasoning_tokens,
             sum(audio_tokens)::bigint AS audio_tokens,
             sum(cost) AS cost,
             sum(credits) AS credits
        FROM tally.usage_daily
       WHERE (:from::date IS NULL OR day >= :from)
         AND (:to::date IS NULL OR day <= :to)
         AND (:user::uuid IS NULL OR user_id = :user)
       GROUP BY 1
       ORDER BY 1
       LIMIT :limit
      """;

  /// Usage from one day to another, both included, of one user or of all.
  public List<Group> read(
      GroupBy groupBy, Optional<LocalDate> from, Optional<LocalDate> to, Optional<UUID> userId) {
    return database.inTransaction(
        tx ->
            tx.query(READ)
                .bind("group_by", groupBy.name())
                .bind("from", from.orElse(null))
                .bind("to", to.orElse(null))
                .bind("user", userId.orElse(null))
                .bind("limit", ROWS_MAX)
                .map(UsageDays::read)
                .list());
  }

  private static Group read(ResultSet row, StatementContext context) throws SQLException {
    return new Group(
        row.getString("key"),
        new Sums(
            row.getLong("messages"),
            row.getLong("unpriced_messages"),
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cache_read_tokens"),
            row.getLong("cache_write_tokens"),
            row.getLong("reasoning_tokens"),
            row.getLong("audio_tokens"),
            row.getBigDecimal("cost"),
            Credits.exact(row.getBigDecimal("credits"))));
  }
}
