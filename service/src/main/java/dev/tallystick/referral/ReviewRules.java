package dev.tallystick.referral;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// When a person has to look at a referral.
///
/// @param weights of all signals; one that weighs 0 is off
/// @param reviewScore from which score on
/// @param perDay how many users one referrer may bring within 24 hours before that is a signal
/// @param disposableDomains of e-mail addresses, beside those that are built in
public record ReviewRules(
    Map<Signal, Integer> weights, int reviewScore, int perDay, Set<String> disposableDomains) {
  /// What holds where nothing is configured.
  public static final ReviewRules DEFAULT = new ReviewRules(Map.of(), 100, 10, Set.of());

  private static final String WEIGHTS = "TALLY_REFERRAL_WEIGHTS";
  private static final String DOMAINS = "TALLY_REFERRAL_DISPOSABLE_DOMAINS";
  private static final int WEIGHT_MAX = 1_000;
  private static final int SCORE_MAX = 10_000;
  private static final int PER_DAY_MAX = 10_000;
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");

  /// Signals that `weights` does not name weigh what they do by default.
  public ReviewRules {
    var all = new EnumMap<Signal, Integer>(Signal.class);
    for (var signal : Signal.values()) {
      all.put(signal, weights.getOrDefault(signal, signal.defaultWeight()));
    }
    weights = Collections.unmodifiableMap(all);
    disposableDomains = Set.copyOf(disposableDomains);
  }

  /// What a signal weighs.
  int weight(Signal signal) {
    return weights.getOrDefault(signal, 0);
  }

  /// Reads TALLY_REFERRAL_REVIEW_SCORE, TALLY_REFERRAL_WEIGHTS, TALLY_REFERRAL_PER_DAY and
  /// TALLY_REFERRAL_DISPOSABLE_DOMAINS.
  ///
  /// @throws IllegalArgumentException naming the variable and what it should be
  public static ReviewRules of(Map<String, String> environment) {
    return new ReviewRules(
        value(environment, WEIGHTS).map(ReviewRules::weights).orElse(Map.of()),
        whole(environment, "TALLY_REFERRAL_REVIEW_SCORE", DEFAULT.reviewScore, SCORE_MAX),
        whole(environment, "TALLY_REFERRAL_PER_DAY", DEFAULT.perDay, PER_DAY_MAX),
        value(environment, DOMAINS).map(ReviewRules::domains).orElse(Set.of()));
  }

  private static Map<Signal, Integer> weights(String text) {
    var weights = new EnumMap<Signal, Integer>(Signal.class);
    for (var part : parts(text)) {
      int equals = part.indexOf('=');
      if (equals < 0) throw wrongWeights(part + " is none");
      var word = part.substring(0, equals).strip();
      var signal = Signal.ofWord(word).orElseThrow(() -> wrongWeights(word + " is no signal"));
      if (weights.put(signal, weight(part.substring(equals + 1).strip())) != null) {
        throw wrongWeights(word + " is there twice");
      }
    }
    return weights;
  }

  private static int weight(String text) {
    return number(text, 0, WEIGHT_MAX)
        .orElseThrow(
            () -> wrongWeights("%s is no whole number from 0 to %d".formatted(text, WEIGHT_MAX)));
  }

  private static IllegalArgumentException wrongWeights(String what) {
    var words = Arrays.stream(Signal.values()).map(Signal::word).toList();
    return new IllegalArgumentException(
        "%s must be weights such as same_device=100,velocity=0 of the signals %s: %s"
            .formatted(WEIGHTS, String.join(", ", words), what));
  }

  private static Set<String> domains(String text) {
    var domains = new HashSet<String>();
    for (var part : parts(text)) {
      if (!DOMAIN.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "%s must be domains such as mail.example, with commas between, not %s"
                .formatted(DOMAINS, part));
      }
      domains.add(part.toLowerCase(Locale.ROOT));
    }
    return domains;
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static int whole(Map<String, String> environment, String name, int otherwise, int max) {
    var text = value(environment, name);
    if (text.isEmpty()) return otherwise;
    return number(text.get(), 1, max)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be a whole number from 1 to %d, not %s"
                        .formatted(name, max, text.get())));
  }

  /// A whole number within bounds; empty if the text is none.
  static Optional<Integer> number(String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      return number >= min && number <= max ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// What a variable says; empty if it says nothing.
  static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
