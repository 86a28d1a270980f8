package dev.tallystick.postgres.changes;

/// What was asked for cannot be followed. The message is written for the person who asked: what is
/// wrong, and what would do.
public final class FeedRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FeedRefused(String message) {
    super(message);
  }
}
