package dev.tallystick.postgres;

/// A living process that uses a local database.
///
/// @param command what it is, such as `tally serve`; empty if that is not known
public record DatabaseUser(long pid, String command) {
  /// As in: process 4711 (tally serve).
  @Override
  public String toString() {
    return "process " + pid + (command.isEmpty() ? "" : " (" + command + ")");
  }
}
