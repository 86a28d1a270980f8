package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.TestingBooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What invoices of subscriptions give, and when.
class PlanCreditsTest {
  private static final Map<String, Credits> PLANS =
      Map.of("basic", TestingBooks.credits("1000"), "pro", TestingBooks.credits("3000"));

  private final Billing invoice = Billing.of(new UUID(1, 2));

  private static List<Due> due(Billing invoice) {
    return PlanCredits.of(invoice.state(), PLANS);
  }

  /// What is given, from and until when, by its name.
  private static List<String> words(Billing invoice) {
    return due(invoice).stream()
        .map(
            due ->
                "%s %s %s %s"
                    .formatted(
                        due.operationId().replace("stripe:" + invoice.id() + ":", ""),
                        due.credits(),
                        due.from(),
                        due.until().orElseThrow())
                    .replace("T00:00:00Z", ""))
        .toList();
  }

  @Test
  void aMonthGivesItsCreditsUntilItEnds() {
    var month = invoice.line("basic", 3, "2026-02-01", "2026-03-01");
    assertThat(words(month)).containsExactly("1 3000 2026-02-01 2026-03-01");
    var due = due(month).getFirst();
    assertThat(due.type()).isEqualTo(Grant.Type.PURCHASE);
    assertThat(due.priority()).isEqualTo(20);
  }

  @Test
  void whatCostNothingIsGivenForFree() {
    var trial = invoice.paid(0).line("basic", 1, "2026-02-01", "2026-02-15");
    assertThat(due(trial).getFirst().type()).isEqualTo(Grant.Type.FREE);
    assertThat(words(trial)).containsExactly("1 1000 2026-02-01 2026-02-15");
  }

  @Test
  void aQuarterGivesThreeTimesEachInItsTurn() {
    assertThat(words(invoice.line("basic", 1, "2026-01-01", "2026-04-01")))
        .containsExactly(
            "1 1000 2026-01-01 2026-01-31",
            "2 1000 2026-01-31 2026-03-02",
            "3 1000 2026-03-02 2026-04-01");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2026-01-02, 1",
    "2026-01-01, 2026-01-08, 1",
    "2026-02-01, 2026-03-01, 1",
    "2026-01-01, 2026-02-01, 1",
    "2026-01-01, 2026-02-15, 1",
    "2026-01-01, 2026-02-16, 2",
    "2026-01-01, 2026-03-01, 2",
    "2026-07-01, 2026-10-01, 3",
    "2026-01-01, 2027-01-01, 12",
    "2028-01-01, 2029-01-01, 12",
    "2026-01-01, 2029-01-01, 36"
  })
  void aPeriodHasAsManyMonths(String from, String until, int months) {
    var due = due(invoice.line("pro", 1, from, until));
    assertThat(due).hasSize(months);
    assertThat(due.getFirst().from()).isEqualTo(Instant.parse(from + "T00:00:00Z"));
    assertThat(due.getLast().until()).contains(Instant.parse(until + "T00:00:00Z"));
    for (int i = 1; i < months; i++) {
      assertThat(due.get(i).from()).isEqualTo(due.get(i - 1).until().orElseThrow());
      var month = Duration.between(due.get(i).from(), due.get(i).until().orElseThrow());
      assertThat(month.toHours()).isBetween(23L * 24, 31L * 24);
    }
  }

  @Test
  void pricesOfOnePeriodAreOneGrantAndOthersTheirOwn() {
    var two =
        invoice
            .line("basic", 2, "2026-02-01", "2026-03-01")
            .line("seats", 9, "2026-02-01", "2026-03-01")
            .line("pro", 1, "2026-02-01", "2026-03-01")
            .line("basic", 1, "2026-03-01", "2026-04-01");
    assertThat(words(two))
        .containsExactly("1 5000 2026-02-01 2026-03-01", "2 1000 2026-03-01 2026-04-01");
  }

  /// Or what was given under one name would be given again under another.
  @Test
  void namesDoNotDependOnWhatIsAPlanNorOnTheOrderOfLines() {
    var mixed =
        invoice
            .line("later", 1, "2026-01-15", "2026-04-15")
            .line("basic", 1, "2026-02-01", "2026-03-01");
    assertThat(words(mixed)).containsExactly("4 1000 2026-02-01 2026-03-01");
    var lines = new ArrayList<>(mixed.lines());
    Collections.reverse(lines);
    var reversed =
        new Billing(mixed.id(), mixed.customer(), mixed.status(), mixed.amountPaid(), lines);
    assertThat(words(reversed)).isEqualTo(words(mixed));
    var later = Map.of("later", TestingBooks.credits("7"), "basic", TestingBooks.credits("1000"));
    assertThat(PlanCredits.of(mixed.state(), later))
        .extracting(due -> due.operationId().replaceAll(".*:", "") + " " + due.credits())
        .containsExactly("1 7", "2 7", "3 7", "4 1000");
  }

  @Test
  void linesOfNoTimeAndPricesOfNoPlanGiveNothing() {
    assertThat(words(invoice)).isEmpty();
    assertThat(words(invoice.line("other", 1, "2026-02-01", "2026-03-01"))).isEmpty();
    assertThat(words(invoice.line("basic", 0, "2026-02-01", "2026-03-01"))).isEmpty();
    assertThat(words(invoice.line("basic", 1, "2026-02-01", "2026-02-01"))).isEmpty();
  }

  /// 15.22 days are half of 30.44.
  @Test
  void aChangeGivesTheDifferenceForTheRestOfThePeriod() {
    var upgrade =
        invoice
            .change("basic", -500, "2026-02-13T18:43:12Z", "2026-03-01")
            .change("pro", 1500, "2026-02-13T18:43:12Z", "2026-03-01");
    assertThat(words(upgrade)).containsExactly("change 1000 2026-02-13T18:43:12Z 2026-03-01");
  }

  @Test
  void aChangeThatGivesLessTakesNothing() {
    var downgrade =
        invoice
            .change("pro", -1500, "2026-02-13", "2026-03-01")
            .change("basic", 500, "2026-02-13", "2026-03-01");
    assertThat(words(downgrade)).isEmpty();
  }

  @Test
  void severalChangesAreAddedUpAndRoundedOnce() {
    // 1 second of each is 0.00038022…, 0.00114066…; the difference of two upgrades 0.001520…
    var second = invoice;
    for (int i = 0; i < 2; i++) {
      second =
          second
              .change("basic", -1, "2026-02-13T00:00:00Z", "2026-02-13T00:00:01Z")
              .change("pro", 3, "2026-02-13T00:00:00Z", "2026-02-13T00:00:01Z");
    }
    assertThat(words(second)).containsExactly("change 0.001521 2026-02-13 2026-02-13T00:00:01Z");
  }

  @Test
  void aChangeThatIsPaidForWithTheNextPeriodLastsForItsFirstMonth() {
    var renewal =
        invoice
            .change("basic", -500, "2026-02-13T18:43:12Z", "2026-03-01")
            .change("pro", 1500, "2026-02-13T18:43:12Z", "2026-03-01")
            .line("pro", 1, "2026-03-01", "2026-04-01");
    assertThat(words(renewal))
        .containsExactly(
            "1 3000 2026-03-01 2026-04-01", "change 1000 2026-02-13T18:43:12Z 2026-04-01");
  }

  @Test
  void moreThanAnAccountHoldsIsSaid() {
    var huge = invoice.line("pro", 1_000_000_000_000L, "2026-02-01", "2026-03-01");
    assertThatThrownBy(() -> due(huge)).hasMessageContaining("more than 10^12 credits");
  }

  /// However often and whenever a plan is changed within a month, what is given for it is what its
  /// times on either plan are worth, to the rounding.
  @Test
  void changesUpwardsAddUpToTheTimesOnEachPlan() {
    var random = new Random(3);
    for (int i = 0; i < 500; i++) {
      var end = Instant.parse("2026-03-01T00:00:00Z");
      long left = random.nextLong(1, 2_419_200);
      var from = end.minusSeconds(left).toString();
      var upgrade =
          invoice.change("basic", -1, from, end.toString()).change("pro", 3, from, end.toString());
      var expected = 2000.0 * left / 2_630_016;
      assertThat(due(upgrade).getFirst().credits().toBigDecimal().doubleValue())
          .isCloseTo(expected, offset(0.000001));
    }
  }
}
