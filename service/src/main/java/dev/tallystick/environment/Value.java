package dev.tallystick.environment;

/// A value, which may be a secret.
public record Value(String reveal) {
  /// Without any part of it, so that no output has it.
  @Override
  public String toString() {
    return "***";
  }
}
