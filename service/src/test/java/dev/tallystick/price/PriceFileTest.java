package dev.tallystick.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.TestingData;
import dev.tallystick.usage.Kind;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf(TestingData.IS_PRESENT)
class PriceFileTest {
  @Test
  void readsGenaiPricesWhole() {
    var file = TestingPriceFiles.genaiPrices();
    assertThat(file.catalogue()).isEqualTo(Catalogue.GENAI_PRICES);
    assertThat(file.drafts()).hasSize(1_309);
    assertThat(file.drafts().stream().mapToInt(draft -> draft.timeline().size()).sum())
        .isEqualTo(1_322);
    assertThat(reasons(file)).isEqualTo(Map.of("no price in the catalogue", 157L));
    assertThat(file.ignored())
        .containsOnlyKeys(
            "cache_audio_read_mtok",
            "cache_image_read_mtok",
            "input_image_mtok",
            "input_video_mtok",
            "output_citation_mtok",
            "output_image_mtok",
            "output_video_mtok");
  }

  @Test
  void readsLiteLlmWhole() {
    var file = TestingPriceFiles.litellm();
    assertThat(file.catalogue()).isEqualTo(Catalogue.LITELLM);
    assertThat(
            file.drafts().stream()
                .collect(Collectors.groupingBy(PriceDraft::serviceTier, Collectors.counting())))
        .isEqualTo(
            Map.of(
                ServiceTier.STANDARD, 2_402L,
                ServiceTier.BATCH, 86L,
                ServiceTier.FLEX, 27L,
                ServiceTier.PRIORITY, 81L));
    assertThat(file.skipped()).hasSize(535);
    assertThat(reasons(file))
        .containsEntry("mode image_generation is not priced by tokens", 209L)
        .containsEntry("not priced by tokens", 199L)
        .containsEntry("priced by input_cost_per_query, not by tokens", 12L)
        .containsEntry("input_cost_per_token is absurd", 14L)
        .containsEntry("no input price", 4L);
    assertThat(file.repaired())
        .isEqualTo(
            Map.of(
                LiteLlmEntry.NOISE, 31,
                LiteLlmEntry.NO_BASE, 21,
                LiteLlmEntry.NO_INPUT_OUTPUT, 1,
                LiteLlmEntry.SEARCH_MEDIUM, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # file | provider  | model             | above | rates
          genai  | anthropic | claude-sonnet-4-5 | 0      | input=3 output=15 cacheRead=0.3 cacheWrite=3.75 cacheWrite1h=6 webSearches=10
          genai  | anthropic | claude-sonnet-4-5 | 200001 | input=6 output=22.5 cacheRead=0.6 cacheWrite=7.5 cacheWrite1h=12 webSearches=10
          genai  | x-ai      | grok-4.3          | 0      | input=1.25 output=2.5 cacheRead=0.2
          genai  | deepseek  | deepseek-chat     | 0      | input=0.135 output=0.55 cacheRead=0.035
          lite   | anthropic | claude-sonnet-4-5 | 200001 | input=6 output=22.5 cacheRead=0.6 cacheWrite=7.5 cacheWrite1h=12 webSearches=10
          lite   | openai    | gpt-5.6           | 272001 | input=10 output=45 cacheRead=1 cacheWrite=12.5
          lite   | x-ai      | grok-4            | 0      | input=3 output=15
          lite   | dashscope | qwen3-max         | 32000  | input=1.2 output=6
          lite   | dashscope | qwen3-max         | 32001  | input=2.4 output=12
          lite   | deepseek  | deepseek/deepseek-chat | 0      | input=0.28 output=0.42 cacheRead=0.028 cacheWrite=0
          lite   | perplexity | pplx-70b-online  | 0      | input=0 output=2.8 requests=5
          """)
  void readsRatesAsTheyArePublished(
      String file, String provider, String model, long totalInput, String rates) {
    var read = file.equals("genai") ? TestingPriceFiles.genaiPrices() : TestingPriceFiles.litellm();
    assertThat(standard(read, provider, model).tiers().ratesFor(totalInput))
        .isEqualTo(TestingRates.rates(rates));
  }

  @Test
  void readsDatesAndHours() {
    var file = TestingPriceFiles.genaiPrices();
    var o3 = draft(file, "openai", "o3");
    assertThat(o3.timeline().keySet().stream().map(Object::toString))
        .containsExactly(Price.ALWAYS.toString(), "2025-06-10T00:00:00Z");
    var windows = standard(file, "deepseek", "deepseek-reasoner").windows();
    assertThat(windows).hasSize(1);
    assertThat(windows.getFirst().from()).isEqualTo("00:30");
    assertThat(windows.getFirst().tiers().ratesFor(0))
        .isEqualTo(TestingRates.rates("input=0.55 output=2.19 cacheRead=0.14"));
  }

  @Test
  void readsUpliftsAndNames() {
    var file = TestingPriceFiles.litellm();
    assertThat(standard(file, "openai", "gpt-5.6").regionUplifts()).hasToString("{eu=1.1, us=1.1}");
    assertThat(draft(file, "x-ai", "grok-4").match().matches("xai/grok-4")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # entry of LiteLLM's form                                                     | reason
          "input_cost_per_token":-1e-6,"output_cost_per_token":1e-6                     | input_cost_per_token is negative
          "input_cost_per_token":0.003,"output_cost_per_token":1e-6                     | input_cost_per_token is absurd: 3000 USD per million tokens
          "input_cost_per_token":1e-99,"output_cost_per_token":1e-6                     | input_cost_per_token is absurd: 1E-99
          "input_cost_per_token":"3e-06","output_cost_per_token":1e-6                   | input_cost_per_token is no number
          "input_cost_per_token":1e-6                                                   | no output price
          "output_cost_per_token":1e-6                                                  | no input price
          "input_cost_per_token_above_200k_tokens":1e-6                                 | context tiers without a base rate
          "input_cost_per_second":0.1                                                   | not priced by tokens
          "input_cost_per_token":0,"output_cost_per_token":0,"input_cost_per_query":0.1 | priced by input_cost_per_query, not by tokens
          """)
  void skipsWhatCannotBeAPrice(String figures, String reason) {
    assertThat(entry(figures).drafts()).isEmpty();
    assertThat(entry(figures).skipped())
        .containsExactly(new PriceFile.Skipped("x-ai", "xai/m", reason));
  }

  @Test
  void repairsNoiseAndTiersWithoutABase() {
    var file =
        entry(
            """
            "input_cost_per_token":1.0000000000000002e-07,"output_cost_per_token":2e-07,
            "input_cost_per_token_above_200k_tokens":2e-07,
            "cache_creation_input_token_cost_above_200k_tokens":5e-06,
            "cache_read_input_token_cost_flex":1e-9
            """);
    var tiers = standard(file, "x-ai", "m").tiers();
    assertThat(tiers.ratesFor(0)).isEqualTo(TestingRates.rates("input=0.1 output=0.2"));
    // xAI's tiers begin at their start, those of others above it.
    assertThat(tiers.ratesFor(200_000)).isEqualTo(TestingRates.rates("input=0.2 output=0.2"));
    assertThat(tiers.ratesFor(200_000).rate(Kind.CACHE_WRITE).orElseThrow()).isEqualTo("0.2");
    assertThat(file.repaired())
        .isEqualTo(
            Map.of(
                LiteLlmEntry.NOISE, 1, LiteLlmEntry.NO_BASE, 1, LiteLlmEntry.NO_INPUT_OUTPUT, 1));
  }

  @Test
  void writesWhatItReads() {
    for (var file :
        new PriceFile[] {TestingPriceFiles.genaiPrices(), TestingPriceFiles.litellm()}) {
      var written = TallyFile.write(Catalogue.CUSTOM, "copy", file.drafts());
      assertThat(TestingPriceFiles.text(written).drafts()).isEqualTo(file.drafts());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"a\": {\"b\": 1}}",
        "{\"format\": \"tallystick-prices/2\"}",
        "{\"format\": \"tallystick-prices/1\", \"catalogue\": \"litellm\", \"source\": \"x\"}"
      })
  void refusesWhatIsNoCatalogue(String content) {
    assertThatThrownBy(() -> TestingPriceFiles.text(content))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PriceFile entry(String figures) {
    return TestingPriceFiles.text(
        "{\"xai/m\": {\"litellm_provider\": \"xai\", \"mode\": \"chat\", " + figures + "}}");
  }

  private static Tariff standard(PriceFile file, String provider, String model) {
    return draft(file, provider, model).timeline().firstEntry().getValue();
  }

  private static PriceDraft draft(PriceFile file, String provider, String model) {
    return file.drafts().stream()
        .filter(draft -> draft.provider().equals(provider) && draft.model().equals(model))
        .filter(draft -> draft.serviceTier() == ServiceTier.STANDARD)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> reasons(PriceFile file) {
    return file.skipped().stream()
        .map(skipped -> skipped.reason().replaceFirst(":.*", ""))
        .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
  }
}
