package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.identity.Query;
import dev.tallystick.identity.TestingGitHub;
import dev.tallystick.limit.Limits.Rule;
import dev.tallystick.page.TestingBrowser.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in with an account elsewhere, as a browser sees it.
class ProviderSignInOverHttpTest {
  private static final MockOAuth2Server issuer = started();
  private static final TestingGitHub gitHub = TestingGitHub.start();
  private static final HttpClient http = HttpClient.newHttpClient();

  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(
          Map.of(
              "TALLY_OIDC_MOCK_ISSUER",
              issuer.issuerUrl("people").toString(),
              "TALLY_OIDC_MOCK_CLIENT_ID",
              "tally",
              "TALLY_OIDC_MOCK_CLIENT_SECRET",
              "mock-hunter2",
              "TALLY_OIDC_DOWN_ISSUER",
              "http://127.0.0.1:9",
              "TALLY_OIDC_DOWN_CLIENT_ID",
              "tally",
              "TALLY_OIDC_DOWN_CLIENT_SECRET",
              "down-hunter2",
              "TALLY_GITHUB_CLIENT_ID",
              TestingGitHub.CLIENT_ID,
              "TALLY_GITHUB_CLIENT_SECRET",
              TestingGitHub.CLIENT_SECRET,
              "TALLY_GITHUB_URL",
              gitHub.url(),
              "TALLY_GITHUB_API_URL",
              gitHub.url() + "/api"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final TestingBrowser browser = new TestingBrowser(server);

  private static MockOAuth2Server started() {
    var issuer = new MockOAuth2Server();
    issuer.start();
    return issuer;
  }

  @AfterAll
  static void stop() {
    http.close();
    gitHub.close();
    issuer.shutdown();
  }

  /// Where the form of a provider leads.
  private static URI leave(TestingBrowser browser, String path) {
    browser.get("/sign-in").expect(200);
    return leavePage(browser.post(path, Map.of()));
  }

  private static URI leavePage(Page page) {
    var refresh = page.expect(200).header("Refresh");
    assertThat(refresh).startsWith("0; url=");
    return URI.create(refresh.substring("0; url=".length()));
  }

  /// The path and query that the issuer sends a browser back to.
  private static String allow(URI authorization, String subject, Map<String, Object> claims) {
    issuer.enqueueCallback(
        new DefaultOAuth2TokenCallback("people", subject, "JWT", null, claims, 3_600));
    try {
      var answer =
          http.send(HttpRequest.newBuilder(authorization).build(), BodyHandlers.discarding());
      var location = answer.headers().firstValue("Location").orElseThrow();
      assertThat(location)
          .startsWith("http://localhost:%d/sign-in/mock/callback?".formatted(server.port()));
      return location.substring(location.indexOf('/', "http://".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Page signIn(TestingBrowser browser, String subject, Map<String, Object> claims) {
    return browser.get(allow(leave(browser, "/sign-in/mock"), subject, claims));
  }

  private static String email() {
    return UUID.randomUUID() + "@example.com";
  }

  private static Map<String, Object> verified(String email) {
    return Map.of("email", email, "email_verified", true);
  }

  @Test
  void aPersonComesBackSignedInAndGoesWhereTheyWanted() {
    var email = email();
    var to = leave(browser, "/sign-in/mock?next=" + encoded("/device?code=BCDF-GHJK"));
    assertThat(Query.of(to).get("code_challenge_method")).isEqualTo("S256");
    var back = browser.get(allow(to, email, verified(email)));
    assertThat(back.location()).isEqualTo("/device?code=BCDF-GHJK");
    assertThat(back.header("Cache-Control")).isEqualTo("no-store");
    assertThat(browser.session()).startsWith("tw_");
    assertThat(browser.get("/account").expect(200).html()).contains(email).contains("Mock");
  }

  @Test
  void aPersonIsNotedWhereTheyCameBack() {
    var email = email();
    signIn(browser, email, verified(email));
    assertThat(networks(email)).isEqualTo(1);
    signIn(new TestingBrowser(server), email, verified(email));
    assertThat(networks(email)).isEqualTo(2);
  }

  private static long networks(String email) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query(
                        """
                        SELECT count(*)
                          FROM tally.user_networks n JOIN tally.users u ON u.id = n.user_id
                         WHERE u.email = :email
                        """)
                    .bind("email", email)
                    .mapTo(Long.class)
                    .one());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)"
      })
  void nobodyIsSentElsewhere(String next) {
    var to = leave(browser, "/sign-in/mock?next=" + encoded(next));
    assertThat(browser.get(allow(to, email(), Map.of())).location()).isEqualTo("/account");
  }

  @Test
  void aFormOfAnotherSiteLeadsNowhere() {
    browser.get("/sign-in").expect(200);
    browser.postAs("/sign-in/mock", Map.of("form_token", "guess")).expect(403);
    browser
        .postAs(
            "/sign-in/mock",
            Map.of("form_token", browser.formToken()),
            "Sec-Fetch-Site",
            "cross-site")
        .expect(403);
  }

  @Test
  void aCallbackInAnotherBrowserOrTwiceSignsNobodyIn() {
    var subject = email();
    var back = allow(leave(browser, "/sign-in/mock"), subject, Map.of());
    var other = new TestingBrowser(server);
    assertThat(other.get(back).expect(400).html()).contains("no longer good");
    assertThat(other.session()).isEmpty();
    assertThat(browser.get(back).location()).isEqualTo("/account");
    var first = browser.session();
    browser.get(back).expect(400);
    assertThat(browser.session()).isEqualTo(first);
  }

  @Test
  void aProviderThatIsDownIsAPageAndNoFault() {
    browser.get("/sign-in").expect(200);
    var page = browser.post("/sign-in/down", Map.of()).expect(503);
    assertThat(page.html()).contains("Down cannot be reached").contains("Try again");
  }

  @Test
  void whoDeclinesIsAskedAgain() {
    var state = Query.of(leave(browser, "/sign-in/mock")).get("state");
    var page = browser.get("/sign-in/mock/callback?error=access_denied&state=" + state);
    assertThat(page.expect(403).html()).contains("You did not allow it");
  }

  @Test
  void anAddressThatIsNotVerifiedOnBothSidesIsLinkedByHand() {
    var email = email();
    server.post("/v1/users", "{\"email\": \"%s\"}".formatted(email)).expect(201);
    var refused = signIn(browser, "by-hand", verified(email)).expect(409);
    assertThat(refused.html()).contains("code by mail first").contains("Link an account at Mock");
    assertThat(browser.session()).isEmpty();

    browser.signIn(email);
    browser.get("/account").expect(200);
    var to = leavePage(browser.post("/sign-in/mock?link=yes", Map.of()));
    assertThat(browser.get(allow(to, "by-hand", verified(email))).location())
        .isEqualTo("/account?done=linked");
    assertThat(signIn(new TestingBrowser(server), "by-hand", Map.of()).location())
        .isEqualTo("/account");
  }

  @Test
  void whoProvesTheAddressLaterTakesTheAccountFromWhoeverLinkedToIt() {
    var email = email();
    var body = "{\"email\": \"%s\"}".formatted(email);
    var user = UUID.fromString(server.post("/v1/users", body).expect(201).at("id"));
    var squatter = new TestingBrowser(server);
    squatter.cookies().put("tally_session", server.signIn(user, "web").at("token"));
    squatter.get("/account").expect(200);
    var to = leavePage(squatter.post("/sign-in/mock?link=yes", Map.of()));
    assertThat(squatter.get(allow(to, "squatter", Map.of())).location())
        .isEqualTo("/account?done=linked");
    browser.signIn(email);
    assertThat(squatter.get("/account").location()).isEqualTo("/sign-in");
    assertThat(signIn(squatter, "squatter", Map.of()).location()).isEqualTo("/account");
    assertThat(userOf(squatter)).isNotEqualTo(user.toString());
    assertThat(userOf(browser)).isEqualTo(user.toString());
    assertThat(server.get("/v1/audit?userId=" + user).expect(200).json().toString())
        .contains("identity.unlinked");
  }

  private static String userOf(TestingBrowser browser) {
    return server.as(browser.session(), "GET", "/v1/session").expect(200).at("userId");
  }

  @Test
  void callbacksThatNobodyBeganCostAVisitorNothing() {
    var stray = "/sign-in/mock/callback?code=x&state=" + "A".repeat(43);
    for (int i = 0; i <= Rule.SIGN_IN_BY_CLIENT.tries(); i++) browser.get(stray).expect(400);
    assertThat(signIn(browser, email(), Map.of()).location()).isEqualTo("/account");
  }

  @Test
  void linkingIsForWhoSignedInAShortWhileAgo() {
    var subject = email();
    assertThat(signIn(browser, subject, Map.of()).location()).isEqualTo("/account");
    browser.get("/account").expect(200);
    var before = server.clock().instant();
    server.clock().set(before.plus(Site.FRESH_MAX));
    try {
      assertThat(browser.post("/sign-in/mock?link=yes", Map.of()).expect(403).html())
          .contains("Sign in again first");
      assertThat(browser.post(unlinkPath(), Map.of()).expect(403).html())
          .contains("Sign in again first");
    } finally {
      server.clock().set(before);
    }
    new TestingBrowser(server).get("/sign-in").expect(200);
  }

  private String unlinkPath() {
    var form = Pattern.compile("action=\"(/account/identities/[^\"]+)\"");
    var match = form.matcher(browser.get("/account").expect(200).html());
    assertThat(match.find()).isTrue();
    return match.group(1);
  }

  @Test
  void theLastWayInCannotBeUnlinked() {
    assertThat(signIn(browser, email(), Map.of()).location()).isEqualTo("/account");
    assertThat(browser.post(unlinkPath(), Map.of()).expect(409).html()).contains("only way in");
    var withAddress = new TestingBrowser(server);
    assertThat(signIn(withAddress, email(), verified(email())).location()).isEqualTo("/account");
  }

  @Test
  void anAccountIsUnlinkedWhereAnotherWayInIsLeft() {
    assertThat(signIn(browser, email(), verified(email())).location()).isEqualTo("/account");
    assertThat(browser.post(unlinkPath(), Map.of()).location()).isEqualTo("/account?done=unlinked");
    assertThat(browser.get("/account").expect(200).html()).doesNotContain("/account/identities/");
  }

  @Test
  void gitHubSignsPeopleInToo() {
    var email = email();
    gitHub.withEmails(
        200, "[{\"email\": \"%s\", \"primary\": true, \"verified\": true}]".formatted(email));
    var to = leave(browser, "/sign-in/github");
    var code = gitHub.allow(to);
    var back =
        browser.get(
            "/sign-in/github/callback?code=%s&state=%s".formatted(code, Query.of(to).get("state")));
    assertThat(back.location()).isEqualTo("/account");
    assertThat(browser.get("/account").expect(200).html()).contains(email).contains("GitHub");
  }

  @Test
  void whatWasNeverBegunEndsInAPage() {
    for (var query :
        new String[] {"", "?code=x", "?state=x&code=y", "?code=%00", "?error=<script>"}) {
      var page =
          browser.get("/sign-in/mock/callback" + query.replace("<", "%3C").replace(">", "%3E"));
      assertThat(page.status()).as(query).isBetween(400, 499);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.html()).doesNotContain("<script>");
    }
  }
}
