package dev.tallystick.referral;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What speaks against a referral.
///
/// @param weights what each signal that was found weighs; nothing for the others
public record Assessment(Map<Signal, Integer> weights) {
  /// Nothing does.
  public static final Assessment NONE = new Assessment(Map.of());

  public Assessment {
    var copy = new EnumMap<Signal, Integer>(Signal.class);
    copy.putAll(weights);
    weights = Collections.unmodifiableMap(copy);
  }

  /// How much speaks against it in all.
  public int score() {
    return weights.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The same by the signals' words, as it is stored.
  public Map<String, Integer> words() {
    var words = new TreeMap<String, Integer>();
    weights.forEach((signal, weight) -> words.put(signal.word(), weight));
    return words;
  }
}
