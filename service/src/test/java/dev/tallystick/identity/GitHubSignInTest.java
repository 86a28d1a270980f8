package dev.tallystick.identity;

import static dev.tallystick.identity.TestingSignIns.comeBack;
import static dev.tallystick.identity.TestingSignIns.leave;
import static dev.tallystick.identity.TestingSignIns.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.identity.ProviderSignIns.Ending;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubSignInTest {
  private static final TestingSignIns testing = new TestingSignIns();

  private TestingGitHub gitHub;
  private Provider.GitHub provider;
  private ProviderSignIns signIns;

  @BeforeEach
  void start() {
    gitHub = TestingGitHub.start();
    provider = gitHub.provider();
    signIns = testing.with(provider);
  }

  @AfterEach
  void stop() {
    signIns.close();
    gitHub.close();
  }

  @AfterAll
  static void close() {
    testing.close();
  }

  private Ending signIn() {
    var left = leave(signIns, provider);
    return comeBack(signIns, provider, left, Map.of("code", gitHub.allow(left.to())));
  }

  private static String emails(String primary, boolean isVerified, String other) {
    return """
        [{"email": "%s", "primary": false, "verified": true, "visibility": null},
         {"email": "%s", "primary": true, "verified": %b, "visibility": "private"}]
        """
        .formatted(other, primary, isVerified);
  }

  @Test
  void thePrimaryAddressCounts() {
    var email = testing.email();
    gitHub.withEmails(200, emails(email, true, testing.email()));
    var user = signedIn(signIn());
    assertThat(gitHub.calls())
        .containsExactly("POST /login/oauth/access_token", "GET /api/user", "GET /api/user/emails");
    assertThat(
            testing.texts(
                "SELECT concat_ws(' ', email, name) FROM tally.users WHERE id = '%s'"
                    .formatted(user)))
        .containsExactly(email + " Ada");
    assertThat(signedIn(signIn())).isEqualTo(user);
  }

  @Test
  void anAddressThatGitHubDidNotVerifyDoesNotLink() {
    var email = testing.email();
    var user = testing.user(email, true);
    gitHub
        .withUser("{\"id\": 7, \"email\": \"%s\"}".formatted(email))
        .withEmails(200, emails(email, false, testing.email()));
    assertThat(signedIn(signIn())).isNotEqualTo(user);
    assertThat(testing.identities(SignUp.OPEN).list(user)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"403", "404"})
  void whoKeepsTheirAddressesSignsInWithoutOne(int status) {
    gitHub.withUser("{\"id\": %d}".formatted(status)).withEmails(status, "{}");
    var user = signedIn(signIn());
    assertThat(testing.texts("SELECT email FROM tally.users WHERE id = '%s'".formatted(user)))
        .containsOnlyNulls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id": 8}           | 502 | {} | Unreachable
          {"id": 8}           | 200 | <  | Unreachable
          {"id": 8}           | 401 | {} | NotProven
          {"login": "ada"}    | 200 | [] | NotProven
          {"id": "8"}         | 200 | [] | NotProven
          """)
  void anAnswerThatIsNotGitHubsProvesNothing(
      String user, int status, String emails, String ending) {
    gitHub.withUser(user).withEmails(status, emails);
    assertThat(signIn().getClass().getSimpleName()).isEqualTo(ending);
  }

  @Test
  void aCodeThatGitHubRefusesProvesNothing() {
    var left = leave(signIns, provider);
    assertThat(comeBack(signIns, provider, left, Map.of("code", "guess")))
        .isEqualTo(new Ending.NotProven());
    assertThat(gitHub.calls()).containsExactly("POST /login/oauth/access_token");
  }

  @Test
  void gitHubOutOfReachIsNoFault() {
    var left = leave(signIns, provider);
    var code = gitHub.allow(left.to());
    gitHub.close();
    assertThat(comeBack(signIns, provider, left, Map.of("code", code)))
        .isEqualTo(new Ending.Unreachable());
  }
}
