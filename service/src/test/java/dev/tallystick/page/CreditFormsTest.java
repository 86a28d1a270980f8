package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What no browser sends to the page of one's credits.
class CreditFormsTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private final TestingBrowser browser = new TestingBrowser(stripe.server());

  @BeforeEach
  void openThePage() {
    browser.signIn(UUID.randomUUID().toString().substring(0, 8) + "@example.com");
    browser.get("/account/credits").expect(200);
  }

  /// A few characters that stand for a hundred million digits.
  @ParameterizedTest
  @CsvSource({
    "1e99999999, 50, Say below how many credits",
    "0e-99999999999, 50, Say below how many credits",
    "10, 1e99999999, Say how much may be spent",
    "10, 1e-99999999, Say how much may be spent"
  })
  void refusesHugeNumbersAtOnce(String below, String max, String fault) {
    var form = Map.of("enabled", "yes", "pack", "starter", "below", below, "max", max);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(browser.post("/account/credits/top-up", form).expect(422).html())
                .contains(fault));
  }

  @Test
  void buysNothingUnderANameThatNoDatabaseHolds() {
    var form = Map.of("operation", "a\0b", "pack", "starter");
    assertThat(browser.post("/account/credits/buy", form).expect(422).html())
        .contains("Nothing was paid");
  }

  @Test
  void beginsAtTheFirstPageWhereNobodyKnowsTheCursor() {
    assertThat(browser.get("/account/credits?before=pi_of_nobody").expect(200).html())
        .doesNotContain("There are no older ones");
  }
}
