package dev.tallystick.usage;

/// Reads `usage` of the Vercel AI SDK. Version 6 includes cache reads and writes in the input and
/// says so in `inputTokenDetails`. Version 5 passes on what the provider calls input, with
/// `cachedInputTokens` inside or outside of it. Version 4 calls the two totals `promptTokens` and
/// `completionTokens`. What versions 4 and 5 have no name for stands in `providerMetadata`, beside
/// the usage.
final class VercelUsage {
  static final Field INPUT = Field.of("inputTokens", "promptTokens");
  static final Field OUTPUT = Field.of("outputTokens", "completionTokens");
  static final Field PROMPT = Field.of("promptTokens");
  static final Field COMPLETION = Field.of("completionTokens");

  /// Keys that no other format with `inputTokens` has.
  static final Field OWN_KEYS =
      Field.of("inputTokenDetails", "outputTokenDetails", "cachedInputTokens");

  private static final Field DETAILS = Field.of("inputTokenDetails");
  private static final Field NOT_CACHED = Field.of("inputTokenDetails.noCacheTokens");
  private static final Field CACHE_READ =
      Field.of("inputTokenDetails.cacheReadTokens", "cachedInputTokens");
  private static final Field CACHE_WRITE = Field.of("inputTokenDetails.cacheWriteTokens");
  private static final Field REASONING =
      Field.of("outputTokenDetails.reasoningTokens", "reasoningTokens");
  private static final Field TOTAL = Field.of("totalTokens");

  private static final Field ONE_HOUR = Field.of("raw.cache_creation.ephemeral_1h_input_tokens");
  private static final Field SEARCHES = Field.of("raw.server_tool_use.web_search_requests");
  private static final Field READ_AROUND =
      Field.of("providerMetadata.anthropic.cacheReadInputTokens");
  private static final Field WRITE_AROUND =
      Field.of("providerMetadata.anthropic.cacheCreationInputTokens");
  private static final Field ONE_HOUR_AROUND =
      Field.of("providerMetadata.anthropic.usage.cache_creation.ephemeral_1h_input_tokens");
  private static final Field SEARCHES_AROUND =
      Field.of("providerMetadata.anthropic.usage.server_tool_use.web_search_requests");

  /// The disjoint counts of the input.
  private record Input(long fresh, long cacheRead, long cacheWrite) {}

  private VercelUsage() {}

  static Usage read(UsageReader reader, String provider) {
    reader.requireAny(INPUT, OUTPUT);
    var input = reader.has(DETAILS) ? detailed(reader) : plain(reader, provider);
    if (!reader.has(INPUT)) reader.warnInputMissing(INPUT);
    long oneHour =
        reader.has(ONE_HOUR) ? reader.count(ONE_HOUR) : reader.countAround(ONE_HOUR_AROUND);
    long cacheWrite1h = Math.min(oneHour, input.cacheWrite());

    long stated = reader.count(OUTPUT);
    long reasoning = reader.count(REASONING);
    long sum = reader.count(INPUT) + stated;
    reader.expectTotal(TOTAL, sum, sum + reasoning);
    // Version 5 passes on the thoughts of Gemini and xAI as they are: on top of the output.
    boolean outside = reasoning > 0 && reader.has(TOTAL) && reader.count(TOTAL) == sum + reasoning;
    var output = new Remainder(stated);
    long reasoningInside = outside ? 0 : output.take(reasoning);
    return new Usage(
        input.fresh(),
        output.left(reader, OUTPUT),
        input.cacheRead(),
        input.cacheWrite() - cacheWrite1h,
        cacheWrite1h,
        outside ? reasoning : reasoningInside,
        0,
        0,
        reader.has(SEARCHES) ? reader.count(SEARCHES) : reader.countAround(SEARCHES_AROUND));
  }

  private static Input detailed(UsageReader reader) {
    long read = reader.count(CACHE_READ);
    long write = reader.count(CACHE_WRITE);
    if (!reader.has(INPUT)) return new Input(reader.count(NOT_CACHED), read, write);
    var input = new Remainder(reader.count(INPUT));
    long cacheRead = input.take(read);
    long cacheWrite = input.take(write);
    return new Input(input.left(reader, INPUT), cacheRead, cacheWrite);
  }

  private static Input plain(UsageReader reader, String provider) {
    long stated = reader.count(INPUT);
    long write = reader.countAround(WRITE_AROUND);
    if (!reader.has(CACHE_READ)) return new Input(stated, reader.countAround(READ_AROUND), write);
    long cached = reader.count(CACHE_READ);
    if (cached == 0 || !reader.has(INPUT)) return new Input(stated, cached, write);
    boolean excluded =
        cached > stated || provider.equals(Provider.ANTHROPIC) || provider.equals(Provider.AWS);
    if (!excluded) return new Input(stated - cached, cached, write);
    reader.warnInputExcludesCache(INPUT, stated, cached);
    return new Input(stated, cached, write);
  }
}
