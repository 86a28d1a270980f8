package dev.tallystick.usage;

import java.util.List;
import java.util.Optional;

/// What became of one message's usage: disjoint counts, or the reason why there are none.
public sealed interface Normalisation {
  /// The usage in disjoint counts.
  ///
  /// @param format how it was written
  /// @param serviceTier `standard`, `batch`, `flex` or `priority`, when the response names a tier
  /// @param model the model that answered, when the response names it: the one to price by, since
  ///   an alias or a router may have answered with another than was asked for
  /// @param warnings what was odd about it; empty for nearly every message
  record Normalised(
      Usage usage,
      UsageFormat format,
      Optional<String> serviceTier,
      Optional<String> model,
      List<Warning> warnings)
      implements Normalisation {
    public Normalised {
      warnings = List.copyOf(warnings);
    }
  }

  /// The usage cannot be counted.
  ///
  /// @param field the place at fault in the message, as `usage.prompt_tokens`
  /// @param reason what is wrong with it and what to do, to be read after the field's name
  record Refused(String field, String reason) implements Normalisation {}
}
