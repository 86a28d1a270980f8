package dev.tallystick.environment;

import java.util.List;

/// What came of asking Infisical, or the offline copy.
public sealed interface Fetch {
  /// The secrets.
  record Secrets(List<Assignment> assignments) implements Fetch {
    public Secrets {
      assignments = List.copyOf(assignments);
    }
  }

  /// It could not be asked, or refused.
  ///
  /// @param what what is wrong
  /// @param cure what to do about it
  record Unavailable(String what, String cure) implements Fetch {}
}
