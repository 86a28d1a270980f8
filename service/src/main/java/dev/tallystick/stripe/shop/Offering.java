package dev.tallystick.stripe.shop;

/// What came of offering something to a user.
public sealed interface Offering {
  /// @param isReplayed whether it was offered before, under the same operation id
  record Offered(Checkout checkout, boolean isReplayed) implements Offering {}

  /// The operation id was used before, for something else.
  record OperationReused(Checkout checkout) implements Offering {}

  /// The pack or plan is not sold.
  record NotSold() implements Offering {}

  /// A subscription of the user's runs already: its plan is changed in the portal.
  record AlreadySubscribed(String subscription) implements Offering {}

  record UserUnknown() implements Offering {}

  record UserDeleted() implements Offering {}

  /// The user is suspended or closed.
  record UserInactive() implements Offering {}
}
