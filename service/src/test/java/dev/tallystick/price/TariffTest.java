package dev.tallystick.price;

import static dev.tallystick.price.TestingRates.rates;
import static dev.tallystick.price.TestingRates.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {
  private static final Instant NOON = Instant.parse("2026-08-25T12:00:00Z");
  private static final String SONNET =
      "input=3 output=15 cacheRead=0.3 cacheWrite=3.75 cacheWrite1h=6 webSearches=10";
  private static final String SONNET_ABOVE_200K =
      "input=6 output=22.5 cacheRead=0.6 cacheWrite=7.5 cacheWrite1h=12";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rates                             | usage                              | cost
          input=3 output=15                   | input=1000000 output=1000000       | 18
          input=3 output=15                   | input=1                            | 0.000003
          input=0.075                         | input=1                            | 0.000000075
          input=3 output=15                   | input=10 cacheRead=10              | 0.00006
          input=3 output=15                   | cacheWrite=10 cacheWrite1h=10      | 0.00006
          input=3 cacheRead=0                 | input=10 cacheRead=10              | 0.00003
          input=0 output=0                    | input=10 output=10 cacheRead=10    | 0
          input=3 output=15                   | reasoning=10                       | 0.00015
          input=3 output=15 reasoning=1       | output=10 reasoning=10             | 0.00016
          input=3 output=15                   | audioInput=10 audioOutput=10       | 0.00018
          input=3 audioInput=40               | input=10 audioInput=10             | 0.00043
          input=3 cacheWrite=3.75             | cacheWrite=10 cacheWrite1h=10      | 0.0000975
          input=3 cacheWrite=7                | cacheWrite1h=10                    | 0.00007
          input=3 cacheWrite=2                | cacheWrite1h=10                    | 0.00002
          input=3 cacheWrite=0                | cacheWrite1h=10                    | 0
          input=3 cacheWrite1h=5              | cacheWrite=10 cacheWrite1h=10      | 0.00008
          input=3 webSearches=10              | webSearches=2                      | 0.02
          input=0 output=1 requests=5         | input=100                          | 0.005
          """)
  void pricesEachKindAtItsRateOrTheNearestOne(String rates, String usage, BigDecimal cost) {
    assertThat(cost(Tariff.flat(rates(rates)), usage)).isEqualByComparingTo(cost);
  }

  @Test
  void splitsTheExampleOfAnthropicIntoItsKinds() {
    var usage =
        "input=21 cacheWrite=400 cacheWrite1h=2000 cacheRead=16399 output=383 reasoning=120";
    var tariff = Tariff.flat(rates(SONNET));
    assertThat(cost(tariff, usage)).isEqualTo("0.0260277");
    var withSearch = tariff.cost(usage(usage + " webSearches=1"), NOON, null);
    assertThat(withSearch.total()).isEqualTo("0.0360277");
    assertThat(withSearch.byKind())
        .containsEntry(Kind.INPUT, new BigDecimal("0.000063"))
        .containsEntry(Kind.CACHE_WRITE, new BigDecimal("0.0015"))
        .containsEntry(Kind.CACHE_WRITE_1H, new BigDecimal("0.012"))
        .containsEntry(Kind.CACHE_READ, new BigDecimal("0.0049197"))
        .containsEntry(Kind.WEB_SEARCH, new BigDecimal("0.01"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # inclusive | usage                                        | cost
          false       | input=199999 output=1000                     | 0.614997
          false       | input=200000 output=1000                     | 0.615
          true        | input=200000 output=1000                     | 1.2225
          false       | input=200001 output=1000                     | 1.222506
          false       | input=1 cacheRead=200000 output=1000         | 0.142506
          false       | input=1 cacheWrite=200000                    | 1.500006
          false       | input=1 cacheWrite1h=200000                  | 2.400006
          false       | input=200000 output=900000                   | 14.1
          """)
  void repricesTheWholeCallAboveTheTier(boolean inclusive, String usage, BigDecimal cost) {
    var tiers =
        new ContextTiers(
            List.of(
                new ContextTier(0, false, rates(SONNET)),
                new ContextTier(200_000, inclusive, rates(SONNET_ABOVE_200K))));
    assertThat(cost(new Tariff(tiers, List.of(), Map.of()), usage)).isEqualByComparingTo(cost);
  }

  @Test
  void takesTheBaseRateForWhatATierLeavesOut() {
    var tiers =
        new ContextTiers(
            List.of(
                new ContextTier(0, false, rates("input=1 output=2 cacheRead=0.1 webSearches=10")),
                new ContextTier(100, false, rates("input=4"))));
    var tariff = new Tariff(tiers, List.of(), Map.of());
    assertThat(cost(tariff, "input=1000000 output=1000000 cacheRead=1000000 webSearches=1"))
        .isEqualByComparingTo("6.11");
  }

  @Test
  void saysWhatItHasNoRateFor() {
    var cost =
        Tariff.flat(rates("input=1")).cost(usage("input=1 output=1 webSearches=1"), NOON, null);
    assertThat(cost.unpriced()).containsExactlyInAnyOrder(Kind.OUTPUT, Kind.WEB_SEARCH);
    assertThat(cost.total()).isEqualByComparingTo("0.000001");
    assertThat(
            Tariff.flat(rates("input=0 output=0")).cost(usage("output=9"), NOON, null).unpriced())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # region       | cost
          -              | 1.01
          eu             | 1.11
          EU             | 1.11
          eu-central-1   | 1.11
          us             | 1.21
          ap-south-1     | 1.01
          """)
  void raisesTokensOfCallsBoundToARegion(String region, BigDecimal cost) {
    var uplifts = Map.of("eu", new BigDecimal("1.1"), "us", new BigDecimal("1.20"));
    var tariff = new Tariff(ContextTiers.flat(rates("input=1 webSearches=10")), List.of(), uplifts);
    assertThat(tariff.cost(usage("input=1000000 webSearches=1"), NOON, region).total())
        .isEqualByComparingTo(cost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # from  | to    | at       | cost
          16:30   | 00:30 | 16:29:59 | 2
          16:30   | 00:30 | 16:30:00 | 1
          16:30   | 00:30 | 23:59:59 | 1
          16:30   | 00:30 | 00:29:59 | 1
          16:30   | 00:30 | 00:30:00 | 2
          00:30   | 16:30 | 00:30:00 | 1
          00:30   | 16:30 | 16:30:00 | 2
          """)
  void takesTheRatesOfTheHour(LocalTime from, LocalTime to, String at, BigDecimal cost) {
    var window = new DailyWindow(from, to, ContextTiers.flat(rates("input=1")));
    var tariff = new Tariff(ContextTiers.flat(rates("input=2")), List.of(window), Map.of());
    var instant = Instant.parse("2026-08-25T" + at + "Z");
    assertThat(tariff.cost(usage("input=1000000"), instant, null).total())
        .isEqualByComparingTo(cost);
  }

  @Test
  void costsTheExactSumOfItsPartsAndNeverLessForMore() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var rates = anyRates(random);
      var tariff = Tariff.flat(new Rates(rates));
      var usage = anyUsage(random);
      var expected = BigDecimal.ZERO;
      for (var kind : Kind.values()) {
        var unit = kind == Kind.WEB_SEARCH || kind == Kind.REQUEST ? "0.001" : "0.000001";
        expected =
            expected.add(
                rates
                    .getOrDefault(kind, BigDecimal.ZERO)
                    .multiply(BigDecimal.valueOf(usage.of(kind)))
                    .multiply(new BigDecimal(unit)));
      }
      var cost = tariff.cost(usage, NOON, null);
      assertThat(cost.total()).as("seed %d", seed).isEqualByComparingTo(expected);
      assertThat(cost.byKind().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
          .as("seed %d", seed)
          .isEqualByComparingTo(cost.total());
      assertThat(tariff.cost(withMoreOutput(usage), NOON, null).total())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(cost.total());
    }
  }

  @Test
  void refusesFiguresThatAreNoPrice() {
    assertThatThrownBy(() -> rates("input=-1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ContextTiers.flat(rates("")))
        .isInstanceOf(IllegalArgumentException.class);
    var base = new ContextTier(0, false, rates("input=1"));
    assertThatThrownBy(() -> new ContextTiers(List.of(base, base))).hasMessageContaining("ascend");
    assertThatThrownBy(() -> new ContextTiers(List.of(new ContextTier(5, false, rates("input=1")))))
        .hasMessageContaining("starts at 0");
  }

  private static BigDecimal cost(Tariff tariff, String usage) {
    return tariff.cost(usage(usage), NOON, null).total();
  }

  private static Map<Kind, BigDecimal> anyRates(Random random) {
    var rates = new EnumMap<Kind, BigDecimal>(Kind.class);
    for (var kind : Kind.values()) {
      rates.put(kind, BigDecimal.valueOf(random.nextLong(100_000), random.nextInt(6)));
    }
    return rates;
  }

  private static Usage anyUsage(Random random) {
    return new Usage(
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(1_000_000),
        random.nextLong(Usage.COUNT_MAX),
        random.nextLong(10));
  }

  private static Usage withMoreOutput(Usage usage) {
    return new Usage(
        usage.input(),
        usage.output() + 1,
        usage.cacheRead(),
        usage.cacheWrite(),
        usage.cacheWrite1h(),
        usage.reasoning(),
        usage.audioInput(),
        usage.audioOutput(),
        usage.webSearches());
  }
}
