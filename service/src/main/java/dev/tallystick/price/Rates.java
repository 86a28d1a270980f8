package dev.tallystick.price;

import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What each kind costs, in USD per million tokens; web searches and requests in USD per thousand.
/// Only the rates that the source states are here; [#rate] derives the missing ones. A stated zero
/// is a price: that kind is free.
public record Rates(Map<Kind, BigDecimal> stated) {
  private static final BigDecimal HOUR_PER_INPUT = BigDecimal.TWO;

  public Rates {
    var copy = new EnumMap<Kind, BigDecimal>(Kind.class);
    stated.forEach((kind, rate) -> copy.put(kind, plain(kind, rate)));
    stated = Collections.unmodifiableMap(copy);
  }

  /// The rate of one kind: the stated one, or else what the provider charges for the same tokens
  /// without the distinction, so that a gap in a catalogue never makes a token free. Empty when
  /// there is no such rate either.
  public Optional<BigDecimal> rate(Kind kind) {
    var rate = stated.get(kind);
    if (rate != null) return Optional.of(rate);
    return switch (kind) {
      case CACHE_READ, CACHE_WRITE, AUDIO_INPUT -> rate(Kind.INPUT);
      case CACHE_WRITE_1H -> hourOfCache();
      case REASONING, AUDIO_OUTPUT -> rate(Kind.OUTPUT);
      case INPUT, OUTPUT, WEB_SEARCH, REQUEST -> Optional.empty();
    };
  }

  /// These rates, and those of `base` for the kinds that these do not state.
  public Rates over(Rates base) {
    var both = new EnumMap<Kind, BigDecimal>(Kind.class);
    both.putAll(base.stated);
    both.putAll(stated);
    return new Rates(both);
  }

  /// Where writing costs more than reading fresh input, the provider sells cache lifetimes, and an
  /// hour costs twice the input rate (Anthropic's rule, which catalogues of its resellers leave
  /// out), at least the five-minute rate. Elsewhere a write is a write.
  private Optional<BigDecimal> hourOfCache() {
    var input = rate(Kind.INPUT);
    var write = rate(Kind.CACHE_WRITE);
    if (input.isEmpty() || write.isEmpty()) return write;
    var isCharged = write.get().compareTo(input.get()) > 0;
    return isCharged ? write.map(input.get().multiply(HOUR_PER_INPUT)::max) : write;
  }

  private static BigDecimal plain(Kind kind, BigDecimal rate) {
    if (rate.signum() < 0) {
      throw new IllegalArgumentException(
          "the rate of " + kind.jsonName() + " must not be negative: " + rate);
    }
    return Decimals.plain(rate);
  }
}
