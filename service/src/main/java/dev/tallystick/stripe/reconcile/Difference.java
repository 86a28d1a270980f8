package dev.tallystick.stripe.reconcile;

import dev.tallystick.credit.Credits;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// One field of one object that is not as Stripe has it, or what else a person should know of it.
///
/// @param subject the object, as `kind:id`
/// @param field the name of our column, or [#OBJECT] for all of it
/// @param stripe as Stripe has it; empty: it is not there
/// @param ours as the database had it; empty: it is not there
/// @param amount money that Stripe holds beyond what the database says, in the smallest unit of the
///   currency
/// @param credits what Stripe's state gives beyond what was given
public record Difference(
    String subject,
    String field,
    Status status,
    Optional<UUID> user,
    Optional<String> stripe,
    Optional<String> ours,
    Optional<Long> amount,
    Optional<String> currency,
    Optional<Credits> credits) {
  /// The field of an object that only one side has.
  public static final String OBJECT = "object";

  /// The field of an event that never arrived.
  public static final String EVENT = "event";

  /// The field of a payment that is nobody's, or for nothing that is sold here.
  public static final String UNASSIGNED = "unassigned";

  /// The field of a payment whose credits could not be given.
  public static final String REFUSED = "refused";

  /// What is known of it.
  public enum Status {
    /// Seen once, and perhaps only a webhook on its way.
    SUSPECTED,
    FOUND,
    REPAIRED,
    /// No difference, but worth a look by a person.
    NOTE;

    /// As stored.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// Whether it is no difference.
  public boolean isNote() {
    return status == Status.NOTE;
  }
}
