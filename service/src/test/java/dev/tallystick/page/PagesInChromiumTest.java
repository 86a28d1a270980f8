package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.Reply;
import dev.tallystick.http.TestingServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /// Goes back. Where that was the answer to a form, the browser asks first whether to send it
  /// again, and the person goes on in another tab.
  private static Page back(Page page) {
    try {
      var _ = page.goBack();
      return page;
    } catch (PlaywrightException failure) {
      assertThat(failure).hasMessageContaining("ERR_CACHE_MISS");
      return page.context().newPage();
    }
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
    page = back(page);
    page.navigate("/sign-in/code");
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

  /// A device login as a command line starts it.
  private static Reply deviceLogin(boolean isPasted) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("clientName", "Acme CLI").put("label", "ada@laptop").put("paste", isPasted);
    return server.post("/v1/login/device", body).expect(200);
  }

  /// Polls once, later than the last time.
  private static Reply poll(Reply login, String pasteCode) {
    server.clock().set(server.clock().in(Duration.ofSeconds(6)));
    var body = JsonNodeFactory.instance.objectNode();
    body.put("device_code", login.at("device_code"));
    if (!pasteCode.isEmpty()) body.put("pasteCode", pasteCode);
    return server.post("/v1/login/token", body);
  }

  private static String complete(Reply login) {
    return "/device?user_code=" + login.at("user_code");
  }

  @Test
  void approvesADeviceOnce() {
    var login = deviceLogin(false);
    var page = chromium.person();
    page.navigate(complete(login));
    assertThat(path(page)).startsWith("/sign-in?next=");
    typeCode(page);
    assertThat(path(page)).isEqualTo(complete(login));
    TestingChromium.shoot(page, "device");
    press(page, "Continue");
    assertThat(page.content())
        .contains("Acme CLI")
        .contains("ada@laptop")
        .contains(login.at("user_code"))
        .contains("just now");
    TestingChromium.shoot(page, "device-asking");
    assertThat(poll(login, "").at("code")).isEqualTo("authorization_pending");
    press(page, "Approve");
    assertThat(path(page)).isEqualTo("/device/approved");
    TestingChromium.shoot(page, "device-approved");
    var token = poll(login, "").expect(200).at("access_token");
    assertThat(server.as(token, "GET", "/v1/session").expect(200).at("label"))
        .isEqualTo("ada@laptop");

    // Neither the way back nor another Approve gives anything more.
    page.reload();
    page = back(page);
    page.navigate(complete(login));
    press(page, "Continue");
    assertThat(page.content()).contains("This was decided already");
    TestingChromium.shoot(page, "device-decided");
    assertThat(server.accepts(token)).isTrue();
    page.navigate("/account");
    assertThat(page.getByRole(AriaRole.LISTITEM).count()).isEqualTo(2);
  }

  @Test
  void deniesADevice() {
    var login = deviceLogin(false);
    var page = chromium.person();
    signIn(page);
    page.navigate("/device");
    page.getByLabel("Code on the device").fill("BCDF-GHJK");
    press(page, "Continue");
    assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("No device waits");
    TestingChromium.shoot(page, "device-unknown");
    var typed = login.at("user_code").replace("-", " ").toLowerCase(Locale.ROOT);
    page.getByLabel("Code on the device").fill(typed);
    press(page, "Continue");
    press(page, "Deny");
    assertThat(path(page)).isEqualTo("/device/denied");
    TestingChromium.shoot(page, "device-denied");
    assertThat(poll(login, "").at("code")).isEqualTo("access_denied");
  }

  @Test
  void bindsNothingToWhoOpensALink() {
    var login = deviceLogin(false);
    var victim = chromium.person();
    signIn(victim);
    for (var link :
        List.of(
            complete(login),
            "/device/approve?user_code=" + login.at("user_code"),
            "/device/approved?user_code=" + login.at("user_code"))) {
      victim.navigate(link);
      victim.reload();
      assertThat(poll(login, "").at("code")).as(link).isEqualTo("authorization_pending");
    }
    // Nor to a form of another site, whatever cookies it could make the browser send.
    var session = victim.context().cookies().getFirst().value;
    var thief = new TestingBrowser(server);
    thief.cookies().put("tally_session", session);
    thief.postAs("/device/approve", Map.of("user_code", login.at("user_code"))).expect(403);
    assertThat(poll(login, "").at("code")).isEqualTo("authorization_pending");
  }

  @Test
  void showsACodeToCarryBack() {
    var login = deviceLogin(true);
    var page = chromium.person();
    signIn(page);
    page.navigate(complete(login));
    press(page, "Continue");
    press(page, "Approve");
    TestingChromium.shoot(page, "device-paste");
    assertThat(poll(login, "").status()).isNotEqualTo(200);
    var code = page.getByLabel("Code for the device").textContent().strip();
    assertThat(poll(login, code).expect(200).at("access_token")).startsWith("tc_");
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
    // Mails are shown on the server's machine, to whom no proxy speaks for.
    page.context().setExtraHTTPHeaders(Map.of());
    page.navigate("/dev/mail");
    assertThat(page.content()).contains(email);
    TestingChromium.shoot(page, "dev-mail");
  }
}
