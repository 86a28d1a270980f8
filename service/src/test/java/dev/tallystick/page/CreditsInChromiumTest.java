package dev.tallystick.page;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Credits are bought in a real browser that runs no JavaScript and holds our pages to their
/// policy, at a Stripe that is played.
class CreditsInChromiumTest {
  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.startWith(
          simulator ->
              Map.of(
                  "TALLY_STRIPE_PLANS",
                  simulator.people().createPrice("Team", 2_000, "usd", "month") + "=5000"));

  private static final TestingServer server = stripe.server();
  private static final StripeSimulator simulator = stripe.simulator();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);
  @RegisterExtension private static final TestingChromium chromium = new TestingChromium(server);

  private final UUID user = server.user();

  private Page person() {
    var page = chromium.person();
    var token = server.signIn(user, "web").at("token");
    var cookie = new Cookie("tally_session", token).setUrl("http://127.0.0.1:" + server.port());
    page.context().addCookies(List.of(cookie));
    page.navigate("/account/credits");
    return page;
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static String main(Page page) {
    return page.getByRole(AriaRole.MAIN).innerText();
  }

  private static String path(Page page) {
    return page.url().replaceFirst("^https?://[^/]+", "");
  }

  /// Back from Stripe, as a browser on this machine that knows it by another name.
  private static void come(Page page) {
    stripe.awaitApplied();
    page.navigate("/account/credits?done=paid");
  }

  /// Nothing is wider than the narrowest screens there are.
  private static void assertFits(Page page) {
    page.setViewportSize(320, 640);
    for (var part : page.locator("main *").all()) {
      var box = part.boundingBox();
      if (box == null || box.x < 0) continue;
      assertThat(box.x + box.width).as(part.toString()).isLessThanOrEqualTo(320.5);
    }
  }

  @Test
  void buysAPackAtStripe() {
    var page = person();
    assertThat(main(page)).contains("0 available", "1,000 credits", "10.00 USD", "None yet.");
    TestingChromium.shoot(page, "credits-empty");
    assertFits(page);

    press(page, "Buy 1,000 credits for 10.00 USD");
    assertThat(page.url()).startsWith(simulator.base() + "/c/pay/");
    page.locator("button[value=pay]").click();
    come(page);
    assertThat(page.getByRole(AriaRole.STATUS).innerText()).contains("Thank you");
    assertThat(main(page)).contains("1,000 available").containsIgnoringCase("paid");
    TestingChromium.shoot(page, "credits-bought");
  }

  @Test
  void showsWhatBecameOfEachPayment() {
    var page = person();
    var paid = List.of("refund", "part", "dispute", "lost", "kept");
    for (var what : paid) {
      page.navigate("/account/credits");
      press(page, "Buy 1,000 credits for 10.00 USD");
      var payment = simulator.people().payCheckout(page.url().replaceFirst(".*/c/pay/", ""));
      switch (what) {
        case "refund" -> simulator.people().refund(payment);
        case "part" -> simulator.people().refund(payment, 250);
        case "dispute" -> simulator.people().dispute(payment, 1_000);
        case "lost" -> simulator.people().loseDispute(simulator.people().dispute(payment, 1_000));
        default -> {}
      }
    }
    page.navigate("/account/credits");
    press(page, "Buy 12,000 credits for 100.00 USD");
    simulator
        .people()
        .payCheckoutDeclined(page.url().replaceFirst(".*/c/pay/", ""), "insufficient_funds");
    come(page);
    assertThat(main(page).toLowerCase(Locale.ROOT))
        .contains(
            "refunded",
            "partly refunded",
            "2.50 usd went back",
            "disputed",
            "set aside",
            "charged back",
            "failed",
            "not enough money");
    TestingChromium.shoot(page, "credits-payments");
    assertFits(page);
  }

  @Test
  void subscribesAndManagesTheSubscription() {
    var page = person();
    TestingChromium.shoot(page, "credits-plans");
    press(page, "Subscribe to 5,000 credits a month");
    simulator.people().payCheckout(page.url().replaceFirst(".*/c/pay/", ""));
    come(page);
    assertThat(main(page)).contains("5,000 credits a month", "20.00 USD a period", "renews on");
    TestingChromium.shoot(page, "credits-subscribed");
    press(page, "Manage cards, invoices and subscription");
    assertThat(page.url()).startsWith(simulator.base().toString());
    press(page, "Cancel the plan");
    come(page);
    assertThat(main(page)).contains("ends on");
  }

  @Test
  void switchesAutoTopUpOnAndOff() {
    var grant = "{\"operationId\": \"g\", \"type\": \"admin\", \"credits\": \"100\"}";
    server.post("/v1/users/" + user + "/grants", grant).expect(201);
    var page = person();
    page.getByLabel("When fewer credits are left than").fill("50");
    page.getByLabel("Spend in a month no more than (USD)").fill("5");
    press(page, "Switch on");
    assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("One pack costs 10.00 USD");
    assertThat(page.getByLabel("When fewer credits are left than").inputValue()).isEqualTo("50");
    page.getByLabel("Spend in a month no more than (USD)").fill("30.50");
    press(page, "Switch on");
    assertThat(path(page)).isEqualTo("/account/credits?done=top-up");
    assertThat(main(page)).contains("of at most 30.50 USD were spent this month");
    TestingChromium.shoot(page, "credits-top-up");
    press(page, "Switch off");
    assertThat(main(page)).contains("Nothing is bought unless you do it yourself");
  }

  @Test
  void tellsWhatHappenedUntilItIsSeen() {
    var page = person();
    page.getByLabel("When fewer credits are left than").fill("50");
    press(page, "Switch on");
    eventually(
        "the user is told",
        () -> {
          page.navigate("/account/credits");
          return main(page).contains("no card is stored");
        });
    TestingChromium.shoot(page, "credits-told");
    assertFits(page);
    press(page, "Got it");
    assertThat(path(page)).isEqualTo("/account/credits");
    assertThat(main(page)).doesNotContain("Mend that, then");
  }

  @Test
  void saysThatPaymentsAreNotPossibleNow() {
    var page = person();
    simulator.faults().down();
    try {
      press(page, "Buy 1,000 credits for 10.00 USD");
      assertThat(main(page)).contains("Payments are not possible now", "Nothing was paid");
      TestingChromium.shoot(page, "credits-down");
      page.navigate("/account/credits");
      assertThat(main(page)).contains("0 available");
    } finally {
      simulator.faults().up();
    }
  }
}
