package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages in a real browser that runs no JavaScript.
class PagesInChromiumTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @RegisterExtension private static final TestingChromium chromium = new TestingChromium(server);

  private final String email =
      "ada-" + UUID.randomUUID().toString().substring(0, 4) + "@example.com";

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static String path(Page page) {
    return page.url().replaceFirst("^https?://[^/]+", "");
  }

  private void signIn(Page page) {
    page.navigate("/sign-in");
    typeCode(page);
  }

  /// From the sign-in page on.
  private void typeCode(Page page) {
    page.getByLabel("E-mail address").fill(email);
    press(page, "Mail me a code");
    page.getByLabel("Code").fill(new TestingBrowser(server).mailedCode(email));
    press(page, "Sign in");
  }

  @Test
  void signsInByAMailedCode() {
    var page = chromium.person();
    page.navigate("/account");
    assertThat(path(page)).isEqualTo("/sign-in");
    TestingChromium.shoot(page, "sign-in");
    page.getByLabel("E-mail address").fill("nobody");
    press(page, "Mail me a code");
    assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("Enter an e-mail address");
    TestingChromium.shoot(page, "sign-in-error");
    page.getByLabel("E-mail address").fill(email);
    press(page, "Mail me a code");
    TestingChromium.shoot(page, "code");
    page.getByLabel("Code").fill("0000 0000");
    press(page, "Sign in");
    assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("You have 4 tries left");
    TestingChromium.shoot(page, "code-error");
    page.getByLabel("Code").fill(new TestingBrowser(server).mailedCode(email));
    press(page, "Sign in");
    assertThat(path(page)).isEqualTo("/account");
    assertThat(page.content()).contains(email).contains("Chrome on Linux");
    TestingChromium.shoot(page, "account-one");

    var cookies = page.context().cookies();
    assertThat(cookies)
        .singleElement()
        .satisfies(
            cookie -> {
              assertThat(cookie.name).isEqualTo("tally_session");
              assertThat(cookie.httpOnly).isTrue();
              assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
              assertThat(cookie.path).isEqualTo("/");
            });
    // A code that was typed before is no way back in.
    page.goBack();
    page.reload();
    assertThat(page.content()).contains("no longer good");
    TestingChromium.shoot(page, "code-gone");
  }

  @Test
  void listsDevicesAndSignsThemOut() {
    var page = chromium.person();
    signIn(page);
    var session = page.context().cookies().getFirst().value;
    var user = UUID.fromString(server.as(session, "GET", "/v1/session").at("userId"));
    var cli = server.signIn(user, "cli");
    var pat = server.signIn(user, "pat");
    page.reload();
    TestingChromium.shoot(page, "account");
    var devices = page.getByRole(AriaRole.LISTITEM);
    assertThat(devices.count()).isEqualTo(3);
    assertThat(devices.first().textContent()).contains("this browser");
    devices
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Command line"))
        .getByRole(AriaRole.BUTTON)
        .click();
    assertThat(server.accepts(cli.at("token"))).isFalse();
    assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("signed out");
    TestingChromium.shoot(page, "account-notice");
    press(page, "Sign out all others");
    assertThat(server.accepts(pat.at("token"))).isFalse();
    assertThat(devices.count()).isEqualTo(1);
    page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.BUTTON).click();
    assertThat(page.content()).contains("You are signed out.");
    TestingChromium.shoot(page, "signed-out");
    assertThat(server.accepts(session)).isFalse();
    page.navigate("/account");
    assertThat(path(page)).isEqualTo("/sign-in");
  }

  @Test
  void refusesAFormThatAnotherTabMadeOld() {
    var page = chromium.person();
    page.navigate("/sign-in");
    page.context().clearCookies();
    page.getByLabel("E-mail address").fill(email);
    press(page, "Mail me a code");
    assertThat(page.content()).contains("This form is out of date");
    TestingChromium.shoot(page, "out-of-date");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the page again"))
        .click();
    typeCode(page);
    assertThat(path(page)).isEqualTo("/account");
  }

  @Test
  void staysHereWhateverALinkSays() {
    var page = chromium.person();
    page.navigate("/sign-in?next=//evil.example/account");
    typeCode(page);
    assertThat(path(page)).isEqualTo("/account");
    assertThat(page.url()).startsWith("http://127.0.0.1:");
  }

  @Test
  void showsMailsToTheDeveloper() {
    var page = chromium.person();
    page.navigate("/sign-in");
    page.getByLabel("E-mail address").fill(email);
    press(page, "Mail me a code");
    page.navigate("/dev/mail");
    assertThat(page.content()).contains(email);
    TestingChromium.shoot(page, "dev-mail");
  }
}
