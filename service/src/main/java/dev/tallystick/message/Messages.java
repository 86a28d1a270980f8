package dev.tallystick.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Usage;
import dev.tallystick.usage.Warning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reads stored messages. They are written by [Batch] and, when a price comes late, by
/// [LatePrices].
public final class Messages {
  /// A page holds at most this many messages.
  public static final int PAGE_MAX = 500;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Warning>> WARNINGS = new TypeReference<>() {};

  /// All columns but the bodies, which may be large.
  static final String COLUMNS =
      """
      id, user_id, client_id, client_request_id, provider, model, response_model, service_tier,
      region, billing, status, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
      cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens,
      web_searches, price_id, cost, cost_by_kind, credits, latency_ms, finished_at, received_at,
      called_at, warnings
      """;

  private final Database database;

  public Messages(Database database) {
    this.database = database;
  }

  private static final String BY_ID =
      """
      SELECT %s FROM tally.messages WHERE id = ANY (:ids)
      """
          .formatted(COLUMNS);

  /// The messages of these ids that are stored, by id.
  static Map<UUID, Message> find(Tx tx, Collection<UUID> ids) {
    var found = new HashMap<UUID, Message>();
    tx.query(BY_ID)
        .bindArray("ids", UUID.class, ids.toArray())
        .map(Messages::read)
        .forEach(message -> found.put(message.id(), message));
    return found;
  }

  /// The message of this id, inside the caller's transaction.
  public Optional<Message> find(Tx tx, UUID id) {
    return Optional.ofNullable(find(tx, List.of(id)).get(id));
  }

  private static final String BODIES =
      """
      SELECT request::text, response::text, usage::text, last_message::text
        FROM tally.messages
       WHERE user_id = :user AND id = :id
      """;

  /// What a stored message asked and was answered.
  public Message.Bodies bodies(Tx tx, Message message) {
    return tx.query(BODIES)
        .bind("user", message.userId())
        .bind("id", message.id())
        .map(
            (row, _) ->
                new Message.Bodies(
                    json(row, "request"),
                    json(row, "response"),
                    json(row, "usage").orElseThrow(),
                    json(row, "last_message")))
        .one();
  }

  /// Which messages to list; an empty field does not narrow.
  ///
  /// @param from the earliest `calledAt`, included
  /// @param to the latest `calledAt`, not included
  /// @param before only messages with a smaller id: the last of the page before
  public record Filter(
      Optional<UUID> userId,
      Optional<String> clientRequestId,
      Optional<String> model,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<UUID> before) {}

  // Planned anew each time, with its parameters as constants: the filters that are absent then fall
  // out of the plan, and those that are there find their index.
  private static final String LIST =
      """
      SELECT %s
        FROM tally.messages
       WHERE (:user::uuid IS NULL OR user_id = :user)
         AND (:client_request_id::text IS NULL OR client_request_id = :client_request_id)
         AND (:model::text IS NULL OR model = :model)
         AND (:from::timestamptz IS NULL OR called_at >= :from)
         AND (:to::timestamptz IS NULL OR called_at < :to)
         AND (:before::uuid IS NULL OR id < :before)
       ORDER BY id DESC
       LIMIT :limit
      """
          .formatted(COLUMNS);

  /// Messages by descending id, which is by descending age where ids are UUIDv7.
  ///
  /// @param limit at most [#PAGE_MAX]
  public List<Message> list(Filter filter, int limit) {
    return database.inTransaction(
        tx -> {
          tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
          return tx.query(LIST)
              .bind("user", filter.userId().orElse(null))
              .bind("client_request_id", filter.clientRequestId().orElse(null))
              .bind("model", filter.model().orElse(null))
              .bind("from", filter.from().orElse(null))
              .bind("to", filter.to().orElse(null))
              .bind("before", filter.before().orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(Messages::read)
              .list();
        });
  }

  private static final String COUNT_UNPRICED =
      """
      SELECT count(*) FROM tally.messages WHERE status = 'unpriced'
      """;

  /// How many messages wait for a price.
  public long countUnpriced() {
    return database.inTransaction(tx -> tx.query(COUNT_UNPRICED).mapTo(Long.class).one());
  }

  static Message read(ResultSet row, StatementContext context) throws SQLException {
    return new Message(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        Optional.ofNullable(row.getString("client_id")),
        Optional.ofNullable(row.getString("client_request_id")),
        row.getString("provider"),
        row.getString("model"),
        Optional.ofNullable(row.getString("response_model")),
        ServiceTier.named(row.getString("service_tier")).orElseThrow(),
        Optional.ofNullable(row.getString("region")),
        Billing.ofWord(row.getString("billing")),
        Message.Status.valueOf(row.getString("status").toUpperCase(java.util.Locale.ROOT)),
        usage(row),
        Optional.ofNullable(row.getObject("price_id", UUID.class)),
        Optional.ofNullable(row.getBigDecimal("cost")),
        json(row, "cost_by_kind"),
        Credits.exact(row.getBigDecimal("credits")),
        Optional.ofNullable(row.getObject("latency_ms", Long.class)),
        StoredTime.read(row, "finished_at"),
        StoredTime.read(row, "received_at").orElseThrow(),
        StoredTime.read(row, "called_at").orElseThrow(),
        warnings(row.getString("warnings")));
  }

  private static Usage usage(ResultSet row) throws SQLException {
    return new Usage(
        row.getLong("input_tokens"),
        row.getLong("output_tokens"),
        row.getLong("cache_read_tokens"),
        row.getLong("cache_write_tokens"),
        row.getLong("cache_write_1h_tokens"),
        row.getLong("reasoning_tokens"),
        row.getLong("audio_input_tokens"),
        row.getLong("audio_output_tokens"),
        row.getLong("web_searches"));
  }

  private static Optional<JsonText> json(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(JsonText::of);
  }

  private static List<Warning> warnings(@Nullable String json) {
    if (json == null) return List.of();
    try {
      return JSON.readValue(json, WARNINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("warnings are written by this program alone", e);
    }
  }

  /// Warnings as stored; null for none, which is nearly always.
  static byte @Nullable [] json(List<Warning> warnings) {
    if (warnings.isEmpty()) return null;
    try {
      return JSON.writeValueAsBytes(warnings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("two strings are always JSON", e);
    }
  }
}
