package dev.tallystick.usage;

import static dev.tallystick.usage.Payloads.codes;
import static dev.tallystick.usage.Payloads.normalise;
import static dev.tallystick.usage.Payloads.normalised;
import static dev.tallystick.usage.Payloads.plain;
import static dev.tallystick.usage.Payloads.refused;
import static dev.tallystick.usage.Payloads.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.usage.Normalisation.Normalised;
import dev.tallystick.usage.Normalisation.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single counts: missing, malformed, or not adding up.
final class UsageCountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # who       | usage                                              | refused field
            openai    | {"prompt_tokens":0,"completion_tokens":0}          |
            openai    | {"prompt_tokens":8,"total_tokens":8}               |
            openai    | {"completion_tokens":8}                            | usage.prompt_tokens
            openai    | {"prompt_tokens":null,"completion_tokens":null}    | usage
            openai    | {"input_tokens":8}                                 | usage.output_tokens
            openai    | {}                                                 | usage
            openai    | {"usage":null,"choices":[]}                        | usage
            openai    | {"total_tokens":12}                                | usage
            anthropic | {"input_tokens":0,"output_tokens":0}               |
            anthropic | {"usage":{"output_tokens":5}}                      | usage.usage.input_tokens
            gemini    | {"promptTokenCount":0}                             |
            gemini    | {"promptTokenCount":5,"thoughtsTokenCount":7}      |
            gemini    | {"usageMetadata":{"trafficType":"ON_DEMAND"}}      | usage
            bedrock   | {"inputTokens":5}                                  | usage.outputTokens
            openai    | {"totalTokens":null,"outputTokens":null}           | usage
            openai    | []                                                 | usage
            openai    | [{"usage":null},null,7]                            | usage
          """)
  void trap7ExplicitZeroIsACountAndMissingIsNone(String provider, String raw, String field) {
    switch (normalise(provider, raw)) {
      case Normalised _ -> assertThat(field).isNull();
      case Refused(var refused, var reason) -> {
        assertThat(refused).isEqualTo(field);
        assertThat(reason).contains("`tokens`");
      }
    }
  }

  @Test
  void trap7MissingInputIsFlaggedWhereItMayBeMissing() {
    var normalised =
        normalised("google", "{\"candidatesTokenCount\":9,\"cachedContentTokenCount\":4}");
    assertThat(normalised.usage()).isEqualTo(tokens(0, 9, 4, 0, 0, 0));
    assertThat(codes(normalised)).isEqualTo(Warning.USAGE_INPUT_MISSING);
  }

  @Test
  void trap13AnAnswerFromALocalCacheUsesNothing() {
    var normalised = plain("{\"input\":0,\"output\":0}");
    assertThat(normalised)
        .isInstanceOfSatisfying(
            Normalised.class, free -> assertThat(free.usage()).isEqualTo(Usage.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
            10                    | 10
            10.0                  | 10
            1e1                   | 10
            1000000000000         | 1000000000000
            0                     | 0
            1000000000001         |
            1e13                  |
            1e400                 |
            99999999999999999999  |
            10.5                  |
            -1                    |
            -0.5                  |
            "10"                  |
            true                  |
            [10]                  |
            {}                    |
          """)
  void trap15CountsAreWholeNumbers(String number, Long count) {
    var raw = "{\"usage\":{\"prompt_tokens\":%s,\"completion_tokens\":1}}".formatted(number);
    switch (normalise("openai", raw)) {
      case Normalised normalised -> assertThat(normalised.usage().input()).isEqualTo(count);
      case Refused(var field, var reason) -> {
        assertThat(count).isNull();
        assertThat(field).isEqualTo("usage.usage.prompt_tokens");
        assertThat(reason).startsWith("must be a whole number");
      }
    }
  }

  @Test
  void trap15ARefusalNamesTheExactField() {
    assertThat(
            refused(
                    "openai",
                    "{\"prompt_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":-1}}")
                .field())
        .isEqualTo("usage.prompt_tokens_details.cached_tokens");
    assertThat(refused("openai", "[null,{\"usage\":{\"prompt_tokens\":true}}]").field())
        .isEqualTo("usage[1].usage.prompt_tokens");
    assertThat(
            refused(
                    "gemini",
                    """
                    {"promptTokenCount":1,"promptTokensDetails":
                      [{"modality":"TEXT","tokenCount":1},{"modality":"AUDIO","tokenCount":"1"}]}
                    """)
                .field())
        .isEqualTo("usage.promptTokensDetails[1].tokenCount");
    var notANumber =
        JsonNodeFactory.instance.objectNode().set("prompt_tokens", DoubleNode.valueOf(Double.NaN));
    assertThat(UsageNormaliser.normalise("openai", null, notANumber)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # usage                                                                                         | input | cached | output | reasoning | warning
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}                                  |    10 |      0 |      5 |         0 |
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":99}                                  |    10 |      0 |      5 |         0 | usage_total_mismatch
            {"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":12}}        |     0 |     10 |      5 |         0 | usage_parts_exceed_total
            {"prompt_tokens":10,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":7}} |    10 |      0 |      0 |         5 | usage_parts_exceed_total
            {"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":6} | 6 |  4 |      5 |         0 |
            {"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":7} | 6 |  4 |      5 |         0 | usage_total_mismatch
            {"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":16}                         |    10 |      0 |      5 |         0 | usage_total_mismatch
            {"promptTokenCount":10,"candidatesTokenCount":5,"cachedContentTokenCount":11}                 |     0 |     10 |      5 |         0 | usage_parts_exceed_total
          """)
  void trap17PartsThatDoNotAddUpAreKeptAndFlagged(
      String raw, long input, long cached, long output, long reasoning, String warning) {
    var normalised = normalised("deepseek", raw);
    assertThat(normalised.usage()).isEqualTo(tokens(input, output, cached, 0, 0, reasoning));
    assertThat(codes(normalised)).isEqualTo(warning == null ? "" : warning);
  }

  @Test
  void tooManyTokensOfOneKindAreRefused() {
    var raw = "{\"promptTokenCount\":1000000000000,\"toolUsePromptTokenCount\":1}";
    assertThat(refused("gemini", raw).field()).isEqualTo("usage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # tokens                          | refused field     | warning
            {"input":1,"output":2}          |                   |
            {"cacheWrite1h":2}              |                   |
            {"input":1,"output":null}       |                   |
            {"input":1,"estimated":true}    |                   | usage_estimated
            {"input":1,"estimated":false}   |                   |
            {"input":1,"estimated":"yes"}   | tokens.estimated  |
            {"input":1,"cached":2}          | tokens.cached     |
            {"input":1,"requests":2}        | tokens.requests   |
            {"input":"1"}                   | tokens.input      |
            {"input":1,"usage":{"input":1}} | tokens.usage      |
            {"estimated":true}              | tokens            |
            {}                              | tokens            |
            []                              | tokens            |
            7                               | tokens            |
          """)
  void plainTokensAreStrict(String tokens, String field, String warning) {
    switch (plain(tokens)) {
      case Normalised normalised -> {
        assertThat(field).isNull();
        assertThat(codes(normalised)).isEqualTo(warning == null ? "" : warning);
      }
      case Refused refused -> assertThat(refused.field()).isEqualTo(field);
    }
  }
}
