package dev.tallystick.usage;

import static dev.tallystick.usage.Kind.AUDIO_INPUT;
import static dev.tallystick.usage.Kind.AUDIO_OUTPUT;
import static dev.tallystick.usage.Kind.CACHE_READ;
import static dev.tallystick.usage.Kind.CACHE_WRITE;
import static dev.tallystick.usage.Kind.CACHE_WRITE_1H;
import static dev.tallystick.usage.Kind.INPUT;
import static dev.tallystick.usage.Kind.OUTPUT;
import static dev.tallystick.usage.Kind.REASONING;
import static dev.tallystick.usage.Kind.WEB_SEARCH;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Writes a usage down as each provider would: the formats' rules a second time, in the other
/// direction and as plainly as they are documented.
final class UsageEncoders {
  /// A way to write usage down.
  ///
  /// @param kinds the kinds it can express; the others must be 0
  record Encoder(
      String name,
      String provider,
      UsageFormat format,
      Set<Kind> kinds,
      Function<Usage, ObjectNode> encode) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Encoder> ALL =
      List.of(
          new Encoder(
              "chat",
              "openai",
              UsageFormat.OPENAI_CHAT,
              with(CACHE_READ, CACHE_WRITE, REASONING, AUDIO_INPUT, AUDIO_OUTPUT),
              UsageEncoders::chat),
          new Encoder(
              "chat of xAI",
              "xai",
              UsageFormat.OPENAI_CHAT,
              with(CACHE_READ, REASONING),
              UsageEncoders::xai),
          new Encoder(
              "responses",
              "azure",
              UsageFormat.OPENAI_RESPONSES,
              with(CACHE_READ, CACHE_WRITE, REASONING),
              UsageEncoders::responses),
          new Encoder(
              "realtime",
              "openai",
              UsageFormat.OPENAI_RESPONSES,
              with(CACHE_READ, AUDIO_INPUT, AUDIO_OUTPUT),
              UsageEncoders::realtime),
          new Encoder(
              "anthropic",
              "anthropic",
              UsageFormat.ANTHROPIC,
              with(CACHE_READ, CACHE_WRITE, CACHE_WRITE_1H, REASONING, WEB_SEARCH),
              UsageEncoders::anthropic),
          new Encoder(
              "gemini",
              "google",
              UsageFormat.GEMINI,
              with(CACHE_READ, REASONING, AUDIO_INPUT, AUDIO_OUTPUT),
              UsageEncoders::gemini),
          new Encoder(
              "converse",
              "bedrock",
              UsageFormat.BEDROCK_CONVERSE,
              with(CACHE_READ, CACHE_WRITE, CACHE_WRITE_1H),
              UsageEncoders::converse),
          new Encoder("cohere", "cohere", UsageFormat.COHERE, with(), UsageEncoders::cohere),
          new Encoder(
              "vercel 6",
              "anthropic",
              UsageFormat.VERCEL_AI,
              with(CACHE_READ, CACHE_WRITE, REASONING),
              UsageEncoders::vercel6),
          new Encoder(
              "vercel 5",
              "openai",
              UsageFormat.VERCEL_AI,
              with(CACHE_READ, REASONING),
              UsageEncoders::vercel5),
          new Encoder("vercel 4", "openai", UsageFormat.VERCEL_AI, with(), UsageEncoders::vercel4),
          new Encoder(
              "otel",
              "anthropic",
              UsageFormat.OTEL,
              with(CACHE_READ, CACHE_WRITE, REASONING),
              UsageEncoders::otel),
          new Encoder(
              "plain",
              "anyone",
              UsageFormat.PLAIN,
              with(
                  CACHE_READ,
                  CACHE_WRITE,
                  CACHE_WRITE_1H,
                  REASONING,
                  AUDIO_INPUT,
                  AUDIO_OUTPUT,
                  WEB_SEARCH),
              UsageEncoders::plain));

  private UsageEncoders() {}

  private static ObjectNode chat(Usage usage) {
    long completion = usage.output() + usage.reasoning() + usage.audioOutput();
    var json =
        object()
            .put("prompt_tokens", usage.totalInput())
            .put("completion_tokens", completion)
            .put("total_tokens", usage.totalTokens());
    json.putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite())
        .put("audio_tokens", usage.audioInput());
    json.putObject("completion_tokens_details")
        .put("reasoning_tokens", usage.reasoning())
        .put("audio_tokens", usage.audioOutput());
    return json;
  }

  private static ObjectNode xai(Usage usage) {
    return chat(usage).put("completion_tokens", usage.output());
  }

  private static ObjectNode responses(Usage usage) {
    var json =
        object()
            .put("input_tokens", usage.totalInput())
            .put("output_tokens", usage.output() + usage.reasoning())
            .put("total_tokens", usage.totalTokens());
    json.putObject("input_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWrite());
    json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    return json;
  }

  /// A third of what is cached was audio.
  private static ObjectNode realtime(Usage usage) {
    long cachedAudio = usage.cacheRead() / 3;
    var json =
        object()
            .put("input_tokens", usage.totalInput())
            .put("output_tokens", usage.output() + usage.audioOutput())
            .put("total_tokens", usage.totalTokens());
    json.putObject("input_token_details")
        .put("audio_tokens", usage.audioInput() + cachedAudio)
        .put("cached_tokens", usage.cacheRead())
        .putObject("cached_tokens_details")
        .put("audio_tokens", cachedAudio)
        .put("text_tokens", usage.cacheRead() - cachedAudio);
    json.putObject("output_token_details").put("audio_tokens", usage.audioOutput());
    return json;
  }

  private static ObjectNode anthropic(Usage usage) {
    var json =
        object()
            .put("input_tokens", usage.input())
            .put("cache_read_input_tokens", usage.cacheRead())
            .put("cache_creation_input_tokens", usage.cacheWrite() + usage.cacheWrite1h())
            .put("output_tokens", usage.output() + usage.reasoning());
    json.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", usage.cacheWrite())
        .put("ephemeral_1h_input_tokens", usage.cacheWrite1h());
    json.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    json.putObject("server_tool_use").put("web_search_requests", usage.webSearches());
    return json;
  }

  /// A quarter of the fresh text came from a tool, a third of what is cached was audio.
  private static ObjectNode gemini(Usage usage) {
    long toolUse = usage.input() / 4;
    long cachedAudio = usage.cacheRead() / 3;
    var json =
        object()
            .put("promptTokenCount", usage.totalInput() - toolUse)
            .put("toolUsePromptTokenCount", toolUse)
            .put("totalTokenCount", usage.totalTokens());
    putUnlessZero(json, "cachedContentTokenCount", usage.cacheRead());
    putUnlessZero(json, "candidatesTokenCount", usage.output() + usage.audioOutput());
    putUnlessZero(json, "thoughtsTokenCount", usage.reasoning());
    putModality(json, "promptTokensDetails", "AUDIO", usage.audioInput() + cachedAudio);
    putModality(json, "cacheTokensDetails", "AUDIO", cachedAudio);
    putModality(json, "candidatesTokensDetails", "AUDIO", usage.audioOutput());
    return json;
  }

  private static ObjectNode converse(Usage usage) {
    var json =
        object()
            .put("inputTokens", usage.input())
            .put("outputTokens", usage.output())
            .put("totalTokens", usage.totalTokens())
            .put("cacheReadInputTokens", usage.cacheRead())
            .put("cacheWriteInputTokens", usage.cacheWrite() + usage.cacheWrite1h());
    var details = json.putArray("cacheDetails");
    details.addObject().put("ttl", "1h").put("inputTokens", usage.cacheWrite1h());
    details.addObject().put("ttl", "5m").put("inputTokens", usage.cacheWrite());
    return json;
  }

  private static ObjectNode cohere(Usage usage) {
    var json = object();
    json.putObject("tokens")
        .put("input_tokens", usage.input())
        .put("output_tokens", usage.output());
    return json;
  }

  private static ObjectNode vercel6(Usage usage) {
    var json =
        vercel5(usage)
            .put("reasoningTokens", usage.reasoning())
            .put("cachedInputTokens", usage.cacheRead());
    json.putObject("inputTokenDetails")
        .put("noCacheTokens", usage.input())
        .put("cacheReadTokens", usage.cacheRead())
        .put("cacheWriteTokens", usage.cacheWrite());
    json.putObject("outputTokenDetails")
        .put("textTokens", usage.output())
        .put("reasoningTokens", usage.reasoning());
    return json;
  }

  private static ObjectNode vercel5(Usage usage) {
    return object()
        .put("inputTokens", usage.totalInput())
        .put("outputTokens", usage.output() + usage.reasoning())
        .put("totalTokens", usage.totalTokens())
        .put("reasoningTokens", usage.reasoning())
        .put("cachedInputTokens", usage.cacheRead());
  }

  private static ObjectNode vercel4(Usage usage) {
    return object()
        .put("promptTokens", usage.input())
        .put("completionTokens", usage.output())
        .put("totalTokens", usage.totalTokens());
  }

  private static ObjectNode otel(Usage usage) {
    return object()
        .put("gen_ai.usage.input_tokens", usage.totalInput())
        .put("gen_ai.usage.output_tokens", usage.output() + usage.reasoning())
        .put("gen_ai.usage.cache_read.input_tokens", usage.cacheRead())
        .put("gen_ai.usage.cache_creation.input_tokens", usage.cacheWrite())
        .put("gen_ai.usage.reasoning.output_tokens", usage.reasoning());
  }

  private static ObjectNode plain(Usage usage) {
    var json = object();
    for (var kind : Kind.values()) {
      if (kind != Kind.REQUEST) json.put(kind.jsonName(), usage.of(kind));
    }
    return json;
  }

  private static void putUnlessZero(ObjectNode json, String key, long count) {
    if (count != 0) json.put(key, count);
  }

  private static void putModality(ObjectNode json, String key, String modality, long count) {
    json.putArray(key).addObject().put("modality", modality).put("tokenCount", count);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Input and output, which every format has, and `kinds`.
  private static Set<Kind> with(Kind... kinds) {
    var all = EnumSet.of(INPUT, OUTPUT);
    all.addAll(List.of(kinds));
    return Set.copyOf(all);
  }
}
