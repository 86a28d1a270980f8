package dev.tallystick.bench;

/// A promise of the service that was broken, or an answer that should not have come.
final class DoesNotHold extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DoesNotHold(String message) {
    super(message);
  }
}
