package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingClock;
import dev.tallystick.http.TestingReferrals;
import dev.tallystick.http.TestingServer;
import dev.tallystick.limit.Limits.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a referral link leads, and what comes of accepting.
class InvitationOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final TestingReferrals referrals = new TestingReferrals(server);

  private final UUID ada = referrals.user("Ada Lovelace");
  private final String link = "/r/" + referrals.code(ada);

  /// A browser in which a user is signed in.
  private static TestingBrowser browserOf(UUID user) {
    var browser = new TestingBrowser(server);
    browser.cookies().put("tally_session", server.signIn(user, "web").at("token"));
    return browser;
  }

  private static String status(UUID referred) {
    var found = server.get("/v1/referrals?userId=" + referred).expect(200);
    return found.json().path("referrals").isEmpty() ? "none" : found.at("referrals.0.status");
  }

  private static TestingBrowser.Page accept(TestingBrowser browser, String link) {
    browser.get(link).expect(200);
    return browser.post(link, Map.of());
  }

  @Test
  void saysWhoInvitesAndToWhatAndNothingElseAboutThem() {
    var page = new TestingBrowser(server).get(link).expect(200);
    assertThat(page.html())
        .contains(
            "Ada L.",
            "500 credits",
            "first message that costs credits",
            "within 90 days",
            "30 days")
        .doesNotContain("Lovelace", "@", ada.toString());
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("X-Robots-Tag")).isEqualTo("noindex");
  }

  @Test
  void leadsToTheSignInAndBack() {
    var browser = new TestingBrowser(server);
    var next = "/sign-in?next=" + link.replace("/", "%2F");
    assertThat(browser.get(link).html()).contains("href=\"" + next + "\"");
    browser.get(next).expect(200);
    var email = UUID.randomUUID() + "@example.com";
    browser.post("/sign-in", Map.of("email", email, "next", link)).expect(303);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code").expect(200);
    var signedIn = browser.post("/sign-in/code", Map.of("code", code, "next", link));
    assertThat(signedIn.location()).isEqualTo(link);
    assertThat(accept(browser, link).expect(200).html()).contains("You accepted the invitation");
  }

  @Test
  void leadsToTheSignInWhoWasSignedOutMeanwhile() {
    var bob = referrals.user("Bob");
    var browser = browserOf(bob);
    browser.get(link).expect(200);
    server.post("/v1/users/" + bob + "/sessions/revoke-all", "").expect(200);
    assertThat(browser.post(link, Map.of()).location())
        .isEqualTo("/sign-in?next=" + link.replace("/", "%2F"));
    assertThat(status(bob)).isEqualTo("none");
  }

  @Test
  void redeemsOnceHoweverOftenItIsSent() {
    var bob = referrals.user("Bob");
    var browser = browserOf(bob);
    assertThat(browser.get(link).expect(200).html()).contains("Accept the invitation");
    assertThat(status(bob)).isEqualTo("none");
    var first = accept(browser, link).expect(200);
    assertThat(first.html()).contains("first message that costs credits", "9 December 2026");
    assertThat(status(bob)).isEqualTo("pending");
    assertThat(browser.post(link, Map.of()).expect(303).location()).isEqualTo(link);
    assertThat(browser.get(link).html())
        .contains(
            "You accepted this invitation. Under way. Waits for your first message that costs credits")
        .doesNotContain("Accept the invitation");
    assertThat(browser.get("/r/" + referrals.code(referrals.user("Eve"))).html())
        .contains("only the first one counts");
  }

  @Test
  void notesFromWhichNetworkPeopleAccept() {
    var bob = referrals.user("Bob");
    var eve = referrals.user("Eve");
    var browser = browserOf(bob);
    accept(browser, link).expect(200);
    browser.cookies().put("tally_session", server.signIn(eve, "web").at("token"));
    accept(browser, link).expect(200);
    var path = "/v1/referrals/" + ada + "/";
    assertThat(server.get(path + bob).expect(200).text()).doesNotContain("same_network");
    assertThat(server.get(path + eve).expect(200).text()).contains("same_network");
  }

  @Test
  void changesNothingWithoutAFormOfOurs() {
    var bob = referrals.user("Bob");
    var browser = browserOf(bob);
    browser.get(link).expect(200);
    browser.postAs(link, Map.of()).expect(403);
    browser.postAs(link, Map.of("form_token", "x")).expect(403);
    var token = Map.of("form_token", browser.formToken());
    var refused = browser.postAs(link, token, "Sec-Fetch-Site", "cross-site").expect(403);
    assertThat(refused.html()).contains("href=\"" + link + "\"");
    assertThat(status(bob)).isEqualTo("none");
  }

  @Test
  void saysWhyItDoesNotCount() {
    var bob = referrals.user("Bob");
    var carol = referrals.brought(ada, "Carol");
    var dora = referrals.user("Dora");
    assertThat(browserOf(ada).get(link).expect(200).html())
        .contains("This is your own code")
        .doesNotContain("Accept the invitation");
    assertThat(accept(browserOf(ada), link).expect(409).html()).contains("This is your own code");
    assertThat(accept(browserOf(ada), "/r/" + referrals.code(carol)).expect(409).html())
        .contains("a circle does not count");
    assertThat(accept(browserOf(carol), "/r/" + referrals.code(bob)).expect(409).html())
        .contains("only the first one counts");

    server.run(
        "UPDATE tally.users SET created_at = '%s' WHERE id = '%s'"
            .formatted(TestingClock.START.minus(Duration.ofDays(31)), dora));
    var old = browserOf(dora);
    assertThat(old.get(link).expect(200).html()).contains("too old for that");
    assertThat(accept(old, link).expect(409).html()).contains("too old for that");
    assertThat(status(dora)).isEqualTo("none");
  }

  @Test
  void saysThatALimitIsReached() {
    referrals.limit(ada, 0);
    assertThat(new TestingBrowser(server).get(link).expect(200).html())
        .contains("This code cannot be redeemed now")
        .doesNotContain("next=");
    assertThat(accept(browserOf(referrals.user("Bob")), link).expect(409).html())
        .contains("This code cannot be redeemed now");
  }

  @Test
  void saysThatWhoInvitesIsNotActive() {
    server.post("/v1/users/" + ada + "/suspend", "{\"reason\": \"secret abuse\"}").expect(200);
    assertThat(new TestingBrowser(server).get(link).expect(200).html())
        .contains("does not count now")
        .doesNotContain("abuse");
    assertThat(accept(browserOf(referrals.user("Bob")), link).expect(409).html())
        .contains("does not count now");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/r/ref-00000000-0000-0000-0000-000000000000",
        "/r/x",
        "/r/%00",
        "/r/%3Cscript%3E",
        "/r/%F0%9F%A6%84",
        "/r/%ff",
        "/r/ref-00000000-0000-0000-0000-000000000000%20"
      })
  void isKindAboutACodeThatNobodyHas(String unknown) {
    var browser = browserOf(ada);
    for (var page : List.of(browser.get(unknown), browser.post(unknown, Map.of()))) {
      assertThat(page.expect(404).html())
          .contains("We do not know this invitation")
          .doesNotContain("<script>");
    }
  }

  @Test
  void forgetsWhoLeft() {
    referrals.delete(ada);
    assertThat(new TestingBrowser(server).get(link).expect(404).html())
        .contains("We do not know this invitation");
    var bob = browserOf(referrals.user("Bob"));
    bob.get("/account").expect(200);
    assertThat(bob.post(link, Map.of()).expect(404).html()).contains("do not know this invitation");
  }

  @Test
  void slowsDownWhoGuessesCodes() {
    var browser = new TestingBrowser(server);
    for (int i = 0; i < Rule.REFERRAL_CODE_BY_CLIENT.tries(); i++) {
      browser.get("/r/ref-" + UUID.randomUUID()).expect(404);
    }
    var guess = "/r/ref-" + UUID.randomUUID();
    assertThat(browser.get(guess).expect(429).header("Retry-After")).isNotEmpty();
    new TestingBrowser(server).get(guess).expect(404);
  }

  @Test
  void letsACampusOpenInvitationsFromOneAddress() {
    var browser = browserOf(referrals.user("Bob"));
    for (int i = 0; i <= Rule.REFERRAL_CODE_BY_CLIENT.tries(); i++) browser.get(link).expect(200);
    accept(browser, link).expect(200);
    for (int i = 1; i < Rule.REFERRAL_BY_USER.tries(); i++) {
      browser.post(link, Map.of()).expect(303);
    }
    assertThat(browser.post(link, Map.of()).expect(429).header("Retry-After")).isNotEmpty();
    accept(browserOf(referrals.user("Carol")), link).expect(200);
  }

  @Test
  void saysHowItStandsNowToWhoAcceptsAgain() {
    var bob = referrals.user("Bob");
    var browser = browserOf(bob);
    accept(browser, link).expect(200);
    referrals.decide(ada, bob, "reject", "{\"reason\": \"own_second_account\"}").expect(200);
    assertThat(browser.get(browser.post(link, Map.of()).expect(303).location()).html())
        .contains("Rejected. Reason: own second account. If that is wrong, ask our support.")
        .doesNotContain("The code counts");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ",", ";", ").", "%20", ").%20"})
  void takesALinkFromASentence(String rest) {
    var pasted = link.toUpperCase(Locale.ROOT).replace("/R/", "/r/") + rest;
    assertThat(new TestingBrowser(server).get(pasted).expect(200).html()).contains("Ada L.");
  }

  @Test
  void tellsTheReferrerNotWhatBecameOfAPurchase() {
    var bob = referrals.brought(ada, "Bob");
    for (var reason : List.of("purchase_refunded", "purchase_disputed", "purchase_revoked")) {
      server.run(
          "UPDATE tally.referrals SET reason = '%s' WHERE referred_id = '%s'"
              .formatted(reason, bob));
      var own = server.as(server.signIn(ada, "web").at("token"), "GET", "/v1/referrals/own");
      assertThat(own.at("referrals.0.reason")).isEqualTo("purchase_returned");
      own = server.as(server.signIn(bob, "web").at("token"), "GET", "/v1/referrals/own");
      assertThat(own.at("referrals.0.reason")).isEqualTo(reason);
    }
    referrals.decide(ada, bob, "reject", "{\"reason\": \"abuse\"}").expect(200);
    server.run(
        "UPDATE tally.referrals SET reason = 'purchase_revoked' WHERE referred_id = '%s'"
            .formatted(bob));
    assertThat(browserOf(ada).get("/account/referral").html())
        .contains("Reason: their purchase was returned")
        .doesNotContain("revoked");
    assertThat(browserOf(bob).get("/account/referral").html()).contains("purchase revoked");
  }

  @Test
  void showsFiftyInvitationsOnOnePage() {
    referrals.limit(ada, 100);
    for (int i = 0; i < 50; i++) referrals.brought(ada, "Bob");
    var browser = browserOf(ada);
    assertThat(browser.get("/account/referral").html()).doesNotContain("Older ones");
    referrals.brought(ada, "Eve");
    var page = browser.get("/account/referral").html();
    assertThat(page).contains("51 of 100", "Older ones");
    var older = page.replaceFirst("(?s).*href=\"([^\"]*before=[^\"]*)\".*", "$1");
    assertThat(browser.get(older).expect(200).html())
        .contains("invited by you")
        .doesNotContain("Older ones");
    var end = "/account/referral?before=00000000-0000-0000-0000-000000000000";
    assertThat(browser.get(end).html())
        .contains("There are no older ones.")
        .doesNotContain("Nobody yet");
  }

  @Test
  void saysOfWhoMayBringNobodyOnlyHowManyCame() {
    referrals.brought(ada, "Bob");
    referrals.limit(ada, 0);
    assertThat(browserOf(ada).get("/account/referral").html())
        .contains("<dd>1</dd>", "Your code cannot be redeemed now.")
        .doesNotContain("1 of 0");
  }

  @Test
  void showsOwnInvitationsWithWhatTheyWaitFor() {
    var browser = browserOf(ada);
    assertThat(browser.get("/account").expect(200).html()).contains("href=\"/account/referral\"");
    var empty = browser.get("/account/referral").expect(200).html();
    assertThat(empty)
        .contains("http://localhost:%d%s".formatted(server.port(), link), "0 of 5", "Nobody yet");
    var bob = referrals.brought(ada, "<b>Bob Bobson");
    var page = browser.get("/account/referral").expect(200).html();
    assertThat(page)
        .contains(
            "1 of 5",
            "&lt;b&gt;Bob B.",
            "Under way",
            "their first message that costs credits, by 9 December 2026")
        .doesNotContain("<b>", bob + "@");
    assertThat(browserOf(bob).get("/account/referral").html())
        .contains(
            "Ada L.", "invited you", "your first message that costs credits, by 9 December 2026");
    referrals.limit(ada, 1);
    assertThat(browser.get("/account/referral").html()).contains("1 of 1", "nobody else");
    assertThat(new TestingBrowser(server).get("/account/referral").location())
        .isEqualTo("/sign-in?next=%2Faccount%2Freferral");
  }

  @ParameterizedTest
  @CsvSource({"x", "00000000-0000-0000-0000-000000000000", "%00"})
  void beginsAnewAtWhatIsNoPage(String before) {
    referrals.brought(ada, "Bob");
    assertThat(browserOf(ada).get("/account/referral?before=" + before).status()).isIn(200, 422);
  }
}
