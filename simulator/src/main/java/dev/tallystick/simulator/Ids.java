package dev.tallystick.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes ids that look like Stripe's. The n-th id of a kind depends on the seed and n alone.
final class Ids {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final long seed;
  private final Map<String, Long> made = new HashMap<>();

  Ids(long seed) {
    this.seed = seed;
  }

  String next(String prefix, int length) {
    long number = made.merge(prefix, 1L, Long::sum);
    return prefix + text(prefix, number, length);
  }

  /// Always the same for the same name.
  String named(String name, int length) {
    return text(name, 0, length);
  }

  private String text(String name, long number, int length) {
    var random = new SplittableRandom(seed * 1_000_003 + name.hashCode() * 31L + number * 8_191);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) text.append(ALPHABET.charAt(random.nextInt(62)));
    return text.toString();
  }
}
