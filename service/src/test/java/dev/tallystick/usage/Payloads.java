package dev.tallystick.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.usage.Normalisation.Normalised;
import dev.tallystick.usage.Normalisation.Refused;

/// Payloads as providers document them, and short ways to normalise a payload.
final class Payloads {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String CHAT =
      """
      {"usage":{"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,
       "prompt_tokens_details":{"cached_tokens":1920,"cache_write_tokens":0,"audio_tokens":0},
       "completion_tokens_details":{"reasoning_tokens":128,"audio_tokens":0,
        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},
       "service_tier":"default","model":"gpt-5.6-2026-07-01"}
      """;
  static final String RESPONSES =
      """
      {"usage":{"input_tokens":2006,
        "input_tokens_details":{"cached_tokens":1920,"cache_write_tokens":0},
        "output_tokens":300,"output_tokens_details":{"reasoning_tokens":128},"total_tokens":2306}}
      """;
  static final String ANTHROPIC =
      """
      {"usage":{"input_tokens":21,"cache_creation_input_tokens":2400,
        "cache_read_input_tokens":16399,
        "cache_creation":{"ephemeral_5m_input_tokens":400,"ephemeral_1h_input_tokens":2000},
        "output_tokens":503,"output_tokens_details":{"thinking_tokens":120},
        "server_tool_use":{"web_search_requests":1},"service_tier":"standard"}}
      """;
  static final String GEMINI =
      """
      {"usageMetadata":{"promptTokenCount":1200,"cachedContentTokenCount":1000,
        "candidatesTokenCount":200,"thoughtsTokenCount":350,"toolUsePromptTokenCount":40,
        "totalTokenCount":1790,
        "promptTokensDetails":[{"modality":"TEXT","tokenCount":1200}],
        "cacheTokensDetails":[{"modality":"TEXT","tokenCount":1000}],
        "candidatesTokensDetails":[],"toolUsePromptTokensDetails":[],"trafficType":"ON_DEMAND"},
       "modelVersion":"gemini-2.5-pro"}
      """;

  private Payloads() {}

  /// Counts without audio and searches.
  static Usage tokens(
      long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h, long reasoning) {
    return new Usage(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning, 0, 0, 0);
  }

  static Usage usage(String provider, String raw) {
    return usage(normalise(provider, raw));
  }

  static Usage usage(Normalisation normalisation) {
    assertThat(normalisation).isInstanceOf(Normalised.class);
    return ((Normalised) normalisation).usage();
  }

  static Normalised normalised(String provider, String raw) {
    var normalisation = normalise(provider, raw);
    assertThat(normalisation).isInstanceOf(Normalised.class);
    return (Normalised) normalisation;
  }

  static Refused refused(String provider, String raw) {
    var normalisation = normalise(provider, raw);
    assertThat(normalisation).isInstanceOf(Refused.class);
    return (Refused) normalisation;
  }

  static String codes(Normalised normalised) {
    return String.join(" ", normalised.warnings().stream().map(Warning::code).toList());
  }

  static Normalisation normalise(String provider, UsageFormat format, String raw) {
    return UsageNormaliser.normalise(provider, format, parse(raw));
  }

  static Normalisation normalise(String provider, String raw) {
    return UsageNormaliser.normalise(provider, null, parse(raw));
  }

  static Normalisation plain(String tokens) {
    return UsageNormaliser.plain(parse(tokens));
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
