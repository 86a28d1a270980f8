package dev.tallystick.usage;

/// The token counts of one message in disjoint kinds: no token is in two of them, so that a total
/// is a plain sum and a cost counts nothing twice. `webSearches` counts searches, not tokens.
///
/// Every count is from 0 to [#COUNT_MAX].
public record Usage(
    long input,
    long output,
    long cacheRead,
    long cacheWrite,
    long cacheWrite1h,
    long reasoning,
    long audioInput,
    long audioOutput,
    long webSearches) {
  /// Far above any call there is, and small enough that no sum of a message's counts overflows.
  public static final long COUNT_MAX = 1_000_000_000_000L;

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Usage {
    check(Kind.INPUT, input);
    check(Kind.OUTPUT, output);
    check(Kind.CACHE_READ, cacheRead);
    check(Kind.CACHE_WRITE, cacheWrite);
    check(Kind.CACHE_WRITE_1H, cacheWrite1h);
    check(Kind.REASONING, reasoning);
    check(Kind.AUDIO_INPUT, audioInput);
    check(Kind.AUDIO_OUTPUT, audioOutput);
    check(Kind.WEB_SEARCH, webSearches);
  }

  /// The count of one kind; a message is always one request.
  public long of(Kind kind) {
    return switch (kind) {
      case INPUT -> input;
      case OUTPUT -> output;
      case CACHE_READ -> cacheRead;
      case CACHE_WRITE -> cacheWrite;
      case CACHE_WRITE_1H -> cacheWrite1h;
      case REASONING -> reasoning;
      case AUDIO_INPUT -> audioInput;
      case AUDIO_OUTPUT -> audioOutput;
      case WEB_SEARCH -> webSearches;
      case REQUEST -> 1;
    };
  }

  /// Everything the model read, cached or not: what decides the context tier of a price.
  public long totalInput() {
    return input + cacheRead + cacheWrite + cacheWrite1h + audioInput;
  }

  /// All tokens, in and out.
  public long totalTokens() {
    return totalInput() + output + reasoning + audioOutput;
  }

  private static void check(Kind kind, long count) {
    if (count < 0 || count > COUNT_MAX) {
      throw new IllegalArgumentException(
          kind.jsonName() + " must be from 0 to " + COUNT_MAX + ", was " + count);
    }
  }
}
