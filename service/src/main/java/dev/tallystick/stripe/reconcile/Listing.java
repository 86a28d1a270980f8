package dev.tallystick.stripe.reconcile;

import java.util.Locale;

/// What a reconciliation walks, in this order: Stripe's lists, and after each of those that are
/// mirrored what of ours was not in it.
public enum Listing {
  CUSTOMERS,
  OUR_CUSTOMERS,
  SUBSCRIPTIONS,
  OUR_SUBSCRIPTIONS,
  PAYMENTS,
  OUR_PAYMENTS,
  INVOICES,
  OUR_INVOICES,
  /// They lead to their payments, which may be older than what is compared.
  REFUNDS,
  /// They do so, too.
  DISPUTES,
  /// What never arrived leads to what it is about, which may be older, too.
  EVENTS;

  /// Whether it is of what Stripe's list did not have.
  public boolean isOurs() {
    return switch (this) {
      case OUR_CUSTOMERS, OUR_SUBSCRIPTIONS, OUR_PAYMENTS, OUR_INVOICES -> true;
      case CUSTOMERS, SUBSCRIPTIONS, PAYMENTS, INVOICES, REFUNDS, DISPUTES, EVENTS -> false;
    };
  }

  /// As stored.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#word] wrote.
  static Listing ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
