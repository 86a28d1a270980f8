package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tallystick.http.TestingServer;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A sign-in with an account elsewhere in a real browser: policy, cookies and the way there and
/// back are its own.
class ProviderSignInInChromiumTest {
  private static final MockOAuth2Server issuer = started();

  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(
          Map.of(
              "TALLY_OIDC_MOCK_ISSUER", issuer.issuerUrl("people").toString(),
              "TALLY_OIDC_MOCK_CLIENT_ID", "tally",
              "TALLY_OIDC_MOCK_CLIENT_SECRET", "mock-hunter2"));

  @RegisterExtension private static final TestingChromium chromium = new TestingChromium(server);

  private static MockOAuth2Server started() {
    var issuer = new MockOAuth2Server();
    issuer.start();
    return issuer;
  }

  @AfterAll
  static void stop() {
    issuer.shutdown();
  }

  @Test
  void aPersonSignsInAndSeesTheAccountThatIsLinked() {
    issuer.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "people",
            "ada",
            "JWT",
            null,
            Map.of("email", "ada@example.com", "email_verified", true),
            3_600));
    var page = chromium.person();
    page.navigate("http://localhost:%d/account".formatted(server.port()));
    TestingChromium.shoot(page, "sign-in-providers");
    var button = new Page.GetByRoleOptions().setName("Continue with Mock");
    page.getByRole(AriaRole.BUTTON, button).click();
    page.waitForURL("**/account");
    assertThat(page.content()).contains("ada@example.com").contains("Chrome on Linux");
    var unlink = new Page.GetByRoleOptions().setName("Unlink Mock");
    assertThat(page.getByRole(AriaRole.BUTTON, unlink).isVisible()).isTrue();
    TestingChromium.shoot(page, "account-linked");
  }
}
