package dev.tallystick.stripe;

import java.util.Locale;

/// An object of Stripe's that is mirrored, whole, as it is when it is fetched.
///
/// @param id as Stripe gave it: `pi_…`
public record Subject(Kind kind, String id) {
  /// What there is to mirror.
  public enum Kind {
    CUSTOMER,
    SUBSCRIPTION,
    /// A payment intent, with its latest charge and its disputes.
    PAYMENT,
    /// An invoice, with its lines and payments.
    INVOICE;

    /// As stored.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads what [#word] wrote.
  ///
  /// @throws IllegalArgumentException if it is no subject
  public static Subject ofWord(String word) {
    for (var kind : Kind.values()) {
      var prefix = kind.word() + ":";
      if (word.startsWith(prefix) && word.length() > prefix.length()) {
        return new Subject(kind, word.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException("not a subject: " + word);
  }

  /// As stored: `payment:pi_…`.
  public String word() {
    return kind.word() + ":" + id;
  }
}
