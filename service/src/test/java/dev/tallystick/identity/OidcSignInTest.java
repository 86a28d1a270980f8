package dev.tallystick.identity;

import static dev.tallystick.identity.TestingSignIns.comeBack;
import static dev.tallystick.identity.TestingSignIns.leave;
import static dev.tallystick.identity.TestingSignIns.returned;
import static dev.tallystick.identity.TestingSignIns.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.identity.ProviderSignIns.Beginning;
import dev.tallystick.identity.ProviderSignIns.Ending;
import dev.tallystick.session.SessionCheck;
import dev.tallystick.session.SessionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in by OpenID Connect against a server that others wrote.
class OidcSignInTest {
  private static final TestingSignIns testing = new TestingSignIns();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(testing.database());

  private static final MockOAuth2Server server = new MockOAuth2Server();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static Provider.Oidc provider;
  private static ProviderSignIns signIns;

  @BeforeAll
  static void start() {
    server.start();
    provider =
        new Provider.Oidc(
            "mock",
            "Mock",
            server.issuerUrl("people").toString(),
            new Provider.Client("tally", "mock-hunter2"),
            List.of("openid", "email", "profile"));
    signIns = testing.with(provider);
  }

  @AfterAll
  static void stop() {
    signIns.close();
    testing.close();
    http.close();
    server.shutdown();
  }

  /// What the server's next ID token says beside the usual.
  private static void say(String subject, Map<String, Object> claims) {
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback("people", subject, "JWT", null, claims, 3_600));
  }

  private static Map<String, Object> address(String email, boolean isVerified) {
    return Map.of("email", email, "email_verified", isVerified, "name", "Ada");
  }

  /// What the person is sent back with.
  private static Map<String, String> allow(URI authorization) {
    try {
      var answer =
          http.send(HttpRequest.newBuilder(authorization).build(), BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(302);
      var location = URI.create(answer.headers().firstValue("Location").orElseThrow());
      assertThat(location.toString())
          .startsWith(TestingSignIns.PUBLIC_URL + "/sign-in/mock/callback?");
      return Query.of(location).values();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Ending signIn(String subject, Map<String, Object> claims) {
    var left = leave(signIns, provider);
    var back = allow(left.to());
    say(subject, claims);
    return comeBack(signIns, provider, left, back);
  }

  @Test
  void aNewPersonBecomesAUserWithAVerifiedAddressAndASession() {
    var email = testing.email();
    var ending = (Ending.SignedIn) signIn("new-person", address(email, true));
    assertThat(ending.nextPath()).isEqualTo("/account");
    var session = ending.opened().session();
    assertThat(session.kind()).isEqualTo(SessionKind.WEB);
    assertThat(session.label()).contains("Test");
    assertThat(testing.sessions().check(ending.opened().token().reveal(), Set.of(SessionKind.WEB)))
        .isInstanceOf(SessionCheck.Active.class);
    assertThat(
            testing.texts(
                "SELECT concat_ws(' ', id, email, name, email_verified_at IS NOT NULL) FROM tally.users WHERE email = '%s'"
                    .formatted(email)))
        .containsExactly("%s %s Ada t".formatted(session.userId(), email));
    assertThat(signedIn(signIn("new-person", address(email, true)))).isEqualTo(session.userId());
    var identity = testing.identities(SignUp.OPEN).list(session.userId()).getFirst();
    assertThat(identity.provider()).isEqualTo(provider.issuer());
    assertThat(identity.email()).contains(email);
    assertThat(
            testing.texts(
                "SELECT concat_ws(' ', actor, action) FROM tally.audit_log WHERE user_id = '%s' ORDER BY id"
                    .formatted(session.userId())))
        .allMatch(line -> line.startsWith("user:" + session.userId() + "/session:"))
        .extracting(line -> line.replaceFirst(".* ", ""))
        .containsExactly("user.created", "identity.linked", "session.opened", "session.opened");
  }

  @Test
  void anAddressThatBothSidesVerifiedLinksInWhateverCase() {
    var email = testing.email();
    var user = testing.user(email, true);
    assertThat(signedIn(signIn("linked", address(email.toUpperCase(java.util.Locale.ROOT), true))))
        .isEqualTo(user);
    assertThat(testing.identities(SignUp.OPEN).list(user)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAddressThatTheProviderDidNotVerifyTellsNothingOfWhoIsHere(boolean isVerifiedHere) {
    var email = testing.email();
    var user = testing.user(email, isVerifiedHere);
    var stranger = signedIn(signIn("stranger-" + user, address(email, false)));
    assertThat(stranger).isNotEqualTo(user);
    assertThat(testing.texts("SELECT email FROM tally.users WHERE id = '%s'".formatted(stranger)))
        .containsOnlyNulls();
    assertThat(testing.identities(SignUp.OPEN).list(user)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u212Aey", "\u0130da", "ada\u013E\u0120"})
  void anAddressThatIsNotAsciiCountsAsNotSaid(String local) {
    var email = testing.email();
    var user = testing.user(email.replace("@", "key@"), true);
    var said = email.replace("@", local + "@");
    var stranger = signedIn(signIn("letters-" + email, address(said, true)));
    assertThat(stranger).isNotEqualTo(user);
    assertThat(testing.identities(SignUp.OPEN).list(stranger).getFirst().email()).isEmpty();
  }

  @Test
  void anAddressThatWasNotVerifiedHereNeitherLinksNorMakesASecondUser() {
    var email = testing.email();
    var user = testing.user(email, false);
    assertThat(signIn("thief-" + user, address(email, true)))
        .isEqualTo(new Ending.Refused(Refusal.EMAIL_NOT_VERIFIED));
    assertThat(testing.identities(SignUp.OPEN).list(user)).isEmpty();
    assertThat(testing.sessions().list(user)).isEmpty();
    assertThat(
            testing.texts("SELECT id FROM tally.users WHERE lower(email) = '%s'".formatted(email)))
        .containsExactly(user.toString());
  }

  @Test
  void anAddressThatTheProviderDidNotVerifyIsNotTheUsers() {
    var email = testing.email();
    var squatter = signedIn(signIn("squatter", address(email, false)));
    assertThat(testing.texts("SELECT email FROM tally.users WHERE id = '%s'".formatted(squatter)))
        .containsOnlyNulls();
    var owner = signedIn(signIn("owner", address(email, true)));
    assertThat(owner).isNotEqualTo(squatter);
  }

  @Test
  void aSuspendedUserIsRefused() {
    var user = signedIn(signIn("suspended", Map.of()));
    testing.run("UPDATE tally.users SET status = 'suspended' WHERE id = '%s'".formatted(user));
    assertThat(signIn("suspended", Map.of())).isEqualTo(new Ending.Refused(Refusal.USER_INACTIVE));
  }

  @Test
  void aCallbackServesOnce() {
    var left = leave(signIns, provider);
    var back = allow(left.to());
    say("once", Map.of());
    var _ = signedIn(comeBack(signIns, provider, left, back));
    assertThat(comeBack(signIns, provider, left, back)).isEqualTo(new Ending.NotBegunHere());
  }

  @Test
  void ofTwentyCallbacksAtOnceOneSignsIn() throws Exception {
    var left = leave(signIns, provider);
    var back = allow(left.to());
    say("at-once", Map.of());
    Callable<Ending> callback = () -> comeBack(signIns, provider, left, back);
    int signedIn = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : executor.invokeAll(Collections.nCopies(20, callback))) {
        if (each.get() instanceof Ending.SignedIn) signedIn++;
        else assertThat(each.get()).isEqualTo(new Ending.NotBegunHere());
      }
    }
    assertThat(signedIn).isEqualTo(1);
  }

  @Test
  void anAttemptEndsAfterTenMinutes() {
    var left = leave(signIns, provider);
    var back = allow(left.to());
    testing.clock().set(testing.clock().in(java.time.Duration.ofMinutes(10)));
    assertThat(comeBack(signIns, provider, left, back)).isEqualTo(new Ending.NotBegunHere());
    assertThat(signIns.forgetExpired()).isPositive();
    assertThat(testing.texts("SELECT provider_name FROM tally.sign_in_attempts")).isEmpty();
  }

  @Test
  void anotherBrowserOrAnotherStateGetsNowhere() {
    var left = leave(signIns, provider);
    var other = leave(signIns, provider);
    var back = allow(left.to());
    var none = returned(back, Optional.empty(), Optional.empty());
    var others = returned(back, Optional.of(other.browserSecret()), Optional.empty());
    var guessed = new HashMap<>(back);
    guessed.put("state", "A".repeat(43));
    var withoutState = new HashMap<>(back);
    withoutState.remove("state");
    for (var attack :
        List.of(
            none,
            others,
            returned(guessed, Optional.of(left.browserSecret()), Optional.empty()),
            returned(withoutState, Optional.of(left.browserSecret()), Optional.empty()))) {
      assertThat(signIns.finish(provider, attack)).isEqualTo(new Ending.NotBegunHere());
    }
    say("not-burnt", Map.of());
    var _ = signedIn(comeBack(signIns, provider, left, back));
  }

  @Test
  void aCodeOfAnotherAttemptIsWorthNothing() {
    var victim = leave(signIns, provider);
    var attacker = leave(signIns, provider);
    var stolen = new HashMap<>(allow(victim.to()));
    stolen.put("state", Query.of(attacker.to()).get("state"));
    say("victim", Map.of());
    assertThat(comeBack(signIns, provider, attacker, stolen)).isEqualTo(new Ending.NotProven());
  }

  @Test
  void twoTabsOfOneBrowserSignInSideBySide() {
    var first = leave(signIns, provider);
    var second =
        (Beginning.Leave)
            signIns.begin(
                provider,
                TestingSignIns.PUBLIC_URL,
                Optional.of(first.browserSecret()),
                "/",
                Optional.empty());
    assertThat(second.browserSecret()).isEqualTo(first.browserSecret());
    for (var tab : List.of(second, first)) {
      var back = allow(tab.to());
      say("two-tabs", Map.of());
      var _ = signedIn(comeBack(signIns, provider, tab, back));
    }
  }

  @Test
  void aNameThatIsPointedAtAnotherIssuerFindsNobody() {
    var before = signedIn(signIn("same-subject", Map.of()));
    var moved =
        new Provider.Oidc(
            provider.name(),
            provider.label(),
            server.issuerUrl("others").toString(),
            provider.client(),
            provider.scopes());
    try (var others = testing.with(moved)) {
      var left = leave(others, moved);
      var back = allow(left.to());
      server.enqueueCallback(
          new DefaultOAuth2TokenCallback("others", "same-subject", "JWT", null, Map.of(), 3_600));
      assertThat(signedIn(comeBack(others, moved, left, back))).isNotEqualTo(before);
    }
  }

  @Test
  void aSecondAccountIsLinkedToWhoeverIsSignedInAndAsked() {
    var first = (Ending.SignedIn) signIn("first", Map.of());
    var session = first.opened().session();
    var other = (Ending.SignedIn) signIn("somebody-else", Map.of());
    assertThat(link("second", session.userId(), Optional.of(other.opened().session())))
        .isEqualTo(new Ending.NotBegunHere());
    assertThat(link("second", session.userId(), Optional.empty()))
        .isEqualTo(new Ending.NotBegunHere());
    assertThat(link("second", session.userId(), Optional.of(session)))
        .isEqualTo(new Ending.Linked("/account"));
    assertThat(signedIn(signIn("second", Map.of()))).isEqualTo(session.userId());
    assertThat(link("somebody-else", session.userId(), Optional.of(session)))
        .isEqualTo(new Ending.Refused(Refusal.OF_ANOTHER_USER));
  }

  private static Ending link(
      String subject, UUID user, Optional<dev.tallystick.session.Session> current) {
    var left =
        (Beginning.Leave)
            signIns.begin(
                provider,
                TestingSignIns.PUBLIC_URL,
                Optional.empty(),
                "/account",
                Optional.of(user));
    var back = allow(left.to());
    if (current.isPresent() && current.get().userId().equals(user)) say(subject, Map.of());
    return signIns.finish(provider, returned(back, Optional.of(left.browserSecret()), current));
  }
}
