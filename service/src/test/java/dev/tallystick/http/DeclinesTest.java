package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Cards that are declined, by both policies.
class DeclinesTest {
  @RegisterExtension
  private static final TestingStripe disabling =
      TestingStripe.start(Map.of("TALLY_STRIPE_PACKS", "starter=1000:1000:usd,tiny=1000:10:usd"));

  @RegisterExtension
  private static final TestingStripe retrying =
      TestingStripe.start(Map.of("TALLY_STRIPE_DECLINED", "retry"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(retrying.server());

  private static final TestingTopUps once = new TestingTopUps(disabling);
  private static final TestingTopUps thrice = new TestingTopUps(retrying);

  @AfterEach
  void cardsWorkAgain() {
    disabling.simulator().faults().acceptCards();
    retrying.simulator().faults().acceptCards();
  }

  /// The statuses of the payment intents that were made for a user, at Stripe itself.
  private static String status(TestingTopUps topUps, UUID user) {
    return String.join(",", topUps.payments(user)).replaceAll(" 0 usd", "");
  }

  @Test
  void aDeclineSwitchesItOffAndTheUserIsTold() {
    var payer = once.payer("501");
    var user = payer.id();
    disabling.simulator().faults().declineCards(payer.customer(), "insufficient_funds");
    once.enable(user, "500", "starter", 5_000);
    once.call(user);
    var standing = once.await(user, "declined");
    assertThat(standing.at("enabled")).isEqualTo("false");
    assertThat(standing.at("disabledReason")).isEqualTo("insufficient_funds");
    assertThat(standing.at("monthlyAmount")).isEqualTo("0");
    assertThat(once.shortBelow(user)).isEqualTo("never");
    assertThat(once.alerts(user)).containsExactly("top_up_disabled");
    assertThat(once.told(user))
        .isEqualTo(
            "No credits are bought any more when they run short: the card has not enough money."
                + " Mend that, then switch auto top-up on again.");
    // It can not be paid later, by whatever chance.
    assertThat(status(once, user)).isEqualTo("canceled");
    var lines = disabling.server().get("/v1/audit?userId=" + user).expect(200);
    assertThat(lines.at("lines.0.actor")).isEqualTo("job:buy credits");

    // Another card, and on again: bought at once.
    disabling.simulator().faults().acceptCards(payer.customer());
    var again = once.enable(user, "500", "starter", 5_000);
    assertThat(again.at("disabledReason")).isEqualTo("null");
    once.await(user, "paid");
    assertThat(once.grants(user)).containsExactly("1000");
    assertThat(status(once, user)).isEqualTo("canceled,succeeded 1000 usd");
  }

  @Test
  void whoHasNoCardIsToldSo() {
    var user = disabling.server().userWith("10");
    once.enable(user, "500", "starter", 5_000);
    once.await(user, "declined");
    assertThat(once.standing(user).at("disabledReason")).isEqualTo("no_payment_method");
    assertThat(once.told(user)).contains("no card is stored");

    var payer = once.payer("10");
    disabling.simulator().people().detachCard(payer.card());
    once.enable(payer.id(), "500", "starter", 5_000);
    once.await(payer.id(), "declined");
    assertThat(once.standing(payer.id()).at("disabledReason")).isEqualTo("no_payment_method");
  }

  @Test
  void aPackThatIsNotSoldAnyMoreSwitchesItOff() {
    var user = once.payer("501").id();
    once.enable(user, "500", "starter", 5_000);
    disabling
        .server()
        .run("UPDATE tally.auto_top_ups SET pack = 'gone' WHERE user_id = '%s'".formatted(user));
    once.call(user);
    var standing = once.await(user, "canceled");
    assertThat(standing.at("disabledReason")).isEqualTo("pack_gone");
    assertThat(standing.at("currency")).isEqualTo("null");
    assertThat(once.told(user)).contains("is not sold any more");
    assertThat(once.payments(user)).isEmpty();
  }

  /// Stripe takes no ten cents, which is nothing against the card.
  @Test
  void whatStripeRefusesIsNoDeclineAndSwitchesItOffInTheEnd() {
    var user = once.payer("501").id();
    once.enable(user, "500", "tiny", 5_000);
    once.call(user);
    once.awaitTried(user);
    assertThat(once.standing(user).at("enabled")).isEqualTo("true");
    assertThat(once.alerts(user)).isEmpty();
    disabling
        .server()
        .run("UPDATE tally.top_ups SET attempts = 9 WHERE user_id = '%s'".formatted(user));
    disabling.server().clock().set(disabling.server().clock().in(Duration.ofMinutes(11)));
    var standing = once.await(user, "canceled");
    assertThat(standing.at("disabledReason")).isEqualTo("amount_too_small");
    assertThat(once.shortBelow(user)).isEqualTo("never");
    assertThat(once.told(user)).contains("the payment was refused (amount_too_small)");
  }

  private void wait(Duration time) {
    retrying.server().clock().set(retrying.server().clock().in(time));
  }

  private static void awaitDeclines(UUID user, int count) {
    eventually(
        count + " declines",
        () -> thrice.alerts(user).stream().filter("top_up_declined"::equals).count() == count);
  }

  @Test
  void aDeclineIsTriedAgainOnTheSamePaymentAndPaidOnce() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "insufficient_funds");
    thrice.enable(user, "500", "starter", 5_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    assertThat(thrice.told(user))
        .startsWith(
            "The payment of 10.00 USD for 1000 credits was declined: the card has not enough money. It is tried again on 2026-");
    assertThat(thrice.standing(user).at("enabled")).isEqualTo("true");
    assertThat(status(thrice, user)).isEqualTo("requires_payment_method");
    retrying.simulator().faults().acceptCards();
    wait(Duration.ofDays(1));
    thrice.await(user, "paid");
    assertThat(status(thrice, user)).isEqualTo("succeeded 1000 usd");
    assertThat(thrice.grants(user)).containsExactly("1000");
  }

  @Test
  void threeDeclinesAreGivenUp() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "expired_card");
    thrice.enable(user, "500", "starter", 5_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    wait(Duration.ofDays(1));
    awaitDeclines(user, 2);
    wait(Duration.ofDays(2));
    var standing = thrice.await(user, "declined");
    assertThat(standing.at("disabledReason")).isEqualTo("expired_card");
    assertThat(thrice.alerts(user))
        .containsExactly("top_up_disabled", "top_up_declined", "top_up_declined");
    assertThat(status(thrice, user)).isEqualTo("canceled");
    assertThat(thrice.grants(user)).isEmpty();
  }

  @Test
  void aNewCardIsTriedAtOnce() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "authentication_required");
    thrice.enable(user, "500", "starter", 5_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    retrying.simulator().faults().acceptCards();
    thrice.enable(user, "500", "starter", 5_000);
    thrice.await(user, "paid");
    assertThat(status(thrice, user)).isEqualTo("succeeded 1000 usd");
  }

  @Test
  void otherSettingsAreAnotherPurchase() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "insufficient_funds");
    thrice.enable(user, "500", "big", 50_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    retrying.simulator().faults().acceptCards();
    wait(Duration.ofSeconds(1));
    thrice.enable(user, "500", "starter", 5_000);
    eventually("the one is canceled", () -> thrice.topUps(user).getFirst().startsWith("canceled"));
    thrice.enable(user, "500", "starter", 5_000);
    thrice.await(user, "paid");
    assertThat(thrice.topUps(user)).containsExactly("canceled 1 10000 usd", "paid 1 1000 usd");
    assertThat(thrice.grants(user)).containsExactly("1000");
    assertThat(status(thrice, user)).isEqualTo("canceled,succeeded 1000 usd");
  }

  @Test
  void whoIsSuspendedPaysNothing() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "insufficient_funds");
    thrice.enable(user, "500", "starter", 5_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    retrying.simulator().faults().acceptCards();
    retrying.server().post("/v1/users/%s/suspend".formatted(user), "{\"reason\": \"fraud\"}");
    wait(Duration.ofDays(1));
    thrice.await(user, "canceled");
    assertThat(status(thrice, user)).isEqualTo("canceled");
  }

  @Test
  void whoWasDeletedPaysNothing() {
    var payer = thrice.payer("501");
    var user = payer.id();
    retrying.simulator().faults().declineCards(payer.customer(), "insufficient_funds");
    thrice.enable(user, "500", "starter", 5_000);
    thrice.call(user);
    awaitDeclines(user, 1);
    retrying.simulator().faults().acceptCards();
    var server = retrying.server();
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    wait(Duration.ofDays(1));
    eventually("it is canceled", () -> thrice.topUps(user).getFirst().startsWith("canceled"));
    assertThat(status(thrice, user)).isEqualTo("canceled");
  }
}
