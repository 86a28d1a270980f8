package dev.tallystick.page;

import java.util.Optional;

/// What the page of an invitation shows.
///
/// @param name of who invites, masked
/// @param notice why there is nothing to accept, if there is not
/// @param gets what who is invited gets
/// @param theyGet what who invites gets
/// @param condition what has to happen first
/// @param lasting how long credits last; empty: for ever
/// @param window how old an account may be
record InvitationView(
    String code,
    String name,
    Optional<String> notice,
    Optional<String> gets,
    Optional<String> theyGet,
    String condition,
    Optional<String> lasting,
    String window,
    Action action) {
  /// The one button.
  sealed interface Action {
    /// Redeems the code.
    record Accept() implements Action {}

    /// Leads on.
    record Link(String text, String path) implements Action {}
  }

  Optional<Action.Link> link() {
    return action instanceof Action.Link link ? Optional.of(link) : Optional.empty();
  }
}
