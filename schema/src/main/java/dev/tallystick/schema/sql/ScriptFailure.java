package dev.tallystick.schema.sql;

/// A script that ends in the middle of something, or holds what is not SQL. The message starts with
/// file, line and column.
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptFailure(String file, Position position, String message) {
    super(file + ":" + position + ": " + message);
  }
}
