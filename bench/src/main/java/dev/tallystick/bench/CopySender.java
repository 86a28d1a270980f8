package dev.tallystick.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.postgres.BinaryCopy;
import dev.tallystick.postgres.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// The limit: the rows that recording a message leaves behind, put into their tables by COPY with
/// indexes, constraints and foreign keys in place, and nothing else: nothing looked up, no balance
/// moved, no usage added.
final class CopySender implements ClosedLoop.Sender {
  private static final String COPY_MESSAGES =
      """
      COPY tally.messages (user_id, id, provider, model, service_tier, billing, status, request,
        response, usage, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
        cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens,
        web_searches, price_id, cost, cost_by_kind, credits, received_at)
      FROM STDIN (FORMAT binary)
      """;

  private static final String COPY_ENTRIES =
      """
      COPY tally.credit_entries (user_id, id, grant_id, message_id, kind, amount, created_at)
      FROM STDIN (FORMAT binary)
      """;

  private static final int MESSAGE_COLUMNS = 24;
  private static final int ENTRY_COLUMNS = 7;
  private static final int ROWS_MAX = 5_000;
  private static final int BYTES_MAX = 4 << 20;

  private final Database database;
  private final List<CallTemplate> templates;
  private final List<UUID> users;
  private final Map<UUID, UUID> grants;
  private final Charge charge;
  private final int rows;
  private final byte[] costByKind;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SplittableRandom random = new SplittableRandom();

  /// @param grants the grant of each user
  CopySender(
      Database database,
      List<CallTemplate> templates,
      List<UUID> users,
      Map<UUID, UUID> grants,
      Charge charge) {
    this.database = database;
    this.templates = templates;
    this.users = users;
    this.grants = grants;
    this.charge = charge;
    this.rows = Math.min(ROWS_MAX, BYTES_MAX / templates.getFirst().length());
    this.costByKind = charge.costByKind().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public int send() {
    var messages = new BinaryCopy();
    var entries = new BinaryCopy();
    var now = Instant.now();
    for (int i = 0; i < rows; i++) {
      var user = users.get(random.nextInt(users.size()));
      var id = ids.generate();
      addMessage(messages, templates.get(random.nextInt(templates.size())), id, user, now);
      entries
          .row(ENTRY_COLUMNS)
          .uuid(user)
          .uuid(ids.generate())
          .uuid(grants.get(user))
          .uuid(id)
          .text("charge")
          .numeric(charge.credits().negate())
          .timestamptz(now);
    }
    database.useTransaction(
        tx -> {
          messages.send(tx, COPY_MESSAGES);
          entries.send(tx, COPY_ENTRIES);
        });
    return rows;
  }

  private void addMessage(BinaryCopy copy, CallTemplate template, UUID id, UUID user, Instant now) {
    copy.row(MESSAGE_COLUMNS)
        .uuid(user)
        .uuid(id)
        .text(CallTemplate.PROVIDER)
        .text(CallTemplate.MODEL)
        .text("standard")
        .text("charge")
        .text("charged")
        .jsonb(template.request())
        .jsonb(template.response())
        .jsonb(template.usage())
        .bigint((long) template.inputTokens())
        .bigint((long) CallTemplate.OUTPUT_TOKENS)
        .bigint(0L)
        .bigint((long) CallTemplate.CACHE_WRITE_TOKENS)
        .bigint(0L)
        .bigint(0L)
        .bigint(0L)
        .bigint(0L)
        .bigint(0L)
        .uuid(charge.priceId())
        .numeric(charge.cost())
        .jsonb(costByKind)
        .numeric(charge.credits())
        .timestamptz(now);
  }

  @Override
  public void close() {}
}
