package dev.tallystick.usage;

import java.util.Optional;

/// How a provider, a library or the sender itself writes usage down. What each of them includes in
/// its totals stands in the table of this package.
public enum UsageFormat {
  /// Chat completions of OpenAI and of everyone who speaks like it.
  OPENAI_CHAT("openai-chat"),
  /// Responses and Realtime of OpenAI.
  OPENAI_RESPONSES("openai-responses"),
  /// Messages of Anthropic, wherever it is hosted.
  ANTHROPIC("anthropic"),
  /// `usageMetadata` of Gemini.
  GEMINI("gemini"),
  /// Converse of Amazon Bedrock.
  BEDROCK_CONVERSE("bedrock-converse"),
  /// Chat of Cohere.
  COHERE("cohere"),
  /// `usage` of the Vercel AI SDK, versions 4 to 6.
  VERCEL_AI("vercel-ai"),
  /// Span attributes of OpenTelemetry (`gen_ai.*`) and OpenInference (`llm.token_count.*`).
  OTEL("otel"),
  /// Disjoint counts in the names of [Kind], as in `tokens`.
  PLAIN("plain");

  private static final String IDS = String.join(", ", ids());

  private final String id;

  UsageFormat(String id) {
    this.id = id;
  }

  /// The name of this format in `usageFormat`.
  public String id() {
    return id;
  }

  /// The format of an id; empty when there is none.
  public static Optional<UsageFormat> of(String id) {
    for (var format : values()) {
      if (format.id.equals(id)) return Optional.of(format);
    }
    return Optional.empty();
  }

  /// All ids with commas between, for a message to people.
  public static String allowed() {
    return IDS;
  }

  private static String[] ids() {
    var formats = values();
    var ids = new String[formats.length];
    for (int i = 0; i < formats.length; i++) ids[i] = formats[i].id;
    return ids;
  }
}
