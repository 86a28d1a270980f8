package dev.tallystick.usage;

/// Reads the two shapes of OpenAI. Their totals include the parts: cached, written to the cache and
/// audio are in the input, reasoning and audio are in the output.
final class OpenAiUsage {
  /// What one of the two calls its numbers.
  record Shape(
      Field input,
      Field cached,
      Field cachedAudio,
      Field cacheWrite,
      Field audioInput,
      Field output,
      boolean outputAlways,
      Field reasoning,
      Field audioOutput) {}

  /// The names behind the first one of a field are those of providers and gateways that took over
  /// the shape and wrote their own name for a part.
  static final Shape CHAT =
      new Shape(
          Field.of("prompt_tokens"),
          Field.of(
              "prompt_tokens_details.cached_tokens",
              "prompt_cache_hit_tokens",
              "cached_tokens",
              "cached_prompt_text_tokens",
              "cache_read_input_tokens"),
          Field.of("prompt_tokens_details.cached_tokens_details.audio_tokens"),
          Field.of(
              "prompt_tokens_details.cache_write_tokens",
              "prompt_tokens_details.cache_creation_tokens",
              "cache_creation_input_tokens"),
          Field.of("prompt_tokens_details.audio_tokens"),
          Field.of("completion_tokens"),
          false, // embeddings have none
          Field.of("completion_tokens_details.reasoning_tokens", "reasoning_tokens"),
          Field.of("completion_tokens_details.audio_tokens"));

  /// Realtime writes the same with `token` in the singular.
  static final Shape RESPONSES =
      new Shape(
          Field.of("input_tokens"),
          Field.of("input_tokens_details.cached_tokens", "input_token_details.cached_tokens"),
          Field.of(
              "input_tokens_details.cached_tokens_details.audio_tokens",
              "input_token_details.cached_tokens_details.audio_tokens"),
          Field.of(
              "input_tokens_details.cache_write_tokens", "input_token_details.cache_write_tokens"),
          Field.of("input_tokens_details.audio_tokens", "input_token_details.audio_tokens"),
          Field.of("output_tokens"),
          true,
          Field.of(
              "output_tokens_details.reasoning_tokens", "output_token_details.reasoning_tokens"),
          Field.of("output_tokens_details.audio_tokens", "output_token_details.audio_tokens"));

  static final Field TOTAL = Field.of("total_tokens");

  private static final Field CACHE_MISS = Field.of("prompt_cache_miss_tokens");
  private static final Field CITATIONS = Field.of("citation_tokens");
  private static final Field SEARCHES =
      Field.of("server_tool_use.web_search_requests", "num_search_queries");

  private OpenAiUsage() {}

  static Usage read(Shape shape, UsageReader reader, String provider) {
    reader.requireAny(shape.input(), shape.output());
    long prompt = reader.required(shape.input());
    long completion =
        shape.outputAlways() ? reader.required(shape.output()) : reader.count(shape.output());
    long cached = reader.count(shape.cached());
    if (reader.has(CACHE_MISS)) {
      long both = cached + reader.count(CACHE_MISS);
      reader.expectTotal(shape.input(), both, both);
    }

    var input = new Remainder(prompt);
    long cacheRead = input.take(cached);
    long cacheWrite = input.take(reader.count(shape.cacheWrite()));
    // Cached audio is cached first: it is in both counts, and only the cached one has its rate.
    long freshAudio = reader.count(shape.audioInput()) - reader.count(shape.cachedAudio());
    long audioInput = input.take(Math.max(0, freshAudio));

    long reasoning = reader.count(shape.reasoning());
    boolean outside = reasoningIsOutside(shape, reader, provider, prompt + completion, reasoning);
    var output = new Remainder(completion);
    long reasoningInside = outside ? 0 : output.take(reasoning);
    long audioOutput = output.take(reader.count(shape.audioOutput()));

    long sum = prompt + completion;
    reader.expectTotal(TOTAL, outside ? sum + reasoning : sum, sum);
    long fresh = input.left(reader, shape.input());
    // Perplexity bills what it read of the cited pages at the rate of input, beside the prompt.
    long citations = provider.equals(Provider.PERPLEXITY) ? reader.count(CITATIONS) : 0;
    return new Usage(
        reader.plus(fresh, citations),
        output.left(reader, shape.output()),
        cacheRead,
        cacheWrite,
        0,
        outside ? reasoning : reasoningInside,
        audioInput,
        audioOutput,
        reader.count(SEARCHES));
  }

  /// Whether reasoning comes on top of the output, against the rule of OpenAI: so it is with xAI
  /// and Perplexity, and behind gateways that pass on the numbers of others. The total tells,
  /// except Perplexity's, which leaves reasoning out.
  private static boolean reasoningIsOutside(
      Shape shape, UsageReader reader, String provider, long sum, long reasoning) {
    if (reasoning == 0) return false;
    if (provider.equals(Provider.PERPLEXITY)) return true;
    boolean usuallyOutside = provider.equals(Provider.XAI) && shape.equals(CHAT);
    if (!reader.has(TOTAL)) return usuallyOutside;
    long total = reader.count(TOTAL);
    return total == sum + reasoning || (usuallyOutside && total != sum);
  }
}
