package dev.tallystick.credit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What was given and is taken back: all of a grant, or a part.
///
/// @param operationId idempotency key of the reversal
/// @param spent what becomes of credits that were spent
/// @param amount how many of the grant's credits it is about
/// @param taken what was left in the grant and went
/// @param owed what was spent and became debt
/// @param restoredAt when it was undone
public record Reversal(
    UUID id,
    UUID userId,
    UUID grantId,
    String operationId,
    Kind kind,
    Spent spent,
    Credits amount,
    Credits taken,
    Credits owed,
    Instant createdAt,
    Optional<Instant> restoredAt) {
  /// What was written off, or had expired before: nothing moved for it.
  public Credits forgone() {
    return amount.minus(taken).minus(owed);
  }

  /// Why credits are taken back.
  public enum Kind {
    /// A decision.
    REVOCATION(Entry.Kind.REVOCATION),
    /// The payment went back.
    REFUND(Entry.Kind.REFUND),
    /// A dispute took it, or holds it while it is open.
    CLAWBACK(Entry.Kind.CLAWBACK);

    private final Entry.Kind entries;

    Kind(Entry.Kind entries) {
      this.entries = entries;
    }

    /// The kind of its ledger entries.
    Entry.Kind entries() {
      return entries;
    }

    /// As stored and as in JSON.
    public String word() {
      return entries.word();
    }

    /// @throws IllegalArgumentException if there is none of this word
    public static Kind ofWord(String word) {
      for (var kind : values()) {
        if (kind.word().equals(word)) return kind;
      }
      throw new IllegalArgumentException("not a kind of reversal: " + word);
    }
  }

  /// What becomes of credits that are taken back when they are spent already.
  public enum Spent {
    /// The user owes them.
    DEBT,
    /// Nobody owes them.
    WRITE_OFF;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is none of this word
    public static Spent ofWord(String word) {
      for (var spent : values()) {
        if (spent.word().equals(word)) return spent;
      }
      throw new IllegalArgumentException("not a policy for spent credits: " + word);
    }
  }
}
