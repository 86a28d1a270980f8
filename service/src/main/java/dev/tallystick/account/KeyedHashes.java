package dev.tallystick.account;

import dev.tallystick.postgres.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hashes of codes that are short enough to be guessed from a plain hash: HMAC-SHA-256 with a
/// random key of this database, made when it is first needed. Owns the table hash_keys.
/// Thread-safe.
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
          return tx.query(FIND).bind("purpose", purpose.word()).mapTo(byte[].class).one();
        });
  }
}
