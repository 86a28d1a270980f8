package dev.tallystick.postgres;

/// A PostgreSQL of ours that could not be started, reached or stopped. The message is written for
/// the person at the terminal: what happened, the end of the server's log, what to do next.
public final class ServerFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  ServerFailure(String message) {
    super(message);
  }

  ServerFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
