package dev.tallystick.price;

import static dev.tallystick.price.TestingPriceFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.TestingData;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.price.ImportReport.Counts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf(TestingData.IS_PRESENT)
class PricesTest {
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  private final Database database = TestingPrices.database();
  private final Prices prices = new Prices(database, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void importsBothFilesWholeAndTheSecondTimeNothing() {
    for (var file : List.of(TestingPriceFiles.genaiPrices(), TestingPriceFiles.litellm())) {
      var first = prices.importFile(file);
      assertThat(first.prices().added()).isEqualTo(file.drafts().size());
      assertThat(first.prices().skipped()).isEqualTo(file.skipped().size());
      var again = prices.importFile(file, NOW.plusSeconds(60));
      assertThat(again.prices())
          .isEqualTo(new Counts(0, 0, file.drafts().size(), file.skipped().size()));
      assertThat(again.rowsAdded()).isZero();
    }
    assertThat(book().size()).isEqualTo(1_322 + 2_596);
  }

  @Test
  void closesTheOldPriceAndOpensTheNewOne() {
    prices.importFile(custom("1"));
    var report = prices.importFile(custom("2"));
    assertThat(report.prices()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(inputRate(NOW.minusMillis(1))).isEqualTo("1");
    assertThat(inputRate(NOW)).isEqualTo("2");

    var listed =
        database.inTransaction(tx -> prices.list(tx, new Prices.Filter("p", "m", null, 0, 100)));
    assertThat(listed).extracting(Prices.Listed::validFrom).containsExactly(null, NOW);
    assertThat(listed).extracting(Prices.Listed::validTo).containsExactly(NOW, null);
    var before =
        database.inTransaction(
            tx -> prices.list(tx, new Prices.Filter(null, null, NOW.minusMillis(1), 0, 100)));
    assertThat(before).containsExactly(listed.getFirst());
  }

  @Test
  void correctsARowWithTheSameTimeByAnother() {
    prices.importFile(custom("1"));
    prices.importFile(custom("2"));
    prices.importFile(custom("3"));
    assertThat(inputRate(NOW)).isEqualTo("3");
    prices.importFile(custom("2"));
    assertThat(inputRate(NOW)).isEqualTo("2");
    assertThat(inputRate(NOW.minusMillis(1))).isEqualTo("1");
    var listed =
        database.inTransaction(tx -> prices.list(tx, new Prices.Filter("p", "m", null, 0, 100)));
    assertThat(listed).extracting(each -> each.price().correction()).containsExactly(0, 2);
  }

  @Test
  void believesTheHigherCatalogueInBothOrders() {
    var files =
        new ArrayList<>(List.of(TestingPriceFiles.genaiPrices(), TestingPriceFiles.litellm()));
    var cost = new ArrayList<String>();
    for (var order : List.of(files, files.reversed())) {
      try (var own = TestingPrices.database()) {
        var into = new Prices(own, InstantSource.fixed(NOW));
        var reports = order.stream().map(into::importFile).toList();
        assertThat(reports.getLast().outranked() + reports.getLast().repriced().size())
            .isPositive();
        var book = own.inTransaction(into::book);
        cost.add(everyPrice(book, files));
      }
    }
    assertThat(cost.getFirst()).isEqualTo(cost.getLast());
  }

  @Test
  void reportsWhatItTakesOver() {
    prices.importBuiltIn();
    var report =
        prices.importFile(
            text(
                """
            {"xai/grok-4.3": {"litellm_provider": "xai", "mode": "chat",
              "input_cost_per_token": 9e-6, "output_cost_per_token": 9e-6}}
            """));
    assertThat(report.repriced())
        .containsExactly(new ImportReport.Repriced("x-ai", "grok-4.3", "standard", "built-in"));
    assertThat(report.lines())
        .containsExactly(
            "test.json, as litellm, changes from 2026-09-01T12:00:00Z",
            "prices: 1 new, 0 changed, 0 unchanged; 1 rows added",
            "decide from now on, at other figures than before: 1",
            "  x-ai grok-4.3 (standard), was built-in",
            "provider       new   changed unchanged   skipped",
            "x-ai             1         0         0         0");
  }

  @Test
  void bringsTheBuiltInCatalogueOnce() {
    assertThat(prices.importBuiltIn()).isPresent();
    assertThat(prices.importBuiltIn()).isEmpty();
    assertThat(book().find("openai", "gpt-5.6-luna", ServiceTier.STANDARD, NOW)).isPresent();
  }

  @Test
  void seesWhatAnotherProcessImported() {
    assertThat(book().size()).isZero();
    new Prices(database, InstantSource.fixed(NOW)).importFile(custom("1"));
    assertThat(inputRate(NOW)).isEqualTo("1");
    assertThat(book()).as("nothing new").isSameAs(book());
  }

  @Test
  void importsAtOnceGiveTheRowsOfOne() throws Exception {
    var file = TestingPriceFiles.genaiPrices();
    Callable<ImportReport> work = () -> prices.importFile(file);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var added = 0;
      for (var report : executor.invokeAll(List.of(work, work, work, work))) {
        added += report.get().rowsAdded();
      }
      assertThat(added).isEqualTo(1_322);
    }
    assertThat(book().size()).isEqualTo(1_322);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE tally.prices SET tiers = tiers",
        "DELETE FROM tally.prices",
        "TRUNCATE tally.prices"
      })
  void refusesToChangeARow(String sql) {
    prices.importFile(custom("1"));
    assertThatThrownBy(() -> database.inTransaction(tx -> tx.update(sql).execute()))
        .satisfies(failure -> assertThat(SqlState.of(failure).code()).isEqualTo("23001"));
  }

  @Test
  void storesWhatItReadsToTheDigit() {
    var litellm = TestingPriceFiles.litellm();
    prices.importFile(litellm);
    var book = book();
    for (var draft : litellm.drafts()) {
      var series = book.series(draft.keyIn(Catalogue.LITELLM)).orElseThrow();
      assertThat(series.match()).isEqualTo(draft.match());
      assertThat(series.at(NOW).orElseThrow().tariff())
          .isEqualTo(draft.timeline().firstEntry().getValue());
    }
  }

  private static String everyPrice(PriceBook book, List<PriceFile> files) {
    var text = new StringBuilder();
    var times = List.of(NOW.minus(Duration.ofDays(900)), NOW, NOW.plus(Duration.ofDays(900)));
    for (var file : files) {
      for (var draft : file.drafts()) {
        for (var at : times) {
          var match = book.find(draft.provider(), draft.model(), draft.serviceTier(), at);
          text.append(match.map(found -> found.price().key() + " " + found.price().tariff()));
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  private PriceBook book() {
    return database.inTransaction(prices::book);
  }

  private BigDecimal inputRate(Instant at) {
    var match = book().find("p", "m", ServiceTier.STANDARD, at).orElseThrow();
    return match.price().cost(TestingRates.usage("input=1000000"), at).total();
  }

  private static PriceFile custom(String inputRate) {
    return text(
        """
        {"format": "tallystick-prices/1", "catalogue": "custom", "source": "contract",
         "prices": [{"provider": "p", "model": "m",
                     "prices": [{"tiers": [{"from": 0, "rates": {"input": "%s"}}]}]}]}
        """
            .formatted(inputRate));
  }
}
