package dev.tallystick.identity;

import static dev.tallystick.identity.TestingSignIns.comeBack;
import static dev.tallystick.identity.TestingSignIns.leave;
import static dev.tallystick.identity.TestingSignIns.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.identity.ProviderSignIns.Beginning;
import dev.tallystick.identity.ProviderSignIns.Ending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// ID tokens that prove nothing, issuers that come, go and change their keys.
class IssuerAttacksTest {
  private static final TestingSignIns testing = new TestingSignIns();

  private TestingIssuer issuer;
  private Provider.Oidc provider;
  private ProviderSignIns signIns;

  @BeforeEach
  void start() {
    issuer = TestingIssuer.start();
    provider = issuer.provider();
    signIns = testing.with(provider);
  }

  @AfterEach
  void stop() {
    signIns.close();
    issuer.close();
  }

  @AfterAll
  static void close() {
    testing.close();
  }

  private Ending signIn(Map<String, String> more) {
    var left = leave(signIns, provider);
    var parameters = new java.util.HashMap<>(Map.of("code", issuer.allow(left.to())));
    parameters.putAll(more);
    return comeBack(signIns, provider, left, parameters);
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery("another issuer", it -> it.saying(Map.of("iss", "https://evil.example"))),
        forgery("another audience", it -> it.saying(Map.of("aud", "someone-else"))),
        forgery(
            "an audience beside ours, for another party",
            it -> it.saying(Map.of("aud", List.of("tally", "other"), "azp", "other"))),
        forgery("another nonce", it -> it.saying(Map.of("nonce", "A".repeat(43)))),
        forgery("expired an hour ago", it -> it.saying(Map.of("exp", epoch(-3_600)))),
        forgery("issued in an hour", it -> it.saying(Map.of("iat", epoch(3_600)))),
        forgery("another key under the same id", TestingIssuer::signWithAnotherKey),
        forgery("our own secret", it -> it.signing(TestingIssuer.Signature.SHARED_SECRET)),
        forgery("no signature", it -> it.signing(TestingIssuer.Signature.NONE)),
        forgery("an endless subject", it -> it.saying(Map.of("sub", "a".repeat(256)))));
  }

  private static Arguments forgery(String name, Consumer<TestingIssuer> act) {
    return Arguments.of(name, act);
  }

  private static long epoch(long secondsFromNow) {
    return System.currentTimeMillis() / 1_000 + secondsFromNow;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void anIdTokenThatIsNotRightProvesNothing(String name, Consumer<TestingIssuer> act) {
    act.accept(issuer);
    assertThat(signIn(Map.of())).as(name).isEqualTo(new Ending.NotProven());
    assertThat(
            testing.texts(
                "SELECT id FROM tally.identities WHERE provider = '%s'".formatted(issuer.url())))
        .isEmpty();
  }

  @Test
  void aClockThatIsHalfAMinuteOffIsForgiven() {
    issuer.saying(Map.of("exp", epoch(-30)));
    var _ = signedIn(signIn(Map.of()));
  }

  @Test
  void newKeysAreReadWhenATokenNamesThem() {
    var user = signedIn(signIn(Map.of()));
    assertThat(signedIn(signIn(Map.of()))).isEqualTo(user);
    assertThat(issuer.keyReads()).isEqualTo(1);
    issuer.rotate("2");
    assertThat(signedIn(signIn(Map.of()))).isEqualTo(user);
    assertThat(issuer.keyReads()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "true, ours, true",
    "true, evil, false",
    "true, , false",
    "false, evil, false",
    "false, , true"
  })
  void aCodeOfAnotherIssuerIsNotGivenAway(boolean isAdvertised, String named, boolean isAccepted) {
    if (isAdvertised) issuer.namingItself();
    var more =
        Optional.ofNullable(named)
            .map(it -> Map.of("iss", it.equals("ours") ? issuer.url() : "https://evil.example"))
            .orElse(Map.of());
    var ending = signIn(more);
    if (isAccepted) {
      var _ = signedIn(ending);
    } else {
      assertThat(ending).isEqualTo(new Ending.NotProven());
    }
  }

  @Test
  void anAddressMayComeFromTheUserinfoEndpoint() {
    var email = testing.email();
    issuer.telling(Map.of("sub", "ada", "email", email, "email_verified", true));
    var user = signedIn(signIn(Map.of()));
    assertThat(testing.texts("SELECT email FROM tally.users WHERE id = '%s'".formatted(user)))
        .containsExactly(email);
  }

  @Test
  void theUserinfoEndpointSpeaksOfTheSameAccountOnly() {
    issuer.telling(Map.of("sub", "eve", "email", testing.email(), "email_verified", true));
    assertThat(signIn(Map.of())).isEqualTo(new Ending.NotProven());
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, Declined",
    "temporarily_unavailable, Unreachable",
    "invalid_scope, NotProven",
    "'<script>', NotProven"
  })
  void aReturnWithoutACodeSaysWhy(String error, String ending) {
    var left = leave(signIns, provider);
    assertThat(comeBack(signIns, provider, left, Map.of("error", error)).getClass().getSimpleName())
        .isEqualTo(ending);
  }

  @Test
  void anIssuerThatIsOutOfReachIsTriedAgain() {
    var left = leave(signIns, provider);
    var code = issuer.allow(left.to());
    issuer.close();
    assertThat(comeBack(signIns, provider, left, Map.of("code", code)))
        .isEqualTo(new Ending.Unreachable());
    try (var others = testing.with(provider)) {
      assertThat(
              others.begin(
                  provider, TestingSignIns.PUBLIC_URL, Optional.empty(), "/", Optional.empty()))
          .isEqualTo(new Beginning.Unreachable());
    }
  }

  @Test
  void aDocumentOfAnotherIssuerIsNotBelieved() {
    var posing =
        new Provider.Oidc(
            "posing", "Posing", issuer.url() + "/", provider.client(), provider.scopes());
    try (var others = testing.with(posing)) {
      assertThat(
              others.begin(
                  posing, TestingSignIns.PUBLIC_URL, Optional.empty(), "/", Optional.empty()))
          .isEqualTo(new Beginning.Unreachable());
    }
  }
}
