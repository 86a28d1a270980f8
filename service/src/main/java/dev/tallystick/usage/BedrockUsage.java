package dev.tallystick.usage;

/// Reads the shape of Bedrock Converse. The input excludes what was read from and written to the
/// cache; `cacheDetails` splits the writes by lifetime.
final class BedrockUsage {
  static final Field INPUT = Field.of("inputTokens");
  static final Field OUTPUT = Field.of("outputTokens");

  /// The second names are those that Nova answers with outside Converse.
  static final Field CACHE_READ = Field.of("cacheReadInputTokens", "cacheReadInputTokenCount");

  static final Field CACHE_WRITE = Field.of("cacheWriteInputTokens", "cacheWriteInputTokenCount");

  private static final Field CACHE_DETAILS = Field.of("cacheDetails");
  private static final Field TOTAL = Field.of("totalTokens");

  private BedrockUsage() {}

  static Usage read(UsageReader reader) {
    reader.requireAny(INPUT, OUTPUT);
    long input = reader.required(INPUT);
    long output = reader.required(OUTPUT);
    long cacheRead = reader.count(CACHE_READ);
    var cacheWrite =
        CacheWrites.split(
            reader,
            CACHE_WRITE,
            reader.countTagged(CACHE_DETAILS, "ttl", "5m", "inputTokens"),
            reader.countTagged(CACHE_DETAILS, "ttl", "1h", "inputTokens"));
    // Models differ on whether the total counts the cached input.
    long cached = cacheRead + cacheWrite.fiveMinutes() + cacheWrite.oneHour();
    reader.expectTotal(TOTAL, input + output + cached, input + output);
    return new Usage(
        input, output, cacheRead, cacheWrite.fiveMinutes(), cacheWrite.oneHour(), 0, 0, 0, 0);
  }
}
