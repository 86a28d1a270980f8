package dev.tallystick.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The usual design, as well as it can be done: one SERIALIZABLE transaction for each message,
/// tried again when PostgreSQL gives it up. Directly on the database, without HTTP.
final class SerializableSender implements ClosedLoop.Sender {
  private static final String INSERT_MESSAGE =
      """
      INSERT INTO tally.messages (user_id, id, provider, model, status, request, response, usage,
             input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
             cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens,
             web_searches, price_id, cost, cost_by_kind, credits)
      VALUES (?, ?, ?, ?, 'charged', ?::jsonb, ?::jsonb, ?::jsonb,
             ?, ?, 0, ?, 0, 0, 0, 0, 0, ?, ?, ?::jsonb, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String OPEN_GRANTS =
      """
      SELECT id, balance
        FROM tally.credit_grants
       WHERE user_id = ? AND NOT is_spent AND (expires_at IS NULL OR expires_at > now())
       ORDER BY user_id, priority, expires_at, created_at, id
      """;

  private static final String DRAW =
      """
      UPDATE tally.credit_grants SET balance = balance - ? WHERE user_id = ? AND id = ?
      """;

  private static final String INSERT_ENTRY =
      """
      INSERT INTO tally.credit_entries (user_id, id, grant_id, message_id, kind, amount)
      VALUES (?, ?, ?, ?, 'charge', ?)
      """;

  private static final String ADD_USAGE =
      """
      INSERT INTO tally.usage_daily AS kept
             (user_id, day, model, messages, unpriced_messages, input_tokens, output_tokens,
              cache_read_tokens, cache_write_tokens, reasoning_tokens, audio_tokens, cost, credits)
      VALUES (?, ?, ?, 1, 0, ?, ?, 0, ?, 0, 0, ?, ?)
      ON CONFLICT (user_id, day, model) DO UPDATE
         SET messages = kept.messages + 1,
             input_tokens = kept.input_tokens + excluded.input_tokens,
             output_tokens = kept.output_tokens + excluded.output_tokens,
             cache_write_tokens = kept.cache_write_tokens + excluded.cache_write_tokens,
             cost = kept.cost + excluded.cost,
             credits = kept.credits + excluded.credits
      """;

  private static final int JITTER_MICROS_MAX = 500;

  private final Connection connection;
  private final PreparedStatement insertMessage;
  private final PreparedStatement openGrants;
  private final PreparedStatement draw;
  private final PreparedStatement insertEntry;
  private final PreparedStatement addUsage;
  private final List<CallTemplate> templates;
  private final List<UUID> users;
  private final Charge charge;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SplittableRandom random = new SplittableRandom();

  SerializableSender(DatabaseUrl url, List<CallTemplate> templates, List<UUID> users, Charge charge)
      throws SQLException {
    this.connection = DriverManager.getConnection(url.jdbcUrl());
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    this.insertMessage = connection.prepareStatement(INSERT_MESSAGE);
    this.openGrants = connection.prepareStatement(OPEN_GRANTS);
    this.draw = connection.prepareStatement(DRAW);
    this.insertEntry = connection.prepareStatement(INSERT_ENTRY);
    this.addUsage = connection.prepareStatement(ADD_USAGE);
    this.templates = templates;
    this.users = users;
    this.charge = charge;
  }

  private record Grant(UUID id, BigDecimal balance) {}

  @Override
  public int send() throws SQLException, InterruptedException {
    var template = templates.get(random.nextInt(templates.size()));
    var user = users.get(random.nextInt(users.size()));
    var id = ids.generate();
    while (true) {
      try {
        record(template, id, user);
        connection.commit();
        return 1;
      } catch (SQLException failure) {
        connection.rollback();
        if (!SqlState.of(failure).isTransient()) throw failure;
        TimeUnit.MICROSECONDS.sleep(random.nextInt(JITTER_MICROS_MAX));
      }
    }
  }

  private void record(CallTemplate template, UUID id, UUID user) throws SQLException {
    if (insert(template, id, user) == 0) throw new DoesNotHold("a fresh id was taken: " + id);
    var left = charge.credits();
    for (var grant : openGrants(user)) {
      if (left.signum() == 0) break;
      var taken = left.min(grant.balance());
      bind(draw, taken, user, grant.id()).executeUpdate();
      bind(insertEntry, user, ids.generate(), grant.id(), id, taken.negate()).executeUpdate();
      left = left.subtract(taken);
    }
    if (left.signum() > 0) throw new DoesNotHold("grants of the baseline are too small");
    var day = Date.valueOf(LocalDate.now(ZoneOffset.UTC));
    bind(
            addUsage,
            user,
            day,
            CallTemplate.MODEL,
            template.inputTokens(),
            CallTemplate.OUTPUT_TOKENS,
            CallTemplate.CACHE_WRITE_TOKENS,
            charge.cost(),
            charge.credits())
        .executeUpdate();
  }

  private int insert(CallTemplate template, UUID id, UUID user) throws SQLException {
    return bind(
            insertMessage,
            user,
            id,
            CallTemplate.PROVIDER,
            CallTemplate.MODEL,
            text(template.request()),
            text(template.response()),
            text(template.usage()),
            template.inputTokens(),
            CallTemplate.OUTPUT_TOKENS,
            CallTemplate.CACHE_WRITE_TOKENS,
            charge.priceId(),
            charge.cost(),
            charge.costByKind(),
            charge.credits())
        .executeUpdate();
  }

  private List<Grant> openGrants(UUID user) throws SQLException {
    var grants = new ArrayList<Grant>();
    try (var rows = bind(openGrants, user).executeQuery()) {
      while (rows.next()) {
        grants.add(new Grant(rows.getObject(1, UUID.class), rows.getBigDecimal(2)));
      }
    }
    return grants;
  }

  private static PreparedStatement bind(PreparedStatement statement, Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // The load is over: nothing depends on it any more.
    }
  }
}
