package dev.tallystick.postgres;

import java.util.Locale;

/// What runs a local database.
public enum Engine {
  /// A container of the official `postgres` image, its data in a named volume.
  DOCKER,
  /// A process of ours, its data in a directory.
  EMBEDDED;

  /// As it is named on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
