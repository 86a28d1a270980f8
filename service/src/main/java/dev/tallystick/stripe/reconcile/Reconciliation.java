package dev.tallystick.stripe.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A comparison of Stripe with the database, as far as it has come.
///
/// @param lists those that it has begun, in the order of the walk
public record Reconciliation(
    UUID id,
    Order order,
    Status status,
    Instant startedAt,
    Optional<Instant> finishedAt,
    List<Walked> lists) {
  public Reconciliation {
    lists = List.copyOf(lists);
  }

  /// What is to be done.
  ///
  /// @param isRepair whether what differs is made what Stripe says
  /// @param since only what Stripe made from then on is compared; empty: everything
  public record Order(boolean isRepair, Optional<Instant> since) {}

  /// How it stands.
  public enum Status {
    /// Under way, or stopped before its end.
    RUNNING,
    DONE,
    /// Another was begun in its place.
    ABANDONED;

    /// As stored.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// How far a list was walked.
  ///
  /// @param checked elements that were compared
  /// @param differing objects that are not as Stripe has them
  /// @param repaired those of them that are now
  public record Walked(Listing list, long checked, long differing, long repaired) {}

  /// Objects that are not as Stripe has them.
  public long differing() {
    return lists.stream().mapToLong(Walked::differing).sum();
  }

  /// Those of them that are now.
  public long repaired() {
    return lists.stream().mapToLong(Walked::repaired).sum();
  }

  /// Elements that were compared.
  public long checked() {
    return lists.stream().mapToLong(Walked::checked).sum();
  }
}
