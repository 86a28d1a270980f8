package dev.tallystick.account;

import dev.tallystick.account.CheckedTokens.Proof;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.StatementContext;

/// The service keys: owns the table service_keys.
///
/// A revoked key is refused at once, and a check costs no query as a rule: see [CheckedTokens].
public final class ServiceKeys {
  /// The prefix of a service key.
  public static final String PREFIX = "tk";

  /// The channel on which the database names a key that changed (see service_keys.sql).
  public static final String CHANGES = "tally_service_keys";

  private static final Duration LAST_USED_STEP = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final CheckedTokens<ServiceKey> checked;

  /// @param changesArrive whether notifications on [#CHANGES] reach [#forget] now
  public ServiceKeys(
      Database database, InstantSource clock, Supplier<UUID> ids, BooleanSupplier changesArrive) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.checked = new CheckedTokens<>(changesArrive, LAST_USED_STEP);
  }

  private static final String INSERT =
      """
      INSERT INTO tally.service_keys (id, name, secret_hash, scopes, created_at)
      VALUES (:id, :name, :secret_hash, :scopes, :now)
      """;

  /// Makes a key. The token returned is the only copy of its secret.
  public Token create(String name, Set<ServiceKey.Scope> scopes, Actor actor) {
    return database.inTransaction(tx -> create(tx, name, scopes, actor));
  }

  private Token create(Tx tx, String name, Set<ServiceKey.Scope> scopes, Actor actor) {
    var token = Token.random(PREFIX, ids.get());
    var words = scopes.stream().map(ServiceKey.Scope::word).sorted().toList();
    tx.update(INSERT)
        .bind("id", token.id())
        .bind("name", name)
        .bind("secret_hash", token.secretHash())
        .bindArray("scopes", String.class, words)
        .bind("now", clock.instant())
        .execute();
    var details = Map.of("name", name, "scopes", String.join(",", words));
    Audit.write(tx, line(actor, Audit.Action.KEY_CREATED, token.id(), details));
    return token;
  }

  // Of two servers that start at once on an empty database, one makes the first key.
  private static final String LOCK =
      """
      LOCK TABLE tally.service_keys IN SHARE ROW EXCLUSIVE MODE
      """;

  private static final String ANY =
      """
      SELECT EXISTS (SELECT FROM tally.service_keys)
      """;

  /// Makes the database's first key, with every scope; empty if there has been one.
  ///
  /// @param keep puts the key where it will be found, before the commit: if the process dies in
  ///   between, no key is in the database that nobody has seen
  public Optional<Token> createFirst(String name, Consumer<Token> keep) {
    return database.inTransaction(
        tx -> {
          tx.update(LOCK).execute();
          if (tx.query(ANY).mapTo(Boolean.class).one()) return Optional.empty();
          var every = Set.of(ServiceKey.Scope.values());
          var token = create(tx, name, every, new Actor.Operator());
          keep.accept(token);
          return Optional.of(token);
        });
  }

  private static final String LIST =
      """
      SELECT * FROM tally.service_keys ORDER BY id
      """;

  /// All keys, revoked ones too, oldest first.
  public List<ServiceKey> list() {
    return database.inTransaction(
        tx -> tx.query(LIST).map((row, context) -> read(row, context).value()).list());
  }

  private static final String REVOKE =
      """
      UPDATE tally.service_keys SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL
      """;

  /// Refuses the key from now on; false if there is no such key or it was revoked before.
  public boolean revoke(UUID id, Actor actor) {
    return database.inTransaction(
        tx -> {
          int revoked = tx.update(REVOKE).bind("id", id).bind("now", clock.instant()).execute();
          if (revoked == 0) return false;
          Audit.write(tx, line(actor, Audit.Action.KEY_REVOKED, id, Map.of()));
          return true;
        });
  }

  private static Audit.Line line(
      Actor actor, Audit.Action action, UUID key, Map<String, String> details) {
    return new Audit.Line(actor, action, Optional.empty(), "key:" + key, details);
  }

  /// Drops what is remembered of a key.
  public void forget(UUID id) {
    checked.forget(id);
  }

  /// Drops all that is remembered: notifications may have been missed.
  public void forgetAll() {
    checked.forgetAll();
  }

  // One statement checks the key and notes its use, at most once a minute.
  private static final String CHECK =
      """
      WITH used AS (
          UPDATE tally.service_keys
             SET last_used_at = :now
           WHERE id = :id AND revoked_at IS NULL
             AND (last_used_at IS NULL OR last_used_at < :now_minus_step)
      )
      SELECT * FROM tally.service_keys WHERE id = :id AND revoked_at IS NULL
      """;

  /// The key that `token` proves, unless it is unknown, wrong or revoked.
  public Optional<ServiceKey> check(Token token) {
    var before = checked.remembered(token);
    if (before.isPresent()) return before.get().by(token);
    return checked.prove(token, () -> find(token.id()));
  }

  private Optional<Proof<ServiceKey>> find(UUID id) {
    var now = clock.instant();
    return database.inTransaction(
        tx ->
            tx.query(CHECK)
                .bind("id", id)
                .bind("now", now)
                .bind("now_minus_step", now.minus(LAST_USED_STEP))
                .map(ServiceKeys::read)
                .findOne());
  }

  private static Proof<ServiceKey> read(ResultSet row, StatementContext context)
      throws SQLException {
    var key =
        new ServiceKey(
            row.getObject("id", UUID.class),
            row.getString("name"),
            scopes(row.getArray("scopes")),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            StoredTime.read(row, "last_used_at"),
            StoredTime.read(row, "revoked_at"));
    return new Proof<>(key, row.getBytes("secret_hash"));
  }

  private static Set<ServiceKey.Scope> scopes(Array words) throws SQLException {
    var scopes = new HashSet<ServiceKey.Scope>();
    Arrays.stream((String[]) words.getArray())
        .forEach(word -> scopes.add(ServiceKey.Scope.ofWord(word)));
    return scopes;
  }
}
