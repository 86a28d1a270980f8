package dev.tallystick.page;

import java.util.List;
import java.util.Optional;

/// What the sign-in page shows.
///
/// @param notice why somebody comes here, where they may not know
/// @param error what is wrong with the address that was sent
/// @param email as it was sent
/// @param next where to go afterwards
/// @param isByMail whether codes can be mailed
record SignInView(
    Optional<String> notice,
    Optional<String> error,
    String email,
    String next,
    List<Provider> providers,
    boolean isByMail) {
  SignInView {
    providers = List.copyOf(providers);
  }

  /// Where a provider's button leads.
  String path(Provider provider) {
    return Site.withNext("/sign-in/" + provider.word(), LocalPath.of(Optional.of(next)));
  }

  /// Another way to sign in, as a link to `/sign-in/{word}`.
  ///
  /// @param word in the path
  /// @param name for people
  record Provider(String word, String name) {}
}
