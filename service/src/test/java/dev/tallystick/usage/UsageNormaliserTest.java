package dev.tallystick.usage;

import static dev.tallystick.usage.Payloads.ANTHROPIC;
import static dev.tallystick.usage.Payloads.CHAT;
import static dev.tallystick.usage.Payloads.GEMINI;
import static dev.tallystick.usage.Payloads.RESPONSES;
import static dev.tallystick.usage.Payloads.codes;
import static dev.tallystick.usage.Payloads.normalise;
import static dev.tallystick.usage.Payloads.normalised;
import static dev.tallystick.usage.Payloads.refused;
import static dev.tallystick.usage.Payloads.tokens;
import static dev.tallystick.usage.Payloads.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.usage.Normalisation.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the formats include, and which format it is.
final class UsageNormaliserTest {
  @Test
  void trap1InputIncludesTheCacheOrDoesNot() {
    assertThat(usage("openai", CHAT)).isEqualTo(tokens(86, 172, 1920, 0, 0, 128));
    assertThat(usage("openai", RESPONSES)).isEqualTo(tokens(86, 172, 1920, 0, 0, 128));
    assertThat(usage("anthropic", ANTHROPIC))
        .isEqualTo(new Usage(21, 383, 16399, 400, 2000, 120, 0, 0, 1));
    assertThat(usage("gemini", GEMINI)).isEqualTo(tokens(240, 200, 1000, 0, 0, 350));
    assertThat(
            usage(
                "bedrock",
                """
                {"inputTokens":21,"outputTokens":503,"totalTokens":18923,
                 "cacheReadInputTokens":16399,"cacheWriteInputTokens":2000,
                 "cacheDetails":[{"ttl":"1h","inputTokens":1500},{"ttl":"5m","inputTokens":500}]}
                """))
        .isEqualTo(tokens(21, 503, 16399, 500, 1500, 0));
    assertThat(
            usage(
                "anthropic",
                """
                {"inputTokens":18820,
                 "inputTokenDetails":{"noCacheTokens":21,"cacheReadTokens":16399,
                  "cacheWriteTokens":2400},
                 "outputTokens":503,"outputTokenDetails":{"textTokens":383,"reasoningTokens":120},
                 "totalTokens":19323,"reasoningTokens":120,"cachedInputTokens":16399,
                 "raw":{"cache_creation":{"ephemeral_1h_input_tokens":2000},
                  "server_tool_use":{"web_search_requests":1}}}
                """))
        .isEqualTo(new Usage(21, 383, 16399, 400, 2000, 120, 0, 0, 1));
  }

  @Test
  void trap1NeverGuessesBetweenFormatsOfTheSameKeys() {
    var snake = refused("acme", "{\"input_tokens\":10,\"output_tokens\":5}");
    assertThat(snake.field()).isEqualTo("usageFormat");
    assertThat(snake.reason()).contains("openai-responses", "anthropic", "bedrock-converse");
    assertThat(
            refused("acme", "{\"inputTokens\":10,\"outputTokens\":5,\"cacheReadInputTokens\":3}"))
        .extracting(Refused::field)
        .isEqualTo("usageFormat");
    assertThat(refused("openai", "{\"input_tokens\":10,\"cache_read_input_tokens\":5}").field())
        .isEqualTo("usageFormat");

    var raw =
        """
        {"input_tokens":100,"output_tokens":5,"cache_read_input_tokens":60,
         "input_tokens_details":{"cached_tokens":60}}
        """;
    assertThat(refused("openrouter", raw).field()).isEqualTo("usageFormat");
    assertThat(usage(normalise("acme", UsageFormat.ANTHROPIC, raw)))
        .isEqualTo(tokens(100, 5, 60, 0, 0, 0));
    assertThat(usage(normalise("acme", UsageFormat.OPENAI_RESPONSES, raw)))
        .isEqualTo(tokens(40, 5, 60, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # cache as the instrumentation counts it          | input | warning
            "gen_ai.usage.input_tokens":18820               |    21 |
            "gen_ai.usage.input_tokens":21                  |    21 | usage_input_excludes_cache
            "gen_ai.usage.input_tokens":0                   |     0 | usage_input_excludes_cache
            "gen_ai.usage.prompt_tokens":18820              |    21 |
            "gen_ai":{"usage":{"input_tokens":18820}}       |    21 |
            "gen_ai.usage":{"input_tokens":18820}           |    21 |
          """)
  void trap2OtelInputIsSummedAlreadyOrNot(String input, long fresh, String warning) {
    var normalised =
        normalised(
            "anthropic",
            """
            {%s,"gen_ai.usage.output_tokens":503,
             "gen_ai.usage.cache_read.input_tokens":16399,
             "gen_ai.usage.cache_creation.input_tokens":2400,
             "gen_ai.usage.reasoning.output_tokens":120}
            """
                .formatted(input));
    assertThat(normalised.usage()).isEqualTo(tokens(fresh, 383, 16399, 2400, 0, 120));
    assertThat(codes(normalised)).isEqualTo(warning == null ? "" : warning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # written                                                          | 5m   | 1h   | warning
            "cache_creation_input_tokens":2400                               | 2400 |    0 |
            "cache_creation_input_tokens":2400,"cache_creation":null         | 2400 |    0 |
            "cache_creation_input_tokens":2400,"cache_creation":{"ephemeral_5m_input_tokens":400,"ephemeral_1h_input_tokens":2000} | 400 | 2000 |
            "cache_creation_input_tokens":2400,"cache_creation":{"ephemeral_1h_input_tokens":2400} | 0 | 2400 |
            "cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":8} | 7 | 8 |
            "cache_creation_input_tokens":2400,"cache_creation":{"ephemeral_1h_input_tokens":2000} | 400 | 2000 | usage_total_mismatch
            "cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":8,"ephemeral_1h_input_tokens":8} | 2 | 8 | usage_parts_exceed_total
          """)
  void trap3CacheCreationIsASplitAndNotExtra(
      String written, long fiveMinutes, long oneHour, String warning) {
    var normalised =
        normalised("anthropic", "{\"input_tokens\":1,\"output_tokens\":2,%s}".formatted(written));
    assertThat(normalised.usage()).isEqualTo(tokens(1, 2, 0, fiveMinutes, oneHour, 0));
    assertThat(codes(normalised)).isEqualTo(warning == null ? "" : warning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # who        | usage                                                                | output | reasoning
            openai     | "completion_tokens_details":{"reasoning_tokens":40}                  |     60 |        40
            openai     | "total_tokens":110,"completion_tokens_details":{"reasoning_tokens":40} |   60 |        40
            openrouter | "total_tokens":150,"completion_tokens_details":{"reasoning_tokens":40} |  100 |        40
            xai        | "completion_tokens_details":{"reasoning_tokens":40}                  |    100 |        40
            xai        | "total_tokens":150,"completion_tokens_details":{"reasoning_tokens":40} |  100 |        40
            xai        | "total_tokens":110,"completion_tokens_details":{"reasoning_tokens":40} |   60 |        40
            perplexity | "total_tokens":110,"reasoning_tokens":400                           |    100 |       400
          """)
  void trap6ReasoningIsInsideTheOutputOrOutside(
      String provider, String rest, long output, long reasoning) {
    var normalised =
        normalised(provider, "{\"prompt_tokens\":10,\"completion_tokens\":100,%s}".formatted(rest));
    assertThat(normalised.usage()).isEqualTo(tokens(10, output, 0, 0, 0, reasoning));
    assertThat(normalised.warnings()).isEmpty();
  }

  @Test
  void realtimeTellsCachedAudioFromCachedText() {
    var raw =
        """
        {"type":"response.done","response":{"usage":{"total_tokens":1000,"input_tokens":800,
          "output_tokens":200,
          "input_token_details":{"text_tokens":300,"audio_tokens":500,"cached_tokens":250,
            "cached_tokens_details":{"text_tokens":150,"audio_tokens":100}},
          "output_token_details":{"text_tokens":50,"audio_tokens":150}}}}
        """;
    assertThat(usage("openai", raw)).isEqualTo(new Usage(150, 50, 250, 0, 0, 0, 400, 150, 0));
  }

  @Test
  void geminiCountsAudioByModality() {
    var raw =
        """
        {"prompt_token_count":1000,"cached_content_token_count":300,"candidates_token_count":80,
         "prompt_tokens_details":[{"modality":"TEXT","token_count":600},
           {"modality":"AUDIO","token_count":400}],
         "cache_tokens_details":[{"modality":"AUDIO","token_count":100}],
         "candidates_tokens_details":[{"modality":"AUDIO","token_count":80}]}
        """;
    assertThat(usage("vertex_ai", raw)).isEqualTo(new Usage(400, 0, 300, 0, 0, 0, 300, 80, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # provider  | what came                                                                          | format           | input | cached | written
            azure     | {"input_tokens":10,"output_tokens":5,"input_tokens_details":{"cached_tokens":4}}   | openai-responses |     6 |      4 |       0
            aws       | {"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":4}                  | anthropic        |    10 |      4 |       0
            aws       | {"input_tokens":10,"output_tokens":5}                                              | anthropic        |    10 |      0 |       0
            aws       | {"prompt_tokens":10,"completion_tokens":5}                                         | openai-chat      |    10 |      0 |       0
            aws       | {"metadata":{"usage":{"inputTokens":10,"outputTokens":5,"cacheReadInputTokens":4}}} | bedrock-converse |   10 |      4 |       0
            aws       | {"inputTokens":10,"outputTokens":5,"inputTokenDetails":{"cacheReadTokens":4}}      | vercel-ai        |     6 |      4 |       0
            openai    | {"inputTokens":10,"outputTokens":5,"cachedInputTokens":4}                          | vercel-ai        |     6 |      4 |       0
            anthropic | {"inputTokens":10,"outputTokens":5,"cachedInputTokens":4}                          | vercel-ai        |    10 |      4 |       0
            openai    | {"inputTokens":10,"outputTokens":5,"cachedInputTokens":40}                         | vercel-ai        |    10 |     40 |       0
            anthropic | {"usage":{"inputTokens":10,"outputTokens":5},"providerMetadata":{"anthropic":{"cacheCreationInputTokens":7}}} | vercel-ai | 10 | 0 | 7
            acme      | {"promptTokens":10,"completionTokens":5}                                           | vercel-ai        |    10 |      0 |       0
            openai    | {"usage":{"inputTokens":1,"outputTokens":1},"totalUsage":{"inputTokens":10,"outputTokens":5}} | vercel-ai | 10 |   0 |       0
            cohere    | {"usage":{"billed_units":{"input_tokens":10,"output_tokens":5},"tokens":{"input_tokens":70,"output_tokens":9}}} | cohere | 10 | 0 | 0
            acme      | {"llm.token_count.prompt":10,"llm.token_count.completion":5,"llm.token_count.prompt_details.cache_read":4} | otel | 6 | 4 |     0
            openrouter | {"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":3},"cost":0.1} | openai-chat | 3 | 4 | 3
          """)
  void findsTheFormatByProviderAndKeys(
      String provider, String raw, String format, long input, long cached, long written) {
    var normalised = normalised(provider, raw);
    assertThat(normalised.format().id()).isEqualTo(format);
    assertThat(normalised.usage()).isEqualTo(tokens(input, 5, cached, written, 0, 0));
    assertThat(UsageFormat.of(format)).contains(normalised.format());
  }

  @Test
  void perplexityReadsCitationsAndSearches() {
    var raw =
        """
        {"prompt_tokens":33,"completion_tokens":7163,"total_tokens":7196,"citation_tokens":20236,
         "num_search_queries":18,"reasoning_tokens":73997}
        """;
    assertThat(usage("perplexity", raw))
        .isEqualTo(new Usage(20269, 7163, 0, 0, 0, 73997, 0, 0, 18));
  }
}
