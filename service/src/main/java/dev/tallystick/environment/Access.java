package dev.tallystick.environment;

import java.nio.file.Path;

/// As whom Infisical is asked.
public sealed interface Access {
  /// As a machine identity, over HTTP.
  record Identity(String clientId, Value clientSecret) implements Access {}

  /// As the person who is logged in to Infisical's own command line.
  record Cli(Path executable) implements Access {}
}
