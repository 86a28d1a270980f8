package dev.tallystick.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.usage.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportPlanTest {
  private static final PriceKey KEY =
      new PriceKey(Catalogue.CUSTOM, "p", "m", ServiceTier.STANDARD);
  private static final ModelMatch MATCH = new ModelMatch.Equals("m");

  /// A timeline is written `always:1 05:2`: 1 USD since ever, 2 from May on, all in 2026.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # stored             | the file      | effective | added
          ''                   | always:1      | 06        | always:1
          ''                   | always:1 05:2 | 06        | always:1 05:2
          ''                   | always:1 09:2 | 06        | always:1 09:2
          always:1             | always:1      | 06        | ''
          always:1             | always:2      | 06        | 06:2
          always:1             | always:1 05:2 | 06        | 05:2
          always:1             | always:3 05:2 | 06        | 05:2
          always:1             | always:1 09:2 | 06        | 09:2
          always:1             | always:3 09:2 | 06        | 06:3 09:2
          always:1 05:2        | always:2      | 06        | ''
          always:1 05:2        | always:1      | 06        | 06:1
          always:1 05:2        | always:1 04:2 | 06        | 04:2
          always:1 05:3        | always:1 04:2 | 06        | 04:2 06:2
          always:1 09:2        | always:1      | 06        | 09:1+1
          always:1 09:2        | always:1 09:3 | 06        | 09:3+1
          always:1 09:2        | always:1 10:2 | 06        | 09:1+1 10:2
          always:1 06:2        | always:3      | 06        | 06:3+1
          always:1 05:2        | always:1 05:3 | 06        | 05:3+1
          05:2                 | always:1 05:2 | 06        | always:1
          """)
  void addsTheRowsThatMakeTheStoredPriceSayTheSame(
      String stored, String file, String effective, String added) {
    var draft = draft(MATCH, file);
    var series = series(stored);
    var rows = ImportPlan.of(KEY, draft, series, month(effective));
    assertThat(text(rows)).isEqualTo(added);

    var again = ImportPlan.of(KEY, draft, Optional.of(after(series, rows)), month(effective));
    assertThat(again).as("the same file again").isEmpty();
  }

  @Test
  void keepsWhatWasTrueBeforeTheChange() {
    var series = series("always:1");
    var rows = ImportPlan.of(KEY, draft(MATCH, "always:2"), series, month("06"));
    var after = after(series, rows);
    assertThat(after.at(month("05")).orElseThrow().tariff()).isEqualTo(tariff("1"));
    assertThat(after.at(month("06")).orElseThrow().tariff()).isEqualTo(tariff("2"));
  }

  @Test
  void addsARowWhereOnlyTheNamesChanged() {
    var wider = new ModelMatch.StartsWith("m");
    var rows = ImportPlan.of(KEY, draft(wider, "always:1"), series("always:1"), month("06"));
    assertThat(text(rows)).isEqualTo("06:1");
    assertThat(after(series("always:1"), rows).match()).isEqualTo(wider);
  }

  private static Optional<PriceSeries> series(String timeline) {
    if (timeline.isEmpty()) return Optional.empty();
    var rows = new ArrayList<Price>();
    timeline(timeline)
        .forEach((from, tariff) -> rows.add(price(rows.size(), MATCH, from, 0, tariff)));
    return Optional.of(PriceSeries.of(KEY, rows));
  }

  private static PriceSeries after(Optional<PriceSeries> series, List<ImportPlan.Row> added) {
    var rows = new ArrayList<Price>();
    series.ifPresent(before -> rows.addAll(before.timeline().values()));
    for (var row : added) {
      rows.add(
          price(100L + rows.size(), row.match(), row.validFrom(), row.correction(), row.tariff()));
    }
    return PriceSeries.of(KEY, rows);
  }

  private static Price price(
      long revision, ModelMatch match, Instant from, int correction, Tariff tariff) {
    var id = new UUID(0, revision);
    return new Price(
        id, revision, KEY, match, from, correction, tariff, "test", TestingPriceFiles.SUMMER);
  }

  private static PriceDraft draft(ModelMatch match, String timeline) {
    return new PriceDraft("p", "m", ServiceTier.STANDARD, match, timeline(timeline));
  }

  private static NavigableMap<Instant, Tariff> timeline(String text) {
    var timeline = new TreeMap<Instant, Tariff>();
    for (var each : text.split(" ", -1)) {
      var parts = each.split(":", 2);
      timeline.put(month(parts[0]), tariff(parts[1]));
    }
    return timeline;
  }

  private static String text(List<ImportPlan.Row> rows) {
    return rows.stream()
        .map(
            row -> {
              var rate = row.tariff().tiers().ratesFor(0).rate(Kind.INPUT);
              var correction = row.correction() == 0 ? "" : "+" + row.correction();
              return monthOf(row.validFrom()) + ":" + rate.orElseThrow() + correction;
            })
        .collect(Collectors.joining(" "));
  }

  private static String monthOf(Instant from) {
    if (from.equals(Price.ALWAYS)) return "always";
    return "%02d".formatted(from.atOffset(ZoneOffset.UTC).getMonthValue());
  }

  private static Tariff tariff(String input) {
    return Tariff.flat(TestingRates.rates("input=" + input));
  }

  private static Instant month(String month) {
    if (month.equals("always")) return Price.ALWAYS;
    return LocalDate.of(2026, Integer.parseInt(month), 1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
