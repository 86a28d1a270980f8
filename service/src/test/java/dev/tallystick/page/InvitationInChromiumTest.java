package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingReferrals;
import dev.tallystick.http.TestingServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Invitations in a real browser that runs no JavaScript.
class InvitationInChromiumTest {
  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(
          Map.of(
              "TALLY_REFERRAL_HOLD_DAYS", "7",
              "TALLY_REFERRAL_CREDITS_DAYS", "90",
              "TALLY_REFERRAL_REFERRER_CREDITS", "1500.5"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);
  @RegisterExtension private static final TestingChromium chromium = new TestingChromium(server);

  private static final TestingReferrals referrals = new TestingReferrals(server);

  private final UUID ada = referrals.user("Ada Lovelace");
  private final String link = "/r/" + referrals.code(ada);

  private static Page personCalled(UUID user) {
    var page = chromium.person();
    var token = server.signIn(user, "web").at("token");
    var cookie = new Cookie("tally_session", token).setUrl("http://127.0.0.1:" + server.port());
    page.context().addCookies(List.of(cookie));
    return page;
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static String path(Page page) {
    return page.url().replaceFirst("^https?://[^/]+", "");
  }

  /// Nothing is wider than the narrowest screens there are.
  private static void assertFits(Page page) {
    page.setViewportSize(320, 640);
    assertThat(page.getByRole(AriaRole.MAIN).boundingBox().width).isLessThanOrEqualTo(320);
    for (var part : page.locator("main *").all()) {
      var box = part.boundingBox();
      if (box == null || box.x < 0) continue;
      assertThat(box.x + box.width).as(part.toString()).isLessThanOrEqualTo(320.5);
    }
  }

  @Test
  void leadsThroughTheSignInToAnAnswer() {
    var page = chromium.person();
    page.navigate(link);
    TestingChromium.shoot(page, "invitation");
    assertFits(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in to accept")).click();
    var email = UUID.randomUUID() + "@example.com";
    page.getByLabel("E-mail address").fill(email);
    press(page, "Mail me a code");
    page.getByLabel("Code").fill(new TestingBrowser(server).mailedCode(email));
    press(page, "Sign in");
    assertThat(path(page)).isEqualTo(link);
    TestingChromium.shoot(page, "invitation-signed-in");
    press(page, "Accept the invitation");
    assertThat(page.content()).contains("You accepted the invitation", "There is time until");
    TestingChromium.shoot(page, "invitation-accepted");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See how it stands")).click();
    assertThat(path(page)).isEqualTo("/account/referral");
    assertThat(page.content()).contains("Ada L.", "invited you", "your first call");
    page.navigate(link);
    assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("You accepted this");
    TestingChromium.shoot(page, "invitation-before");
  }

  @Test
  void saysWhatIsInItsWay() {
    var page = personCalled(ada);
    page.navigate(link);
    assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("your own code");
    TestingChromium.shoot(page, "invitation-own");
    page.navigate("/r/ref-unknown");
    TestingChromium.shoot(page, "invitation-unknown");
    server.post("/v1/users/" + ada + "/suspend", "{\"reason\": \"abuse\"}").expect(200);
    var stranger = chromium.person();
    stranger.navigate(link);
    assertThat(stranger.getByRole(AriaRole.STATUS).textContent()).contains("does not count now");
    TestingChromium.shoot(stranger, "invitation-suspended");
  }

  @Test
  void sharesALinkAndShowsWhoCame() {
    var page = personCalled(ada);
    page.navigate("/account/referral");
    TestingChromium.shoot(page, "referral-empty");
    var shared = page.getByLabel("Your link, for whom you invite");
    assertThat(shared.inputValue()).endsWith(link);
    assertThat(shared.isEditable()).isFalse();

    referrals.redeem(referrals.user("Grace Hopper"), ada).expect(201);
    referrals.brought(ada, "Bob Bobson");
    var rejected = referrals.brought(ada, "עדה לבלייס");
    referrals.decide(ada, rejected, "reject", "{\"reason\": \"own_second_account\"}").expect(200);
    referrals.brought(ada, "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine");
    referrals.redeemOnOneDevice(ada, referrals.user("🦄")).expect(201);
    page.reload();
    TestingChromium.shoot(page, "referral");
    assertThat(page.getByRole(AriaRole.ROW).count()).isEqualTo(6);
    assertThat(page.getByRole(AriaRole.MAIN).textContent())
        .contains("3 of 5", "Grace H.", "In review", "Rejected", "own second account");
    assertFits(page);
    page.navigate("/account");
    TestingChromium.shoot(page, "account-with-invitations");
    assertFits(page);
  }
}
