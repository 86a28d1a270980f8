package dev.tallystick.credit;

import dev.tallystick.postgres.BinaryCopy;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The ledger: owns credit_accounts, credit_grants and credit_entries. Whoever moves credits locks
/// the account first ([#lock]), decides in memory, and posts entries ([#post]); balances and debts
/// change only as the sum of posted entries, so that they cannot disagree with them.
public final class Ledger {
  private static final int EXPIRY_USERS_MAX = 1_000;

  /// Entries are read in pages of at most this many.
  public static final int PAGE_MAX = 1_000;

  private final Database database;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  /// @param ids new UUIDv7 ids, ascending
  public Ledger(Database database, InstantSource clock, Supplier<UUID> ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  private static final String OPEN_ACCOUNT =
      """
      INSERT INTO tally.credit_accounts (user_id) VALUES (:user)
      """;

  /// Opens the account of a new user.
  public void open(Tx tx, UUID userId) {
    tx.update(OPEN_ACCOUNT).bind("user", userId).execute();
  }

  private static final String CLOSE_ACCOUNT =
      """
      UPDATE tally.credit_accounts
         SET is_closed = true, short_below = NULL
       WHERE user_id = :user
      """;

  /// Closes the account of a user who is deleted: what was called is charged, nothing is given.
  public void close(Tx tx, UUID userId) {
    tx.update(CLOSE_ACCOUNT).bind("user", userId).execute();
  }

  private static final String SET_SHORT_BELOW =
      """
      UPDATE tally.credit_accounts SET short_below = :below WHERE user_id = :user
      """;

  /// Sets below what an account that is locked is short; empty: never.
  public void setShortBelow(Tx tx, UUID userId, Optional<Credits> below) {
    tx.update(SET_SHORT_BELOW)
        .bind("user", userId)
        .bindByType("below", below.map(Credits::toBigDecimal).orElse(null), BigDecimal.class)
        .execute();
  }

  /// An id for a row that is written with what is posted.
  public UUID newId() {
    return ids.get();
  }

  // In the order of user_id, so that two transactions that lock several accounts cannot deadlock.
  private static final String LOCK =
      """
      SELECT user_id, debt, held, is_closed, short_below
        FROM tally.credit_accounts
       WHERE user_id = ANY (:users)
       ORDER BY user_id
         FOR NO KEY UPDATE
      """;

  /// Locks the accounts of `users` until the transaction ends and reads them. Users without an
  /// account are absent from the result.
  public Map<UUID, Account> lock(Tx tx, Collection<UUID> users) {
    return withGrants(tx, LOCK, users);
  }

  private static final String ACCOUNT =
      """
      SELECT user_id, debt, held, is_closed, short_below
        FROM tally.credit_accounts
       WHERE user_id = ANY (:users)
      """;

  /// The account as it stands; empty for an unknown user.
  public Optional<Account> account(UUID userId) {
    return database.inTransaction(
        tx -> Optional.ofNullable(withGrants(tx, ACCOUNT, List.of(userId)).get(userId)));
  }

  private Map<UUID, Account> withGrants(Tx tx, String accountsSql, Collection<UUID> users) {
    var accounts = new LinkedHashMap<UUID, Account>();
    tx.query(accountsSql)
        .bindArray("users", UUID.class, users.toArray())
        .map(
            (row, _) ->
                new Account(
                    row.getObject("user_id", UUID.class),
                    Credits.exact(row.getBigDecimal("debt")),
                    Credits.exact(row.getBigDecimal("held")),
                    row.getBoolean("is_closed"),
                    Optional.ofNullable(row.getBigDecimal("short_below")).map(Credits::exact),
                    List.of()))
        .forEach(account -> accounts.put(account.userId(), account));
    var grants = openGrants(tx, accounts.keySet(), clock.instant());
    accounts.replaceAll(
        (user, account) ->
            new Account(
                user,
                account.debt(),
                account.held(),
                account.isClosed(),
                account.shortBelow(),
                grants.getOrDefault(user, List.of())));
    return accounts;
  }

  private static final String OPEN_GRANTS =
      """
      SELECT *
        FROM tally.credit_grants
       WHERE user_id = ANY (:users) AND NOT is_spent
         AND (expires_at IS NULL OR expires_at > :now)
       ORDER BY user_id, priority, expires_at, created_at, id
      """;

  private static Map<UUID, List<Grant>> openGrants(Tx tx, Collection<UUID> users, Instant now) {
    var grants = new HashMap<UUID, List<Grant>>();
    tx.query(OPEN_GRANTS)
        .bindArray("users", UUID.class, users.toArray())
        .bind("now", now)
        .map(GrantRow::read)
        .forEach(
            grant -> grants.computeIfAbsent(grant.userId(), _ -> new ArrayList<>()).add(grant));
    return grants;
  }

  /// Writes entries and moves grants and debts by them. The accounts concerned must be locked in
  /// this transaction. A grant that would fall below zero or above its principal fails the
  /// transaction.
  public void post(Tx tx, List<NewEntry> entries) {
    if (entries.isEmpty()) return;
    insert(tx, entries);
    var grants = new LinkedHashMap<GrantKey, Credits>();
    var debts = new LinkedHashMap<UUID, Credits>();
    for (var entry : entries) {
      entry
          .grantId()
          .ifPresentOrElse(
              id -> grants.merge(new GrantKey(entry.userId(), id), entry.amount(), Credits::plus),
              () -> debts.merge(entry.userId(), entry.amount(), Credits::plus));
    }
    if (!grants.isEmpty()) moveGrants(tx, grants);
    if (!debts.isEmpty()) moveDebts(tx, debts);
  }

  private record GrantKey(UUID userId, UUID grantId) {}

  private static final String COPY_ENTRIES =
      """
      COPY tally.credit_entries (user_id, id, grant_id, message_id, reversal_id, kind, amount,
                                 created_at)
      FROM STDIN (FORMAT binary)
      """;

  private void insert(Tx tx, List<NewEntry> entries) {
    var now = clock.instant();
    var rows = new BinaryCopy();
    for (var entry : entries) {
      rows.row(8)
          .uuid(entry.userId())
          .uuid(ids.get())
          .uuid(entry.grantId().orElse(null))
          .uuid(entry.messageId().orElse(null))
          .uuid(entry.reversalId().orElse(null))
          .text(entry.kind().word())
          .numeric(entry.amount().toBigDecimal())
          .timestamptz(now);
    }
    rows.send(tx, COPY_ENTRIES);
  }

  private static final String MOVE_GRANTS =
      """
      UPDATE tally.credit_grants AS g
         SET balance = g.balance + moved.amount
        FROM unnest(:users, :grants, :amounts) AS moved (user_id, grant_id, amount)
       WHERE g.user_id = moved.user_id AND g.id = moved.grant_id
      """;

  private static void moveGrants(Tx tx, Map<GrantKey, Credits> moved) {
    var updated =
        tx.update(MOVE_GRANTS)
            .bindArray("users", UUID.class, moved.keySet().stream().map(GrantKey::userId).toArray())
            .bindArray(
                "grants", UUID.class, moved.keySet().stream().map(GrantKey::grantId).toArray())
            .bindArray("amounts", BigDecimal.class, decimals(moved.values()))
            .execute();
    if (updated != moved.size()) throw new IllegalStateException("a grant is not there");
  }

  private static final String MOVE_DEBTS =
      """
      UPDATE tally.credit_accounts AS a
         SET debt = a.debt - moved.amount
        FROM unnest(:users, :amounts) AS moved (user_id, amount)
       WHERE a.user_id = moved.user_id
      """;

  private static void moveDebts(Tx tx, Map<UUID, Credits> moved) {
    var updated =
        tx.update(MOVE_DEBTS)
            .bindArray("users", UUID.class, moved.keySet().toArray())
            .bindArray("amounts", BigDecimal.class, decimals(moved.values()))
            .execute();
    if (updated != moved.size()) throw new IllegalStateException("an account is not there");
  }

  private static Object[] decimals(Collection<Credits> amounts) {
    return amounts.stream().map(Credits::toBigDecimal).toArray();
  }

  /// Gives credits in a transaction of its own.
  public Granting grant(GrantRequest request) {
    return database.inTransaction(tx -> grant(tx, request));
  }

  private static final String BY_OPERATION =
      """
      SELECT * FROM tally.credit_grants WHERE user_id = :user AND operation_id = :operation
      """;

  private static final String INSERT_GRANT =
      """
      INSERT INTO tally.credit_grants
             (user_id, id, operation_id, type, priority, principal, balance, expires_at, created_at)
      VALUES (:user, :id, :operation, :type, :priority, :principal, :principal, :expires_at, :now)
      """;

  /// Gives credits inside the caller's transaction. Debt is paid first, and only when the grant is
  /// really new: a redelivery moves nothing.
  public Granting grant(Tx tx, GrantRequest request) {
    var account = lock(tx, List.of(request.userId())).get(request.userId());
    if (account == null) return new Granting.UserUnknown();
    var before = byOperation(tx, request);
    if (before.isPresent()) {
      return request.describes(before.get())
          ? new Granting.Replayed(before.get())
          : new Granting.OperationReused(before.get());
    }
    if (account.isClosed()) return new Granting.AccountClosed();
    var now = clock.instant();
    if (request.expiresAt().isPresent() && !request.expiresAt().get().isAfter(now)) {
      return new Granting.AlreadyExpired();
    }
    if (request.credits().compareTo(Credits.MAX.minus(account.balance())) > 0) {
      return new Granting.TooMuch();
    }
    var id = insert(tx, request, now);
    post(tx, NewEntry.repayment(request.userId(), id, account.debt().min(request.credits())));
    return new Granting.Granted(byOperation(tx, request).orElseThrow());
  }

  /// Makes a grant, whose account is locked and can take it, and returns its id.
  UUID insert(Tx tx, GrantRequest request, Instant now) {
    var id = ids.get();
    tx.update(INSERT_GRANT)
        .bind("user", request.userId())
        .bind("id", id)
        .bind("operation", request.operationId())
        .bind("type", request.type().word())
        .bind("priority", request.priority())
        .bind("principal", request.credits().toBigDecimal())
        .bind("expires_at", request.expiresAt().orElse(null))
        .bind("now", now)
        .execute();
    return id;
  }

  private static Optional<Grant> byOperation(Tx tx, GrantRequest request) {
    return tx.query(BY_OPERATION)
        .bind("user", request.userId())
        .bind("operation", request.operationId())
        .map(GrantRow::read)
        .findOne();
  }

  private static final String USERS_WITH_EXPIRED =
      """
      SELECT DISTINCT user_id
        FROM tally.credit_grants
       WHERE NOT is_spent AND expires_at <= :now
       LIMIT :limit
      """;

  private static final String EXPIRED_GRANTS =
      """
      SELECT *
        FROM tally.credit_grants
       WHERE user_id = :user AND NOT is_spent AND expires_at <= :now
      """;

  /// Writes off what is left of expired grants and returns how many there were. A grant stops being
  /// spent at its expiry by itself; this makes the ledger say so.
  public int expireGrants() {
    var now = clock.instant();
    var users =
        database.inTransaction(
            tx ->
                tx.query(USERS_WITH_EXPIRED)
                    .bind("now", now)
                    .bind("limit", EXPIRY_USERS_MAX)
                    .mapTo(UUID.class)
                    .list());
    int expired = 0;
    for (var user : users) expired += database.inTransaction(tx -> expireGrants(tx, user, now));
    return expired;
  }

  private int expireGrants(Tx tx, UUID user, Instant now) {
    lock(tx, List.of(user));
    var entries =
        tx.query(EXPIRED_GRANTS)
            .bind("user", user)
            .bind("now", now)
            .map(GrantRow::read)
            .map(NewEntry::expiry)
            .list();
    post(tx, entries);
    return entries.size();
  }

  /// How often [#expireGrants] should run.
  public static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);

  private static final String ENTRIES =
      """
      SELECT *
        FROM tally.credit_entries
       WHERE user_id = :user
         AND (:grant::uuid IS NULL OR grant_id = :grant)
         AND (:before::uuid IS NULL OR id < :before)
       ORDER BY id DESC
       LIMIT :limit
      """;

  /// A user's entries, newest first, those before the entry `before` if one is named.
  ///
  /// @param limit at most [#PAGE_MAX]
  public List<Entry> entries(
      UUID userId, Optional<UUID> grantId, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx ->
            tx.query(ENTRIES)
                .bind("user", userId)
                .bind("grant", grantId.orElse(null))
                .bind("before", before.orElse(null))
                .bind("limit", Math.min(limit, PAGE_MAX))
                .map(EntryRow::read)
                .list());
  }

  private static final String ENTRIES_OF_MESSAGES =
      """
      SELECT *
        FROM unnest(:users, :messages) AS wanted (user_id, message_id)
        JOIN tally.credit_entries AS e USING (user_id, message_id)
       ORDER BY e.id
      """;

  /// The entries of messages, by message; the two lists go side by side.
  public Map<UUID, List<Entry>> entriesOf(Tx tx, List<UUID> users, List<UUID> messages) {
    var entries = new HashMap<UUID, List<Entry>>();
    tx.query(ENTRIES_OF_MESSAGES)
        .bindArray("users", UUID.class, users)
        .bindArray("messages", UUID.class, messages)
        .map(EntryRow::read)
        .forEach(
            entry ->
                entries
                    .computeIfAbsent(entry.messageId().orElseThrow(), _ -> new ArrayList<>())
                    .add(entry));
    return entries;
  }
}
