package dev.tallystick.page;

import java.util.List;
import java.util.Optional;

/// What the account page shows.
///
/// @param email or empty, for a user whom the product made without one
/// @param devices where the user is signed in, this browser first
record AccountView(
    Optional<String> name, Optional<String> email, Optional<String> notice, List<Device> devices) {
  AccountView {
    devices = List.copyOf(devices);
  }

  /// One session.
  ///
  /// @param label what was said of the device, or what kind it is
  /// @param created a day
  /// @param lastSeen how long ago, in words
  record Device(
      String id, String label, String kind, String created, String lastSeen, boolean isCurrent) {}

  boolean hasOthers() {
    return devices.size() > 1;
  }
}
