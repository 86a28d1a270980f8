package dev.tallystick.schema.migrate;

/// A database that cannot be brought to the schema of its migrations; the message says why, what is
/// applied already, and what to do.
public final class MigrationRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationRefused(String message) {
    super(message);
  }

  MigrationRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
