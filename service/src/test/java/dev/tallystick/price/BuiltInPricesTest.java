package dev.tallystick.price;

import static dev.tallystick.price.TestingPriceFiles.SUMMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf(TestingData.IS_PRESENT)
class BuiltInPricesTest {
  private static final int BYTES_MAX = 200_000;

  /// Run with `-Dgolden.update` to make the file anew after the two catalogues were replaced.
  @Test
  void areWhatTheMakerMakesOfTheTwoCatalogues() throws IOException {
    var made = BuiltInPrices.of(TestingPriceFiles.genaiPrices(), TestingPriceFiles.litellm());
    var file =
        Path.of(System.getProperty("tally.root"))
            .resolve("service/src/main/resources/dev/tallystick/price/built-in-prices.json");
    if (System.getProperty("golden.update") != null) Files.writeString(file, made);
    assertThat(Files.readString(file)).isEqualTo(made);
    assertThat(Files.size(file)).isLessThan(BYTES_MAX);
  }

  @Test
  void nameTheirSourceAndSkipNothing() {
    var file = Prices.builtIn();
    assertThat(file.catalogue()).isEqualTo(Catalogue.BUILT_IN);
    assertThat(file.source()).isEqualTo(BuiltInPrices.SOURCE);
    assertThat(file.skipped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5.6, FLEX",
    "openai, gpt-5.6-luna, STANDARD",
    "anthropic, claude-sonnet-4-5-20250929, STANDARD",
    "google, gemini-2.5-pro, STANDARD",
    "x-ai, grok-4.3, STANDARD",
    "deepseek, deepseek-chat, STANDARD",
    "mistral, mistral-large-latest, STANDARD",
    "dashscope, qwen3-max, STANDARD",
    "groq, llama-3.3-70b-versatile, STANDARD",
    "aws, us.anthropic.claude-sonnet-4-5-20250929-v1:0, STANDARD",
  })
  void haveTheCurrentModels(String provider, String model, ServiceTier tier) {
    var match = TestingPriceFiles.book(Prices.builtIn()).find(provider, model, tier, SUMMER);
    assertThat(match.orElseThrow().warnings()).isEmpty();
  }
}
