package dev.tallystick.credit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A ledger with its reversals on a database, and a clock that moves when it is told to.
public final class TestingBooks {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Database database;
  private final Ledger ledger;
  private final Reversals reversals;
  private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

  public TestingBooks(Database database) {
    this.database = database;
    this.ledger = new Ledger(database, this::now, IDS::generate);
    this.reversals = new Reversals(database, ledger, this::now, IDS::generate);
  }

  public Ledger ledger() {
    return ledger;
  }

  public Reversals reversals() {
    return reversals;
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public static UUID newId() {
    return IDS.generate();
  }

  public static Credits credits(String amount) {
    return Credits.exact(new BigDecimal(amount));
  }

  /// A new user, with an account.
  public UUID user() {
    var id = IDS.generate();
    database.useTransaction(
        tx -> {
          tx.update("INSERT INTO tally.users (id) VALUES (:id)").bind("id", id).execute();
          ledger.open(tx, id);
        });
    return id;
  }

  public Account account(UUID user) {
    return ledger.account(user).orElseThrow();
  }

  /// A new grant, for a time if one is named.
  Grant grant(UUID user, Credits credits, Optional<Duration> time) {
    var request =
        new GrantRequest(
            user, IDS.generate().toString(), Grant.Type.FREE, 20, credits, time.map(now::plus));
    return ((Granting.Granted) ledger.grant(request)).grant();
  }

  public Reversing reverse(ReversalRequest request) {
    return database.inTransaction(tx -> reversals.reverse(tx, request));
  }

  public Restoring restore(UUID user, UUID reversal) {
    return database.inTransaction(tx -> reversals.restore(tx, user, reversal));
  }

  /// A refund of all of a grant, whose spent credits become debt.
  static ReversalRequest all(Grant grant, String operation) {
    return new ReversalRequest(
        grant.userId(),
        grant.id(),
        operation,
        Reversal.Kind.REFUND,
        Optional.empty(),
        Reversal.Spent.DEBT);
  }

  Reversal reversed(ReversalRequest request) {
    return ((Reversing.Reversed) reverse(request)).reversal();
  }

  Reversal restored(Reversal reversal) {
    return ((Restoring.Restored) restore(reversal.userId(), reversal.id())).reversal();
  }

  /// What a reversal took, made owed and left be.
  static String parts(Reversal reversal) {
    return "%s %s %s".formatted(reversal.taken(), reversal.owed(), reversal.forgone());
  }

  /// Balance and debt.
  public String holds(UUID user) {
    var account = account(user);
    return account.balance() + " " + account.debt();
  }

  /// Charges a message of the ledger's own making, as the batch does.
  public void charge(UUID user, Credits charged) {
    database.useTransaction(
        tx -> {
          var account = Objects.requireNonNull(ledger.lock(tx, List.of(user)).get(user));
          var message = IDS.generate();
          insertMessage(tx, user, message, charged);
          ledger.post(tx, account.charge(charged).entries(message));
        });
  }

  private static void insertMessage(Tx tx, UUID user, UUID message, Credits charged) {
    tx.update(
            """
            INSERT INTO tally.messages (user_id, id, provider, model, status, usage, input_tokens,
                   output_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
                   reasoning_tokens, audio_input_tokens, audio_output_tokens, web_searches, cost,
                   credits)
            VALUES (:user, :id, 'test', 'test', 'charged', '{}', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    :credits)
            """)
        .bind("user", user)
        .bind("id", message)
        .bind("credits", charged.toBigDecimal())
        .execute();
    tx.update(
            """
            INSERT INTO tally.usage_daily AS kept (user_id, day, model, messages,
                   unpriced_messages, input_tokens, output_tokens, cache_read_tokens,
                   cache_write_tokens, reasoning_tokens, audio_tokens, cost, credits)
            VALUES (:user, (now() AT TIME ZONE 'UTC')::date, 'test', 1, 0, 0, 0, 0, 0, 0, 0, 0,
                    :credits)
            ON CONFLICT (user_id, day, model) DO UPDATE
               SET messages = kept.messages + 1, credits = kept.credits + excluded.credits
            """)
        .bind("user", user)
        .bind("credits", charged.toBigDecimal())
        .execute();
  }
}
