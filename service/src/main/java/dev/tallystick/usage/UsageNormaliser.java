package dev.tallystick.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.usage.Normalisation.Normalised;
import dev.tallystick.usage.Normalisation.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns usage as a provider wrote it into disjoint counts. Pure, without state, and total: any
/// JSON gives [Normalised] or [Refused], never an exception.
public final class UsageNormaliser {
  private static final Field MODEL =
      Field.of("model", "modelVersion", "model_version", "modelId", "response.modelId");

  private UsageNormaliser() {}

  /// Normalises the `usage` of a message.
  ///
  /// @param provider who answered, under any of the names that [Provider#canonical] knows
  /// @param format how the usage is written; null to find out by provider and keys
  /// @param rawUsage the usage object, the response that holds it, or an array of either: the
  ///   chunks of a stream in order, of which later values replace earlier ones
  public static Normalisation normalise(
      String provider, @Nullable UsageFormat format, JsonNode rawUsage) {
    if (!rawUsage.isObject() && !rawUsage.isArray()) {
      return new Refused(
          "usage", "must be the provider's usage object, its response, or an array of chunks");
    }
    var reader = UsageReader.of(rawUsage, "usage");
    var canonical = Provider.canonical(provider);
    var chosen = format == null ? FormatChoice.choose(reader, canonical) : Optional.of(format);
    if (chosen.isEmpty()) return outcome(reader, Usage.NONE, UsageFormat.PLAIN);
    return outcome(reader, read(chosen.get(), reader, canonical), chosen.get());
  }

  /// Normalises the `tokens` of a message: counts that are disjoint already, in the names of
  /// [Kind]. `"estimated": true` says that nobody counted, as after a stream that broke off.
  public static Normalisation plain(JsonNode tokens) {
    if (!tokens.isObject()) {
      return new Refused(
          "tokens", "must be an object of counts, as {\"input\": 12, \"output\": 3}");
    }
    var reader = UsageReader.ofBare(tokens, "tokens");
    return outcome(reader, PlainUsage.read(reader), UsageFormat.PLAIN);
  }

  private static Usage read(UsageFormat format, UsageReader reader, String provider) {
    return switch (format) {
      case OPENAI_CHAT -> OpenAiUsage.read(OpenAiUsage.CHAT, reader, provider);
      case OPENAI_RESPONSES -> OpenAiUsage.read(OpenAiUsage.RESPONSES, reader, provider);
      case ANTHROPIC -> AnthropicUsage.read(reader);
      case GEMINI -> GeminiUsage.read(reader);
      case BEDROCK_CONVERSE -> BedrockUsage.read(reader);
      case COHERE -> CohereUsage.read(reader);
      case VERCEL_AI -> VercelUsage.read(reader, provider);
      case OTEL -> OtelUsage.read(reader);
      case PLAIN -> PlainUsage.read(reader);
    };
  }

  private static Normalisation outcome(UsageReader reader, Usage usage, UsageFormat format) {
    var refusal = reader.refusal();
    if (refusal != null) return refusal;
    var serviceTier = ServiceTier.of(reader, format);
    var model = reader.text(format == UsageFormat.OTEL ? OtelUsage.RESPONSE_MODEL : MODEL);
    return new Normalised(
        usage, format, serviceTier, Optional.ofNullable(model), reader.warnings());
  }
}
