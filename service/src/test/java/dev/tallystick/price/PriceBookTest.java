package dev.tallystick.price;

import static dev.tallystick.price.TestingPriceFiles.SUMMER;
import static dev.tallystick.price.TestingRates.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingData;
import dev.tallystick.price.PriceBook.Warning;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf(TestingData.IS_PRESENT)
class PriceBookTest {
  private static final PriceBook GENAI = TestingPriceFiles.book(TestingPriceFiles.genaiPrices());
  private static final PriceBook LITELLM = TestingPriceFiles.book(TestingPriceFiles.litellm());
  private static final PriceBook BOTH =
      TestingPriceFiles.book(TestingPriceFiles.litellm(), TestingPriceFiles.genaiPrices());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # provider | name asked for                               | model found
          anthropic  | claude-sonnet-4-5                            | claude-sonnet-4-5
          anthropic  | claude-sonnet-4-5-20250929                   | claude-sonnet-4-5
          anthropic  | Claude-Sonnet-4-5                            | claude-sonnet-4-5
          openai     | gpt-5.6-luna-2026-08-01                      | gpt-5.6-luna
          openai     | gpt-4o-mini-2024-07-18                       | gpt-4o-mini
          aws        | eu.anthropic.claude-sonnet-4-5-20250929-v1:0 | regional.anthropic.claude-sonnet-4-5-20250929-v1:0
          """)
  void findsNamesThroughTheRulesOfTheCatalogue(String provider, String name, String model) {
    var match = GENAI.find(provider, name, ServiceTier.STANDARD, SUMMER).orElseThrow();
    assertThat(match.price().key().model()).isEqualTo(model);
    assertThat(match.rule().matches(name)).isTrue();
    assertThat(match.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, claude-sonnet-4-5",
    "openai, gpt-99",
    "nobody, gpt-4o",
    "anthropic, ''",
  })
  void leavesTheUnknownUnpriced(String provider, String model) {
    assertThat(BOTH.find(provider, model, ServiceTier.STANDARD, SUMMER)).isEmpty();
  }

  @Test
  void leavesAnEndlessNameUnpriced() {
    assertThat(BOTH.find("openai", "gpt-4o".repeat(1000), ServiceTier.STANDARD, SUMMER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # price cut in mid-period      | cost of a million input tokens
          o3           | 2025-06-09T23:59:59Z | 10
          o3           | 2025-06-10T00:00:00Z | 2
          gpt-5.6-luna | 2026-07-29T23:59:59Z | 2
          gpt-5.6-luna | 2026-07-30T00:00:00Z | 0.4
          """)
  void pricesACallAsOfItsTime(String model, Instant at, BigDecimal cost) {
    var match = GENAI.find("openai", model, ServiceTier.STANDARD, at).orElseThrow();
    assertThat(match.price().cost(usage("input=1000000"), at).total()).isEqualByComparingTo(cost);
  }

  @Test
  void believesTheHigherCatalogueWhateverCameFirst() {
    var reverse =
        TestingPriceFiles.book(TestingPriceFiles.genaiPrices(), TestingPriceFiles.litellm());
    for (var book : new PriceBook[] {BOTH, reverse}) {
      var luna = book.find("openai", "gpt-5.6-luna", ServiceTier.STANDARD, SUMMER).orElseThrow();
      assertThat(luna.price().key().catalogue()).isEqualTo(Catalogue.GENAI_PRICES);
      var flex = book.find("openai", "gpt-5.6", ServiceTier.FLEX, SUMMER).orElseThrow();
      assertThat(flex.price().key().catalogue()).isEqualTo(Catalogue.LITELLM);
      assertThat(flex.warnings()).isEmpty();
      var qwen = book.find("dashscope", "qwen3-max", ServiceTier.STANDARD, SUMMER).orElseThrow();
      assertThat(qwen.price().key().catalogue()).isEqualTo(Catalogue.LITELLM);
    }
  }

  @Test
  void flagsTheStandardPriceOfAnUnknownServiceTier() {
    var match = GENAI.find("openai", "gpt-4o", ServiceTier.BATCH, SUMMER).orElseThrow();
    assertThat(match.price().key().serviceTier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(match.warnings()).isEqualTo(Set.of(Warning.SERVICE_TIER_UNKNOWN));
  }

  @Test
  void asksTheMakerWhereAHostHasNoPriceOfItsOwn() {
    var own = GENAI.find("google", "gemini-2.5-pro", ServiceTier.STANDARD, SUMMER).orElseThrow();
    assertThat(own.warnings()).isEmpty();
    var makers =
        GENAI.find("azure", "claude-sonnet-4-5", ServiceTier.STANDARD, SUMMER).orElseThrow();
    assertThat(makers.price().key().provider()).isEqualTo("anthropic");
    assertThat(makers.warnings()).isEqualTo(Set.of(Warning.PROVIDER_PRICE_UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the 272k tiers of gpt-5.6 in its four tariffs
          standard | input=100000 output=1000 | 0.53
          standard | input=300000 output=1000 | 3.045
          batch    | input=100000 output=1000 | 0.265
          flex     | input=100000 output=1000 | 0.265
          flex     | input=272000 output=1000 | 0.695
          flex     | input=300000 output=1000 cacheRead=100000 cacheWrite=100000 | 2.1975
          priority | input=100000 output=1000 | 1.06
          """)
  void pricesTheServiceTiersOfOpenAi(String tier, String usage, BigDecimal cost) {
    var asked = ServiceTier.named(tier).orElseThrow();
    var match = LITELLM.find("openai", "gpt-5.6", asked, SUMMER).orElseThrow();
    assertThat(match.price().key().serviceTier()).isEqualTo(asked);
    assertThat(match.price().cost(usage(usage), SUMMER).total()).isEqualByComparingTo(cost);
  }

  @Test
  void bothCataloguesPriceTheExampleOfAnthropicAlike() {
    var usage = usage("input=21 cacheWrite=400 cacheWrite1h=2000 cacheRead=16399 output=503");
    for (var book : new PriceBook[] {GENAI, LITELLM}) {
      var match =
          book.find("anthropic", "claude-sonnet-4-5", ServiceTier.STANDARD, SUMMER).orElseThrow();
      assertThat(match.price().cost(usage, SUMMER).total()).isEqualTo("0.0260277");
    }
  }

  @Test
  void takesTheClosestRuleAndTheExactNameFirst() {
    var book =
        TestingPriceFiles.book(
            TestingPriceFiles.text(
                """
                {"format": "tallystick-prices/1", "catalogue": "custom", "source": "test", "prices": [
                 {"provider": "p", "model": "wide", "match": {"starts_with": "m"},
                  "prices": [{"tiers": [{"from": 0, "rates": {"input": "1"}}]}]},
                 {"provider": "p", "model": "close", "match": {"or": [{"starts_with": "m-1"}, {"equals": "n"}]},
                  "prices": [{"tiers": [{"from": 0, "rates": {"input": "2"}}]}]},
                 {"provider": "p", "model": "m-1-exact",
                  "prices": [{"tiers": [{"from": 0, "rates": {"input": "3"}}]}]},
                 {"provider": "p", "model": "both", "match": {"and": [{"contains": "a"}, {"ends_with": "z"}]},
                  "prices": [{"tiers": [{"from": 0, "rates": {"input": "4"}}]}]}]}
                """));
    assertThat(modelOf(book, "m-2")).isEqualTo("wide");
    assertThat(modelOf(book, "m-1-mini")).isEqualTo("close");
    assertThat(modelOf(book, "n")).isEqualTo("close");
    assertThat(modelOf(book, "m-1-exact")).isEqualTo("m-1-exact");
    assertThat(modelOf(book, "a-z")).isEqualTo("both");
    assertThat(book.find("p", "z-a", ServiceTier.STANDARD, SUMMER)).isEmpty();
  }

  private static String modelOf(PriceBook book, String name) {
    var match = book.find("p", name, ServiceTier.STANDARD, SUMMER).orElseThrow();
    return match.price().key().model();
  }
}
