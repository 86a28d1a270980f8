package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.limit.Limits.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in, whose forms count, and what stands around every page.
class PagesOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final String email = UUID.randomUUID().toString().substring(0, 8) + "@example.com";

  private TestingBrowser signedIn() {
    return new TestingBrowser(server).signIn(email);
  }

  @Test
  void keepsEverythingElseOutOfAPage() {
    var page = new TestingBrowser(server).get("/sign-in").expect(200);
    assertThat(page.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                + " frame-ancestors 'none'; base-uri 'none'");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.html()).doesNotContain("<script").doesNotContain("style=");
  }

  @Test
  void namesTheStylesheetByItsContentForEver() {
    var page = new TestingBrowser(server).get("/sign-in").html();
    var path = Pattern.compile("href=\"(/assets/[0-9a-f]{16}/style.css)\"").matcher(page);
    assertThat(path.find()).isTrue();
    var css = new TestingBrowser(server).get(path.group(1)).expect(200);
    assertThat(css.header("Content-Type")).startsWith("text/css");
    assertThat(css.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cli", "pat"})
  void acceptsTheTokenOfAWebSessionAlone(String kind) {
    var browser = new TestingBrowser(server);
    var opened = server.signIn(server.user(), kind);
    browser.cookies().put("tally_session", opened.at("token"));
    assertThat(browser.get("/account").location()).isEqualTo("/sign-in");
    // Nor under the prefix of a web session.
    browser.cookies().put("tally_session", "tw" + opened.at("token").substring(2));
    assertThat(browser.get("/account").location()).isEqualTo("/sign-in");
    var web = server.signIn(server.user(), "web");
    browser.cookies().put("tally_session", web.at("token"));
    browser.get("/account").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "tw_", "tw_1.2", "\"tw_\"", "tw_%00.x"})
  void takesWhateverElseACookieHoldsForNobody(String cookie) {
    var browser = new TestingBrowser(server);
    browser.cookies().put("tally_session", cookie);
    assertThat(browser.get("/account").location()).isEqualTo("/sign-in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /device?user_code=ABCD-EFGH | /device?user_code=ABCD-EFGH
          //evil.example              | /account
          /\\evil.example             | /account
          /%09/evil.example           | /account
          https://evil.example        | /account
          javascript:alert(1)         | /account
          evil.example                | /account
          /a:b@evil.example           | /account
          """)
  void goesOnToAPathOfItsOwnAfterSigningIn(String next, String reached) {
    var browser = new TestingBrowser(server);
    browser.get("/sign-in").expect(200);
    var sent = browser.post("/sign-in", Map.of("email", email, "next", next)).location();
    assertThat(sent).startsWith("/sign-in/code");
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code").expect(200);
    var fields = Map.of("code", code, "next", next);
    assertThat(browser.post("/sign-in/code", fields).location()).isEqualTo(reached);
  }

  @Test
  void comesBackToThePageThatAskedToSignIn() {
    var browser = new TestingBrowser(server);
    assertThat(browser.get("/account?done=one").location())
        .isEqualTo("/sign-in?next=%2Faccount%3Fdone%3Done");
    assertThat(browser.get("/sign-in?next=%2Faccount%3Fdone%3Done").html())
        .contains("value=\"/account?done=one\"");
    assertThat(browser.get("/sign-in?next=//evil.example").html()).doesNotContain("evil");
    assertThat(browser.get("/").location()).isEqualTo("/account");
  }

  @Test
  void refusesAFormWithoutItsToken() {
    var browser = signedIn();
    browser.get("/account");
    var token = browser.formToken();
    for (var wrong : new String[] {"", "x", token + "x", token.substring(1)}) {
      var page = browser.postAs("/sign-out", Map.of("form_token", wrong)).expect(403);
      assertThat(page.html()).contains("This form is out of date").contains("Nothing was changed");
    }
    browser.postAs("/sign-out", Map.of()).expect(403);
    // The token of another browser, and of this one before it signed in.
    var other = new TestingBrowser(server);
    other.get("/sign-in");
    browser.postAs("/sign-out", Map.of("form_token", other.formToken())).expect(403);
    assertThat(server.accepts(browser.session())).isTrue();
    assertThat(browser.postAs("/sign-out", Map.of("form_token", token)).status()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # header       | value                | status
          Sec-Fetch-Site | cross-site           | 403
          Sec-Fetch-Site | same-site            | 403
          Sec-Fetch-Site | same-origin          | 422
          Sec-Fetch-Site | none                 | 422
          Origin         | https://evil.example | 403
          Origin         | null                 | 422
          """)
  void refusesAFormFromElsewhere(String header, String value, int status) {
    var browser = new TestingBrowser(server);
    browser.get("/sign-in");
    var fields = Map.of("form_token", browser.formToken(), "email", "no address");
    browser.postAs("/sign-in", fields, header, value).expect(status);
  }

  @Test
  void refusesEveryFormWithoutItsToken() {
    var browser = signedIn();
    for (var path :
        new String[] {
          "/sign-in",
          "/sign-in/code",
          "/sign-out",
          "/account/sign-out-others",
          "/account/sign-out-everywhere",
          "/account/sessions/" + UUID.randomUUID() + "/sign-out",
          "/account/identities/" + UUID.randomUUID() + "/unlink",
          "/device",
          "/device/approve",
          "/device/deny"
        }) {
      browser.postAs(path, Map.of("email", email)).expect(403);
    }
    assertThat(server.accepts(browser.session())).isTrue();
  }

  @Test
  void signsOutBothSidesInOneCall() {
    var browser = signedIn();
    var token = browser.session();
    browser.get("/account");
    assertThat(browser.post("/sign-out", Map.of()).location())
        .isEqualTo("/sign-in?done=signed-out");
    assertThat(server.accepts(token)).isFalse();
    assertThat(browser.cookies()).doesNotContainKey("tally_session");
    assertThat(browser.get("/sign-in?done=signed-out").html()).contains("You are signed out.");
  }

  @Test
  void dropsTheCookieOfASessionThatEndedElsewhere() {
    var browser = signedIn();
    browser.get("/account");
    server.as(browser.session(), "POST", "/v1/sessions/revoke-all").expect(200);
    assertThat(browser.get("/sign-in").html()).contains("This browser was signed out.");
    assertThat(browser.post("/sign-out", Map.of()).location())
        .isEqualTo("/sign-in?done=signed-out");
    assertThat(browser.cookies()).doesNotContainKey("tally_session");
  }

  @Test
  void signsOutOneDeviceAllOthersOrAll() {
    var browser = signedIn();
    var user = UUID.fromString(server.as(browser.session(), "GET", "/v1/session").at("userId"));
    var cli = server.signIn(user, "cli");
    var pat = server.signIn(user, "pat");
    var stranger = server.signIn(server.user(), "cli");
    var list = browser.get("/account").html();
    assertThat(list).contains("Command line").contains("Access token").doesNotContain("tw_");

    var path = "/account/sessions/%s/sign-out";
    browser.post(path.formatted(cli.at("id")), Map.of()).expect(303);
    assertThat(server.accepts(cli.at("token"))).isFalse();
    browser.post(path.formatted(stranger.at("id")), Map.of()).expect(303);
    assertThat(server.accepts(stranger.at("token"))).isTrue();

    browser.post("/account/sign-out-others", Map.of()).expect(303);
    assertThat(server.accepts(pat.at("token"))).isFalse();
    browser.get("/account").expect(200);

    var token = browser.session();
    assertThat(browser.post("/account/sign-out-everywhere", Map.of()).location())
        .isEqualTo("/sign-in?done=signed-out");
    assertThat(server.accepts(token)).isFalse();
  }

  @Test
  void asksToSignInAgainBeforeAllOthersAreSignedOut() {
    var browser = signedIn();
    browser.get("/account");
    var start = server.clock().instant();
    server.clock().set(start.plus(Duration.ofMinutes(30)));
    for (var path : new String[] {"/account/sign-out-others", "/account/sign-out-everywhere"}) {
      assertThat(browser.post(path, Map.of()).expect(403).html()).contains("Sign in again");
    }
    assertThat(server.accepts(browser.session())).isTrue();
    server.clock().set(start);
  }

  @Test
  void tellsAPersonWhatIsWrongOnAPage() {
    var browser = signedIn();
    browser.get("/account");
    var page = browser.post("/account/sessions/none/sign-out", Map.of());
    assertThat(page.expect(404).header("Content-Type")).startsWith("text/html");
    // Links collect parameters on their way.
    browser.get("/account?utm_source=mail").expect(200);
  }

  @Test
  void takesNoMoreThanAFormHas() {
    var browser = new TestingBrowser(server);
    browser.get("/sign-in").expect(200);
    var page = browser.postRaw("/sign-in", FormTest.collidingFields(20_000));
    assertThat(page.expect(413).header("Content-Type")).startsWith("text/html");
    browser.postRaw("/sign-in", FormTest.collidingFields(500)).expect(403);
    var most = "form_token=" + browser.formToken() + "&email=" + email + "&next=";
    browser.postRaw("/sign-in", most + "x".repeat((16 << 10) - most.length())).expect(303);
  }

  @Test
  void countsEachFormWithADevicesCodeWhicheverItIs() {
    for (var path : new String[] {"/device", "/device/approve", "/device/deny"}) {
      var browser = new TestingBrowser(server).signIn(UUID.randomUUID() + "@example.com");
      browser.get("/device").expect(200);
      for (int i = 0; i < Rule.USER_CODE_BY_CLIENT.tries(); i++) {
        browser.post(path, Map.of("user_code", "BCDF-GHJK"));
      }
      // A user has fewer tries, so it is somebody else whom the network's limit holds for.
      browser.cookies().clear();
      browser.signIn(UUID.randomUUID() + "@example.com").get("/device").expect(200);
      var next = browser.post(path, Map.of("user_code", "BCDF-GHJK"));
      assertThat(next.expect(429).html()).as(path).contains("Many codes were typed.");
    }
  }

  @Test
  void showsMailsToNobodyWhoComesThroughAProxy() {
    var browser = new TestingBrowser(server);
    browser.ask(email).expect(303);
    assertThat(browser.get("/dev/mail").expect(404).html()).doesNotContain(email);
    assertThat(browser.mailedCode(email)).isNotEmpty();
  }

  @Test
  void escapesWhatPeopleSay() {
    var browser = new TestingBrowser(server);
    var fields = new HashMap<String, String>();
    browser.get("/sign-in");
    fields.put("email", "\"><script>alert(1)</script>");
    assertThat(browser.post("/sign-in", fields).expect(422).html()).doesNotContain("<script");
  }
}
