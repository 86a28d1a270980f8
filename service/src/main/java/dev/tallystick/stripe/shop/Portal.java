package dev.tallystick.stripe.shop;

import java.util.UUID;

/// Leads users to where Stripe lets them change cards, end subscriptions and see invoices.
/// Thread-safe.
public final class Portal {
  private final CheckoutApi stripe;
  private final CustomerMaking customers;

  Portal(CheckoutApi stripe, CustomerMaking customers) {
    this.stripe = stripe;
    this.customers = customers;
  }

  /// What came of asking for a link.
  public sealed interface Entry {
    /// @param url good for a short while
    record Link(String url) implements Entry {}

    record UserUnknown() implements Entry {}

    record UserDeleted() implements Entry {}

    /// The user is suspended or closed, and never was a customer.
    record UserInactive() implements Entry {}
  }

  /// A link for a user; who never was a customer becomes one.
  ///
  /// @param returnUrl where the user comes back to
  public Entry enter(UUID user, String returnUrl) {
    return customers.with(user, making -> enter(making, returnUrl));
  }

  private Entry enter(Making making, String returnUrl) {
    return switch (making) {
      case Making.Made(var customer) -> new Entry.Link(stripe.portal(customer, returnUrl));
      case Making.UserUnknown() -> new Entry.UserUnknown();
      case Making.UserDeleted() -> new Entry.UserDeleted();
      case Making.UserInactive() -> new Entry.UserInactive();
    };
  }
}
