package dev.tallystick.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Tokens that were checked lately, each with what it proves.
///
/// They are remembered while PostgreSQL's notifications of changes arrive; [#forget] drops one the
/// moment it changes. While notifications do not arrive nothing is remembered, so that every check
/// asks the database. Thread-safe.
///
/// @param <T> what a token proves
public final class CheckedTokens<T> {
  private static final int SIZE_MAX = 100_000;

  private final BooleanSupplier changesArrive;
  private final Cache<UUID, Proof<T>> proofs;

  /// How often a token changed; one that was read before a change is not remembered after it.
  private final AtomicLong changes = new AtomicLong();

  /// What the right secret proves.
  ///
  /// @param secretHash of the right secret
  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual alone
  public record Proof<T>(T value, byte[] secretHash) {
    /// The value, if the token has the right secret. Takes the same time whatever the secret.
    public Optional<T> by(Token token) {
      return MessageDigest.isEqual(secretHash, token.secretHash())
          ? Optional.of(value)
          : Optional.empty();
    }
  }

  /// @param changesArrive whether changes reach [#forget] now
  /// @param rememberMax how long a token is remembered at most
  public CheckedTokens(BooleanSupplier changesArrive, Duration rememberMax) {
    this.changesArrive = changesArrive;
    this.proofs = Caffeine.newBuilder().maximumSize(SIZE_MAX).expireAfterWrite(rememberMax).build();
  }

  /// What is remembered under the token's id.
  public Optional<Proof<T>> remembered(Token token) {
    return changesArrive.getAsBoolean()
        ? Optional.ofNullable(proofs.getIfPresent(token.id()))
        : Optional.empty();
  }

  /// What the token proves by what `read` finds under its id, to be remembered from now on.
  public Optional<T> prove(Token token, Supplier<Optional<Proof<T>>> read) {
    // Asked before the read: of a change in between, nobody would tell.
    boolean isToBeRemembered = changesArrive.getAsBoolean();
    var changesBefore = changes.get();
    var proof = read.get();
    var proven = proof.flatMap(found -> found.by(token));
    if (isToBeRemembered && proven.isPresent()) {
      proofs.put(token.id(), proof.get());
      if (changes.get() != changesBefore) proofs.invalidate(token.id());
    }
    return proven;
  }

  /// Drops what is remembered of a token.
  public void forget(UUID id) {
    changes.incrementAndGet();
    proofs.invalidate(id);
  }

  /// Drops all that is remembered: notifications may have been missed.
  public void forgetAll() {
    changes.incrementAndGet();
    proofs.invalidateAll();
  }
}
