package dev.tallystick.page;

import java.util.List;
import java.util.Optional;

/// What the account page shows.
///
/// @param email or empty, for a user whom the product made without one
/// @param devices where the user is signed in, this browser first
/// @param providers whose accounts can be linked
record AccountView(
    Optional<String> name,
    Optional<String> email,
    Optional<String> notice,
    List<Device> devices,
    List<Identity> identities,
    List<SignInView.Provider> providers) {
  AccountView {
    devices = List.copyOf(devices);
    identities = List.copyOf(identities);
    providers = List.copyOf(providers);
  }

  /// One session.
  ///
  /// @param label what was said of the device, or what kind it is
  /// @param created a day
  /// @param lastSeen how long ago, in words
  record Device(
      String id, String label, String kind, String created, String lastSeen, boolean isCurrent) {}

  /// An account elsewhere that the user signs in with.
  ///
  /// @param provider its name for people
  /// @param email as the provider said it
  record Identity(String id, String provider, String email, String created, String lastUsed) {}

  boolean hasOthers() {
    return devices.size() > 1;
  }
}
