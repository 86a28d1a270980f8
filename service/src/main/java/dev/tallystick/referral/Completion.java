package dev.tallystick.referral;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a referred user has to do before credits are given.
public enum Completion {
  /// Nothing but redeem the code.
  AT_ONCE,
  /// Make a call that is charged.
  FIRST_MESSAGE,
  /// Buy credits: be given a grant of the type `purchase`.
  FIRST_PURCHASE;

  /// As stored, in JSON and in the configuration: `first_message`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// All words, in the order above.
  static List<String> words() {
    return Arrays.stream(values()).map(Completion::word).toList();
  }

  static Completion ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
