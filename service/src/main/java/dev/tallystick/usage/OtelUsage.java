package dev.tallystick.usage;

/// Reads span attributes of OpenTelemetry's GenAI conventions, with the older and private names
/// that instrumentations still send, and of OpenInference. The input includes what was cached and
/// the output includes reasoning, by the conventions; an instrumentation may have passed on
/// Anthropic's input, which excludes the cache.
final class OtelUsage {
  static final Field INPUT =
      Field.attribute(
          "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt");
  static final Field OUTPUT =
      Field.attribute(
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.completion_tokens",
          "llm.token_count.completion");
  static final Field RESPONSE_MODEL = Field.attribute("gen_ai.response.model");
  static final Field SERVICE_TIER =
      Field.attribute("openai.response.service_tier", "gen_ai.openai.response.service_tier");

  private static final Field CACHE_READ =
      Field.attribute(
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_read_input_tokens",
          "gen_ai.usage.cache_read_tokens",
          "gen_ai.usage.details.cache_read_tokens",
          "gen_ai.usage.details.cache_read_input_tokens",
          "gen_ai.usage.prompt_details.cache_read",
          "gen_ai.usage.input_tokens.cached",
          "llm.token_count.prompt_details.cache_read");
  private static final Field CACHE_WRITE =
      Field.attribute(
          "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.cache_creation_input_tokens",
          "gen_ai.usage.cache_write_tokens",
          "gen_ai.usage.details.cache_write_tokens",
          "gen_ai.usage.details.cache_creation_input_tokens",
          "gen_ai.usage.prompt_details.cache_write",
          "gen_ai.usage.input_tokens.cache_write",
          "llm.token_count.prompt_details.cache_write");
  private static final Field REASONING =
      Field.attribute(
          "gen_ai.usage.reasoning.output_tokens",
          "gen_ai.usage.reasoning_tokens",
          "gen_ai.usage.details.reasoning_tokens",
          "gen_ai.usage.completion_details.reasoning",
          "gen_ai.usage.output_tokens.reasoning",
          "llm.token_count.completion_details.reasoning");
  private static final Field AUDIO_INPUT = Field.attribute("llm.token_count.prompt_details.audio");
  private static final Field AUDIO_OUTPUT =
      Field.attribute("llm.token_count.completion_details.audio");
  private static final Field TOTAL =
      Field.attribute("gen_ai.usage.total_tokens", "llm.token_count.total");

  private OtelUsage() {}

  static Usage read(UsageReader reader) {
    reader.requireAny(INPUT, OUTPUT);
    long read = reader.count(CACHE_READ);
    long write = reader.count(CACHE_WRITE);
    long stated = reader.count(INPUT);
    long inclusive = stated;
    if (!reader.has(INPUT)) {
      reader.warnInputMissing(INPUT);
      inclusive = reader.plus(read, write);
    } else if (read + write > stated) {
      reader.warnInputExcludesCache(INPUT, stated, read + write);
      inclusive = stated + read + write;
    }
    var input = new Remainder(inclusive);
    long cacheRead = input.take(read);
    long cacheWrite = input.take(write);
    long audioInput = input.take(reader.count(AUDIO_INPUT));
    var output = new Remainder(reader.count(OUTPUT));
    long reasoning = output.take(reader.count(REASONING));
    long audioOutput = output.take(reader.count(AUDIO_OUTPUT));
    reader.expectTotal(TOTAL, stated + reader.count(OUTPUT), inclusive + reader.count(OUTPUT));
    return new Usage(
        input.left(reader, INPUT),
        output.left(reader, OUTPUT),
        cacheRead,
        cacheWrite,
        0,
        reasoning,
        audioInput,
        audioOutput,
        0);
  }
}
