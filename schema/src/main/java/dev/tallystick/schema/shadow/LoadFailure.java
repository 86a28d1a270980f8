package dev.tallystick.schema.shadow;

/// SQL that PostgreSQL does not take. The message starts with file, line and column, goes on with
/// PostgreSQL's own words, and says what to do where that is known.
public final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
