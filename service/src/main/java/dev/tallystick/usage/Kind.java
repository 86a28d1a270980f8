package dev.tallystick.usage;

/// What a model call uses and a price names a rate for. The kinds are disjoint: a token is counted
/// in exactly one of them.
public enum Kind {
  /// Fresh text input: read from no cache and written to none.
  INPUT("input"),
  /// Visible text output, without reasoning.
  OUTPUT("output"),
  /// Input read from the provider's prompt cache.
  CACHE_READ("cacheRead"),
  /// Input written to the provider's cache for five minutes (or where only one lifetime exists).
  CACHE_WRITE("cacheWrite"),
  /// Input written to the provider's cache for an hour.
  CACHE_WRITE_1H("cacheWrite1h"),
  /// Output that the model thought and did not show.
  REASONING("reasoning"),
  /// Audio that the model heard.
  AUDIO_INPUT("audioInput"),
  /// Audio that the model spoke.
  AUDIO_OUTPUT("audioOutput"),
  /// Web searches that the provider ran, by count.
  WEB_SEARCH("webSearches"),
  /// Calls, by count: one for each message.
  REQUEST("requests");

  private final String jsonName;

  Kind(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The name of this kind in JSON: in `tokens`, in a price's rates and in the cost by kind.
  public String jsonName() {
    return jsonName;
  }
}
