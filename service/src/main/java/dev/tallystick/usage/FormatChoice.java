package dev.tallystick.usage;

import java.util.Optional;

/// Finds the format of a usage that came without `usageFormat`. Keys that only one format has
/// decide for any provider. Keys that several have with different meanings never do: there the
/// provider decides, and where it is unknown or speaks in two ways that the keys do not tell apart,
/// the usage is refused, because a wrong guess bills cached tokens twice or not at all.
final class FormatChoice {
  private static final Field CHAT_KEYS = Field.of("prompt_tokens", "completion_tokens");
  private static final Field SNAKE_KEYS = Field.of("input_tokens", "output_tokens");
  private static final Field CAMEL_KEYS = Field.of("inputTokens", "outputTokens");
  private static final Field VERCEL_4_KEYS = Field.of("promptTokens", "completionTokens");
  private static final Field GEMINI_KEYS =
      Field.of(
          "promptTokenCount",
          "candidatesTokenCount",
          "thoughtsTokenCount",
          "responseTokenCount",
          "prompt_token_count",
          "candidates_token_count",
          "thoughts_token_count",
          "response_token_count");
  private static final Field COHERE_KEYS = Field.of("billed_units", "tokens.input_tokens");

  /// Of the usages with `input_tokens`, these have only Anthropic's.
  private static final Field ANTHROPIC_KEYS =
      Field.of("cache_read_input_tokens", "cache_creation_input_tokens", "cache_creation");

  /// Of the usages with `input_tokens`, these have only OpenAI's.
  private static final Field OPENAI_KEYS =
      Field.of(
          "input_tokens_details", "input_token_details", "output_token_details", "total_tokens");

  /// Of the usages with `inputTokens`, these have only those whose input excludes the cache.
  private static final Field CONVERSE_KEYS =
      Field.of(
          "cacheReadInputTokens",
          "cacheWriteInputTokens",
          "cacheCreationInputTokens",
          "cacheReadInputTokenCount",
          "cacheWriteInputTokenCount",
          "cacheDetails");

  private FormatChoice() {}

  /// The format of what `reader` reads; when it is empty, `reader` has been told to refuse.
  static Optional<UsageFormat> choose(UsageReader reader, String provider) {
    if (reader.has(CHAT_KEYS)) return Optional.of(UsageFormat.OPENAI_CHAT);
    if (reader.has(SNAKE_KEYS)) return snake(reader, provider);
    if (reader.has(GEMINI_KEYS)) return Optional.of(UsageFormat.GEMINI);
    if (reader.has(CAMEL_KEYS)) return camel(reader, provider);
    if (reader.has(VERCEL_4_KEYS)) return Optional.of(UsageFormat.VERCEL_AI);
    if (reader.has(COHERE_KEYS)) return Optional.of(UsageFormat.COHERE);
    if (reader.has(OtelUsage.INPUT) || reader.has(OtelUsage.OUTPUT)) {
      return Optional.of(UsageFormat.OTEL);
    }
    reader.refuseEmpty();
    return Optional.empty();
  }

  private static Optional<UsageFormat> snake(UsageReader reader, String provider) {
    if (provider.equals(Provider.ANTHROPIC)) return Optional.of(UsageFormat.ANTHROPIC);
    if (!Provider.isKnown(provider)) return ambiguous(reader, "input_tokens");
    boolean anthropic = reader.has(ANTHROPIC_KEYS);
    boolean openai = reader.has(OPENAI_KEYS);
    if (provider.equals(Provider.OPENAI) && (openai || !anthropic)) {
      return Optional.of(UsageFormat.OPENAI_RESPONSES);
    }
    if (provider.equals(Provider.OPENAI) || (openai && anthropic)) {
      return ambiguous(reader, "input_tokens");
    }
    // The other providers host models of both. Without keys of either, nothing was cached or
    // detailed, and both readings give the same counts.
    return Optional.of(openai ? UsageFormat.OPENAI_RESPONSES : UsageFormat.ANTHROPIC);
  }

  private static Optional<UsageFormat> camel(UsageReader reader, String provider) {
    boolean vercel = reader.has(VercelUsage.OWN_KEYS);
    boolean converse = reader.has(CONVERSE_KEYS);
    if (vercel && converse) return ambiguous(reader, "inputTokens");
    if (vercel) return Optional.of(UsageFormat.VERCEL_AI);
    if (provider.equals(Provider.AWS)) return Optional.of(UsageFormat.BEDROCK_CONVERSE);
    if (converse || !Provider.isKnown(provider)) return ambiguous(reader, "inputTokens");
    return Optional.of(UsageFormat.VERCEL_AI);
  }

  private static Optional<UsageFormat> ambiguous(UsageReader reader, String key) {
    reader.refuse(
        "usageFormat",
        "is needed: `"
            + key
            + "` includes cached tokens in one format and not in another, and the provider does not"
            + " settle which this is; it is one of "
            + UsageFormat.allowed());
    return Optional.empty();
  }
}
