package dev.tallystick.stripe;

import java.util.Locale;
import java.util.stream.Stream;

/// What became of an event.
public enum EventStatus {
  /// It will be applied, or applied again.
  WAITING,
  /// What it is about was fetched after it came, and applied.
  APPLIED,
  /// It was tried so often that nobody tries again.
  FAILED,
  /// It is about nothing that is mirrored.
  IGNORED,
  /// A person decided that it is not to be applied.
  SKIPPED;

  /// As stored.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#word] wrote.
  static EventStatus ofWord(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst().orElseThrow();
  }
}
