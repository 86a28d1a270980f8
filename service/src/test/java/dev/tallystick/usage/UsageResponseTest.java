package dev.tallystick.usage;

import static dev.tallystick.usage.Payloads.ANTHROPIC;
import static dev.tallystick.usage.Payloads.CHAT;
import static dev.tallystick.usage.Payloads.GEMINI;
import static dev.tallystick.usage.Payloads.codes;
import static dev.tallystick.usage.Payloads.normalised;
import static dev.tallystick.usage.Payloads.refused;
import static dev.tallystick.usage.Payloads.tokens;
import static dev.tallystick.usage.Payloads.usage;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams, and what the response around a usage says.
final class UsageResponseTest {
  @Test
  void trap8ValuesOfAStreamReplaceOneAnother() {
    var anthropic =
        normalised(
            "anthropic",
            """
            [{"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":
               {"input_tokens":21,"cache_read_input_tokens":16399,"output_tokens":1,
                "service_tier":"priority"}}},
             {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}},
             {"type":"message_delta","usage":{"output_tokens":200,"input_tokens":null}},
             {"type":"message_delta","usage":{"output_tokens":503}},
             {"type":"message_stop"}]
            """);
    assertThat(anthropic.usage()).isEqualTo(tokens(21, 503, 16399, 0, 0, 0));
    assertThat(anthropic.serviceTier()).contains("priority");
    assertThat(anthropic.model()).contains("claude-sonnet-4-5");
    assertThat(anthropic.warnings()).isEmpty();

    var chunk = "{\"choices\":[{}],\"usage\":null}";
    assertThat(usage("openai", "[%s,%s,%s]".formatted(chunk, chunk, CHAT)))
        .isEqualTo(tokens(86, 172, 1920, 0, 0, 128));
    assertThat(
            usage(
                "gemini", "[{\"usageMetadata\":{\"promptTokenCount\":1200}},%s]".formatted(GEMINI)))
        .isEqualTo(tokens(240, 200, 1000, 0, 0, 350));
  }

  @Test
  void trap9ABrokenStreamIsNeverFree() {
    var opened =
        normalised(
            "anthropic",
            """
            [{"type":"message_start","message":{"usage":{"input_tokens":21,"output_tokens":1}}}]
            """);
    assertThat(codes(opened)).isEqualTo(Warning.USAGE_STREAM_INCOMPLETE);
    assertThat(refused("openai", "[{\"usage\":null},{\"usage\":null}]").reason())
        .contains("estimate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
            {"usage":{"prompt_tokens":1},"model":"gpt-5.6-2026-07-01"}                   | gpt-5.6-2026-07-01
            {"usageMetadata":{"promptTokenCount":1},"modelVersion":"gemini-2.5-pro"}     | gemini-2.5-pro
            {"response":{"usage":{"prompt_tokens":1},"model":"inner"},"model":"outer"}   | inner
            {"usage":{"promptTokens":1},"response":{"modelId":"claude-sonnet-4-5"}}      | claude-sonnet-4-5
            {"attributes":{"gen_ai.usage.input_tokens":1,"gen_ai.response.model":"m","gen_ai.request.model":"alias"}} | m
            {"usage":{"prompt_tokens":1},"model":" "}                                    |
            {"prompt_tokens":1}                                                          |
          """)
  void trap10TheModelIsTheOneThatAnswered(String raw, String model) {
    assertThat(normalised("openai", raw).model().orElse(null)).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
            {"usage":{"prompt_tokens":1},"service_tier":"default"}               | standard |
            {"usage":{"prompt_tokens":1},"service_tier":"auto"}                  | standard |
            {"usage":{"prompt_tokens":1},"service_tier":"flex"}                  | flex     |
            {"usage":{"prompt_tokens":1},"service_tier":"fast"}                  | priority |
            {"usage":{"prompt_tokens":1},"service_tier":"Priority"}              | priority |
            {"usage":{"prompt_tokens":1},"service_tier":null}                    |          |
            {"usage":{"prompt_tokens":1},"service_tier":"scale"}                 | standard | service_tier_unknown
            {"prompt_tokens":1,"service_tier":"batch"}                           | batch    |
            {"promptTokenCount":1,"trafficType":"ON_DEMAND"}                     | standard |
            {"promptTokenCount":1,"trafficType":"ON_DEMAND_FLEX"}                | flex     |
            {"promptTokenCount":1,"trafficType":"TRAFFIC_TYPE_UNSPECIFIED"}      |          |
            {"promptTokenCount":1,"trafficType":"PROVISIONED_THROUGHPUT"}        | standard | service_tier_unknown
            {"usage":{"prompt_tokens":1},"serviceTier":{"type":"flex"}}          | flex     |
            {"gen_ai.usage.input_tokens":1,"openai.response.service_tier":"flex"} | flex    |
          """)
  void trap11TheServiceTierIsTheResponses(String raw, String tier, String warning) {
    var normalised = normalised("acme", raw);
    assertThat(normalised.serviceTier().orElse(null)).isEqualTo(tier);
    assertThat(codes(normalised)).isEqualTo(warning == null ? "" : warning);
  }

  @Test
  void trap11AnthropicNamesItsTierInsideTheUsage() {
    assertThat(normalised("anthropic", ANTHROPIC).serviceTier()).contains("standard");
    var batch = "{\"input_tokens\":1,\"output_tokens\":1,\"service_tier\":\"batch\"}";
    assertThat(normalised("anthropic", batch).serviceTier()).contains("batch");
    var fast = "{\"input_tokens\":1,\"output_tokens\":1,\"speed\":\"fast\"}";
    assertThat(normalised("anthropic", fast).serviceTier()).contains("priority");
  }
}
