package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes ids that look like Stripe's. The n-th id of a kind depends on the seed and n alone.
final class Ids {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Map<String, Long> made = new HashMap<>();
  private long seed;

  Ids(long seed) {
    this.seed = seed;
  }

  String next(String prefix, int length) {
    long number = made.merge(prefix, 1L, Long::sum);
    return prefix + text(prefix, number, length);
  }

  /// What is needed to go on later, with [#goOn].
  ObjectNode state() {
    var numbers = World.node();
    made.forEach(numbers::put);
    var state = World.node().put("seed", seed);
    state.set("made", numbers);
    return state;
  }

  void goOn(JsonNode state) {
    seed = state.path("seed").asLong();
    state.path("made").properties().forEach(it -> made.put(it.getKey(), it.getValue().asLong()));
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
