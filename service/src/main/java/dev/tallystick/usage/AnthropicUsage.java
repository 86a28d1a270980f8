package dev.tallystick.usage;

/// Reads the shape of Anthropic. The three groups of input are disjoint; thinking is in the output;
/// `cache_creation` splits the cache writes by lifetime and adds nothing to them.
final class AnthropicUsage {
  static final Field INPUT = Field.of("input_tokens");
  static final Field OUTPUT = Field.of("output_tokens");
  static final Field CACHE_READ = Field.of("cache_read_input_tokens");
  static final Field CACHE_WRITE = Field.of("cache_creation_input_tokens");
  static final Field CACHE_WRITE_SPLIT = Field.of("cache_creation");

  private static final Field FIVE_MINUTES = Field.of("cache_creation.ephemeral_5m_input_tokens");
  private static final Field ONE_HOUR = Field.of("cache_creation.ephemeral_1h_input_tokens");
  private static final Field THINKING = Field.of("output_tokens_details.thinking_tokens");
  private static final Field SEARCHES = Field.of("server_tool_use.web_search_requests");

  private AnthropicUsage() {}

  static Usage read(UsageReader reader) {
    reader.requireAny(INPUT, OUTPUT);
    long input = reader.required(INPUT);
    var output = new Remainder(reader.required(OUTPUT));
    long thinking = output.take(reader.count(THINKING));
    var cacheWrite =
        CacheWrites.split(reader, CACHE_WRITE, reader.count(FIVE_MINUTES), reader.count(ONE_HOUR));
    if (reader.endsWithOpening()) {
      reader.warn(
          Warning.USAGE_STREAM_INCOMPLETE,
          "the stream ended at message_start, whose output_tokens is a placeholder; send an estimate"
              + " of the output in `tokens` where it matters");
    }
    return new Usage(
        input,
        output.left(reader, OUTPUT),
        reader.count(CACHE_READ),
        cacheWrite.fiveMinutes(),
        cacheWrite.oneHour(),
        thinking,
        0,
        0,
        reader.count(SEARCHES));
  }
}
