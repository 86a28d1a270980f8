package dev.tallystick.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Counts tries against their limits: owns the table rate_limits. Thread-safe.
///
/// Not to be asked inside a transaction: it has one of its own, and a try counts even if what was
/// tried is rolled back.
public final class Limits {
  private static final int REMEMBERED_MAX = 100_000;

  /// How many tries a subject has.
  public enum Rule {
    /// Sign-ins at the pages, by mailed codes and with providers, by network address.
    SIGN_IN_BY_CLIENT(60, Duration.ofMinutes(10)),
    /// Mailed codes, by the address they go to and the network that asks: a stranger's tries are
    /// not the owner's.
    MAIL_BY_ADDRESS(5, Duration.ofMinutes(15)),
    /// Mailed codes, by the address they go to, whoever asks.
    MAIL_BY_ADDRESS_IN_ALL(30, Duration.ofHours(1)),
    /// Device logins that begin, by network address.
    DEVICE_LOGIN_BY_CLIENT(30, Duration.ofMinutes(10)),
    /// Polls of device logins, by network address: each login polls every 5 s.
    DEVICE_POLL_BY_CLIENT(600, Duration.ofMinutes(1)),
    /// User codes that are looked up, by network address.
    USER_CODE_BY_CLIENT(30, Duration.ofMinutes(10)),
    /// Referral codes that nobody has, at the pages, by network address.
    REFERRAL_CODE_BY_CLIENT(60, Duration.ofMinutes(10)),
    /// Sessions that the product's back end opens, by its key.
    SESSION_BY_KEY(12_000, Duration.ofMinutes(1)),
    /// Sessions that are opened, by their user.
    SESSION_BY_USER(120, Duration.ofMinutes(1)),
    /// Exports that users make of what is their own.
    EXPORT_BY_USER(10, Duration.ofHours(1)),
    /// Referral codes that are redeemed, by who redeems them: each that is refused is logged.
    REFERRAL_BY_USER(60, Duration.ofHours(1)),
    /// Checkouts and portals that users open for themselves: each asks something of Stripe.
    CHECKOUT_BY_USER(60, Duration.ofHours(1));

    private final int tries;
    private final Duration period;

    Rule(int tries, Duration period) {
      this.tries = tries;
      this.period = period;
    }

    /// How many tries there are at once; they come back evenly over the period.
    public int tries() {
      return tries;
    }

    /// After how long one try comes back.
    private Duration step() {
      return period.dividedBy(tries);
    }
  }

  private final Database database;
  private final InstantSource clock;

  /// Who was refused lately, until when: a flood costs the database nothing.
  private final Cache<String, Instant> refused =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

  public Limits(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  // A token bucket that holds but the moment when it is full again (GCRA, ITU-T I.371): a try moves
  // it on by a step, and may not move it further than a period away.
  private static final String TAKE =
      """
      INSERT INTO tally.rate_limits AS l (id, full_at)
      VALUES (:id, :now::timestamptz + :step * interval '1 microsecond')
      ON CONFLICT (id) DO UPDATE
         SET full_at = greatest(l.full_at, :now::timestamptz) + :step * interval '1 microsecond'
       WHERE greatest(l.full_at, :now::timestamptz) + :step * interval '1 microsecond' <= :full_at_max
      """;

  private static final String FULL_AT =
      """
      SELECT full_at FROM tally.rate_limits WHERE id = :id
      """;

  /// Takes one try; empty if there was one, otherwise how long to wait for the next.
  public Optional<Duration> take(Rule rule, String subject) {
    var id = id(rule, subject);
    var now = StoredTime.now(clock);
    var until = refused.getIfPresent(id);
    if (until == null || !now.isBefore(until)) {
      var next = take(rule, id, now);
      if (next.isEmpty()) return Optional.empty();
      until = next.get();
      refused.put(id, until);
    }
    return Optional.of(Duration.between(now, until));
  }

  /// Empty, or when there is a try again.
  private Optional<Instant> take(Rule rule, String id, Instant now) {
    return database.inTransaction(
        tx -> {
          int taken =
              tx.update(TAKE)
                  .bind("id", id)
                  .bind("now", now)
                  .bind("step", rule.step().toNanos() / 1_000)
                  .bind("full_at_max", now.plus(rule.period))
                  .execute();
          if (taken == 1) return Optional.empty();
          var fullAt = tx.query(FULL_AT).bind("id", id).mapTo(OffsetDateTime.class).one();
          return Optional.of(fullAt.toInstant().plus(rule.step()).minus(rule.period));
        });
  }

  private static final String FORGET =
      """
      DELETE FROM tally.rate_limits WHERE full_at < :now
      """;

  /// Deletes what says nothing any more; returns how many. To be called every ten minutes or so.
  public int forgetFull() {
    return database.inTransaction(tx -> tx.update(FORGET).bind("now", clock.instant()).execute());
  }

  private static String id(Rule rule, String subject) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      var bytes = hash.digest(subject.getBytes(StandardCharsets.UTF_8));
      return rule.name().toLowerCase(Locale.ROOT) + ":" + HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
