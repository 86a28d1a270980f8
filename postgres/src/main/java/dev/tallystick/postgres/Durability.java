package dev.tallystick.postgres;

/// What an embedded server promises about a committed transaction.
public enum Durability {
  /// It survives the death of the server and of the machine.
  DURABLE,
  /// It survives nothing: quick, and only for data that can be made again, as in tests.
  NONE
}
