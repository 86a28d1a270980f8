package dev.tallystick.account;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Hashes of what is short enough to be guessed from a plain hash: HMAC-SHA-256 with a random key
/// of this database, made when it is first needed. Owns the table hash_keys. Thread-safe.
public final class KeyedHashes {
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final InstantSource clock;
  private final Map<Purpose, byte[]> keys = new ConcurrentHashMap<>();

  /// What is hashed, each with a key of its own.
  public enum Purpose {
    /// User codes and paste codes of device logins.
    LOGIN_CODE,
    /// Accounts at providers that people sign in with.
    PROVIDER_ACCOUNT,
    /// Networks that people came from.
    NETWORK,
    /// E-mail addresses of users who are gone.
    EMAIL,
    /// Tokens that follow from refresh tokens.
    REFRESH;

    /// As stored.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public KeyedHashes(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// The hash of `text`: 32 bytes, the same on every server of the database. The first for a
  /// purpose reads the key in a transaction of its own: not to be asked for inside another.
  public byte[] of(Purpose purpose, String text) {
    return Hashes.hmac(keys.computeIfAbsent(purpose, this::key), text);
  }

  /// Reads the key for a purpose, or makes it: from then on [#of] may be asked inside a
  /// transaction.
  public void prepare(Purpose purpose) {
    var _ = keys.computeIfAbsent(purpose, this::key);
  }

  private static final String INSERT =
      """
      INSERT INTO tally.hash_keys (purpose, hash_key, created_at)
      VALUES (:purpose, :hash_key, :now)
      ON CONFLICT (purpose) DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT hash_key FROM tally.hash_keys WHERE purpose = :purpose
      """;

  /// The same as [#of], by what the caller's transaction sees; empty as long as there is no key:
  /// then nothing was hashed for the purpose yet.
  static Optional<byte[]> find(Tx tx, Purpose purpose, String text) {
    return key(tx, purpose).map(key -> Hashes.hmac(key, text));
  }

  private static Optional<byte[]> key(Tx tx, Purpose purpose) {
    return tx.query(FIND).bind("purpose", purpose.word()).mapTo(byte[].class).findOne();
  }

  // Of two servers that need the key first, both go on with the one that was committed.
  private byte[] key(Purpose purpose) {
    var random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    return database.inTransaction(
        tx -> {
          tx.update(INSERT)
              .bind("purpose", purpose.word())
              .bind("hash_key", random)
              .bind("now", clock.instant())
              .execute();
          return key(tx, purpose).orElseThrow();
        });
  }
}
