package dev.tallystick.usage;

/// Reads `usageMetadata` of Gemini. The prompt includes what was cached; thoughts are outside the
/// candidates and tool use is outside the prompt; whatever is zero may be missing. The names with
/// underscores are those of its Python library, `response…` those of its Live API.
final class GeminiUsage {
  static final Field PROMPT = Field.of("promptTokenCount", "prompt_token_count");
  static final Field CANDIDATES =
      Field.of(
          "candidatesTokenCount",
          "candidates_token_count",
          "responseTokenCount",
          "response_token_count");
  static final Field THOUGHTS = Field.of("thoughtsTokenCount", "thoughts_token_count");

  private static final Field CACHED =
      Field.of("cachedContentTokenCount", "cached_content_token_count");
  private static final Field TOOL_USE =
      Field.of("toolUsePromptTokenCount", "tool_use_prompt_token_count");
  private static final Field TOTAL = Field.of("totalTokenCount", "total_token_count");

  private static final Field PROMPT_DETAILS =
      Field.of("promptTokensDetails", "prompt_tokens_details");
  private static final Field CACHE_DETAILS = Field.of("cacheTokensDetails", "cache_tokens_details");
  private static final Field TOOL_USE_DETAILS =
      Field.of("toolUsePromptTokensDetails", "tool_use_prompt_tokens_details");
  private static final Field CANDIDATES_DETAILS =
      Field.of(
          "candidatesTokensDetails",
          "candidates_tokens_details",
          "responseTokensDetails",
          "response_tokens_details");

  private GeminiUsage() {}

  static Usage read(UsageReader reader) {
    reader.requireAny(PROMPT, CANDIDATES, THOUGHTS);
    long cached = reader.count(CACHED);
    long prompt = reader.has(PROMPT) ? reader.count(PROMPT) : cached;
    long candidates = reader.count(CANDIDATES);
    long thoughts = reader.count(THOUGHTS);
    long toolUse = reader.count(TOOL_USE);
    if (!reader.has(PROMPT)) reader.warnInputMissing(PROMPT);

    var input = new Remainder(prompt);
    long cacheRead = input.take(cached);
    long audio = audio(reader, PROMPT_DETAILS) - audio(reader, CACHE_DETAILS);
    long promptAudio = input.take(Math.max(0, audio));
    var tools = new Remainder(toolUse);
    long toolAudio = tools.take(audio(reader, TOOL_USE_DETAILS));
    var output = new Remainder(candidates);
    long audioOutput = output.take(audio(reader, CANDIDATES_DETAILS));

    long sum = prompt + candidates + thoughts + toolUse;
    reader.expectTotal(TOTAL, sum, sum);
    return new Usage(
        reader.plus(input.left(reader, PROMPT), tools.left(reader, TOOL_USE)),
        output.left(reader, CANDIDATES),
        cacheRead,
        0,
        0,
        thoughts,
        reader.plus(promptAudio, toolAudio),
        audioOutput,
        0);
  }

  private static long audio(UsageReader reader, Field details) {
    long counted = reader.countTagged(details, "modality", "AUDIO", "tokenCount");
    return counted > 0 ? counted : reader.countTagged(details, "modality", "AUDIO", "token_count");
  }
}
