package dev.tallystick.page;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.limit.Limits.Rule;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signing in by a mailed code, and what must not come of it.
class SignInOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final TestingBrowser browser = new TestingBrowser(server);
  private final String email = UUID.randomUUID().toString().substring(0, 8) + "@example.com";

  @Test
  void makesAUserWithAVerifiedAddressAndASessionOfTheBrowser() {
    browser.signIn(email);
    var user = server.get("/v1/users?email=" + email).expect(200);
    assertThat(user.at("users.0.emailVerifiedAt")).isEqualTo("2026-09-10T10:00:00Z");
    var session = server.as(browser.session(), "GET", "/v1/session");
    assertThat(session.expect(200).at("kind")).isEqualTo("web");
    assertThat(session.at("userId")).isEqualTo(user.at("users.0.id"));
    assertThat(browser.get("/account").expect(200).html()).contains(email).contains("this browser");
  }

  @Test
  void notesFromWhichNetworkItIs() {
    browser.signIn(email);
    assertThat(networks(email)).isEqualTo(1);
    browser.signIn(email);
    assertThat(networks(email)).isEqualTo(1);
    new TestingBrowser(server).signIn(email);
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

  @Test
  void knowsAUserByTheAddressInWhateverCase() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("id", UUID.randomUUID().toString())
        .put("email", email.toUpperCase(java.util.Locale.ROOT));
    var user = server.post("/v1/users", body).expect(201);
    assertThat(user.at("emailVerifiedAt")).isEqualTo("null");
    browser.signIn(email);
    var session = server.as(browser.session(), "GET", "/v1/session");
    assertThat(session.at("userId")).isEqualTo(user.at("id"));
  }

  @Test
  void answersTheSameWhetherTheAddressIsKnownOrNot() {
    new TestingBrowser(server).signIn(email);
    var known = browser.ask(email);
    var unknown = new TestingBrowser(server).ask("nobody-" + email);
    assertThat(known.status()).isEqualTo(unknown.status());
    assertThat(known.location()).isEqualTo(unknown.location());
    assertThat(known.html()).isEqualTo(unknown.html());
    assertThat(known.setCookies()).hasSameSizeAs(unknown.setCookies());
  }

  @Test
  void takesACodeOnce() {
    browser.ask(email);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code");
    var pending = Map.copyOf(browser.cookies());
    var token = browser.formToken();
    assertThat(browser.post("/sign-in/code", Map.of("code", code)).location())
        .isEqualTo("/account");
    var again = new TestingBrowser(server);
    again.cookies().putAll(pending);
    again.postAs("/sign-in/code", Map.of("form_token", token, "code", code)).expect(410);
    assertThat(again.cookies()).doesNotContainKey("tally_session");
  }

  @Test
  void opensOneSessionForManyTriesAtOnce() throws Exception {
    browser.ask(email);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code");
    var fields = Map.of("form_token", browser.formToken(), "code", code);
    Callable<Boolean> type =
        () -> {
          var tab = new TestingBrowser(server);
          tab.cookies().putAll(browser.cookies());
          tab.postAs("/sign-in/code", fields);
          return tab.cookies().containsKey("tally_session");
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      int signedIn = 0;
      for (var each : executor.invokeAll(Collections.nCopies(20, type))) {
        if (each.get()) signedIn++;
      }
      assertThat(signedIn).isEqualTo(1);
    }
  }

  @Test
  void takesFiveTriesAtMost() {
    browser.ask(email);
    var code = browser.mailedCode(email);
    var wrong = code.charAt(0) == '0' ? "1" + code.substring(1) : "0" + code.substring(1);
    browser.get("/sign-in/code");
    for (int left = 4; left > 0; left--) {
      assertThat(browser.post("/sign-in/code", Map.of("code", wrong)).expect(422).html())
          .contains("You have " + left);
    }
    browser.post("/sign-in/code", Map.of("code", wrong)).expect(410);
    browser.post("/sign-in/code", Map.of("code", code)).expect(410);
    // The next one has tries of its own.
    browser.signIn(email);
  }

  @ParameterizedTest
  @CsvSource({"FIRST-LAST", "' FIRST LAST '", "FIRSTLAST"})
  void readsACodeAsPeopleWriteIt(String form) {
    browser.ask(email);
    var digits = browser.mailedCode(email).replace(" ", "");
    var written =
        form.replace("FIRST", digits.substring(0, 4)).replace("LAST", digits.substring(4));
    browser.get("/sign-in/code");
    assertThat(browser.post("/sign-in/code", Map.of("code", written)).location())
        .isEqualTo("/account");
  }

  @Test
  void takesACodeForTenMinutes() {
    browser.ask(email);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code").expect(200);
    var start = server.clock().instant();
    server.clock().set(start.plus(Duration.ofMinutes(10)));
    browser.get("/sign-in/code").expect(410);
    browser.post("/sign-in/code", Map.of("code", code)).expect(410);
    server.clock().set(start.plus(Duration.ofMinutes(10)).minusMillis(1));
    assertThat(browser.post("/sign-in/code", Map.of("code", code)).location())
        .isEqualTo("/account");
    server.clock().set(start);
  }

  @Test
  void takesTheNewestCodeOfAnAddressAlone() {
    browser.ask(email);
    var older = browser.mailedCode(email);
    browser.get("/sign-in/code");
    var newer = new TestingBrowser(server);
    newer.ask(email);
    browser.post("/sign-in/code", Map.of("code", older)).expect(410);
    newer.get("/sign-in/code");
    assertThat(newer.post("/sign-in/code", Map.of("code", newer.mailedCode(email))).location())
        .isEqualTo("/account");
  }

  @Test
  void takesACodeInTheBrowserThatAskedForItAlone() {
    browser.ask(email);
    var code = browser.mailedCode(email);
    var other = new TestingBrowser(server);
    other.ask("other-" + email);
    other.get("/sign-in/code");
    other.post("/sign-in/code", Map.of("code", code)).expect(422);
  }

  @ParameterizedTest
  @CsvSource({"suspended", "closed"})
  void refusesWhoIsNotActiveAndSaysSo(String status) {
    var first = new TestingBrowser(server).signIn(email);
    server.run("UPDATE tally.users SET status = '" + status + "' WHERE email = '" + email + "'");
    assertThat(first.get("/account").location()).isEqualTo("/sign-in");
    assertThat(first.get("/sign-in").html()).contains("suspended or closed");
    browser.ask(email);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code");
    assertThat(browser.post("/sign-in/code", Map.of("code", code)).expect(403).html())
        .contains("suspended or closed");
    assertThat(browser.cookies()).doesNotContainKey("tally_session");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no address
          a@b@c
          @example.com
          a@example.com,b@example.com
          Ada <ada@example.com>
          v@gmail.com\u013E\u0120X
          mi\u212Ae@example.com
          \u0130da@example.com
          ada@example.com\u010A
          """)
  void asksForAnAddressThatIsOne(String text) {
    assertThat(browser.ask(text).expect(422).html()).contains("Enter an e-mail address");
  }

  @Test
  void sendsNoHeadOfItsOwnWithAMail() {
    browser.ask("a@example.com\r\nBcc: b@example.com").expect(422);
  }

  @Test
  void countsCodesByAddressForEachNetworkAndInAll() {
    for (int i = 0; i < Rule.MAIL_BY_ADDRESS.tries(); i++) browser.ask(email).expect(303);
    browser.ask(email.toUpperCase(Locale.ROOT)).expect(429);
    // A stranger's tries keep nobody out.
    new TestingBrowser(server).signIn(email);
    int others = Rule.MAIL_BY_ADDRESS_IN_ALL.tries() - Rule.MAIL_BY_ADDRESS.tries() - 1;
    for (int i = 0; i < others; i++) new TestingBrowser(server).ask(email).expect(303);
    new TestingBrowser(server).ask(email).expect(429);
  }

  @Test
  void takesTheAccountFromWhoDidNotProveTheAddress() {
    var body = "{\"email\": \"%s\"}".formatted(email);
    var user = UUID.fromString(server.post("/v1/users", body).expect(201).at("id"));
    var before = server.signIn(user, "web").at("token");
    var personal = server.signIn(user, "pat").at("token");
    assertThat(server.accepts(before)).isTrue();
    assertThat(server.accepts(personal)).isTrue();
    browser.signIn(email);
    assertThat(server.as(browser.session(), "GET", "/v1/session").at("userId"))
        .isEqualTo(user.toString());
    assertThat(server.accepts(before)).isFalse();
    assertThat(server.accepts(personal)).isFalse();
    // Only the first time: from then on it is the owner who has sessions.
    new TestingBrowser(server).signIn(email);
    assertThat(server.accepts(browser.session())).isTrue();
  }

  @Test
  void verifiesTheAddressThatWasProvenAndNoOther() throws Exception {
    var body = "{\"email\": \"%s\"}".formatted(email);
    var before = server.post("/v1/users", body).expect(201).at("id");
    browser.ask(email);
    var code = browser.mailedCode(email);
    browser.get("/sign-in/code").expect(200);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var typed =
          server
              .database()
              .inTransaction(
                  tx -> {
                    tx.update("UPDATE tally.users SET email = 'x' || email WHERE id = :id::uuid")
                        .bind("id", before)
                        .execute();
                    var signIn =
                        executor.submit(() -> browser.post("/sign-in/code", Map.of("code", code)));
                    eventually("a sign-in that waits", () -> isSomebodyWaiting());
                    return signIn;
                  });
      assertThat(typed.get().location()).isEqualTo("/account");
    }
    assertThat(server.get("/v1/users/" + before).at("emailVerifiedAt")).isEqualTo("null");
    var session = server.as(browser.session(), "GET", "/v1/session");
    assertThat(session.at("userId")).isNotEqualTo(before);
  }

  private static boolean isSomebodyWaiting() {
    return server.database().inTransaction(tx -> tx.query(WAITING).mapTo(Boolean.class).one());
  }

  private static final String WAITING =
      """
      SELECT EXISTS (SELECT
                       FROM pg_stat_activity
                      WHERE datname = current_database() AND wait_event_type = 'Lock')
      """;

  @Test
  void makesTheTokenAnewAndEndsTheOneBefore() {
    browser.signIn(email);
    var before = browser.session();
    browser.signIn(email);
    assertThat(browser.session()).isNotEqualTo(before);
    assertThat(server.accepts(before)).isFalse();
  }

  @Test
  void keepsNoCodeInTheDatabaseThatCouldBeTyped() {
    browser.ask(email);
    var digits = browser.mailedCode(email).replace(" ", "");
    var row =
        server
            .database()
            .inTransaction(
                tx ->
                    tx.query("SELECT to_jsonb(c)::text FROM tally.sign_in_codes c WHERE email = :e")
                        .bind("e", email)
                        .mapTo(String.class)
                        .one());
    assertThat(row).doesNotContain(digits).contains("code_hash");
  }
}
