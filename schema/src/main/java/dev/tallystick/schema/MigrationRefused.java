package dev.tallystick.schema;

/// A database that cannot be brought to the schema this program needs; the message says why and
/// what to do.
public final class MigrationRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationRefused(String message) {
    super(message);
  }

  MigrationRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
