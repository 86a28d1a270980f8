package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.TestingServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server that listens on its own machine for a proxy that others reach, and was given no SMTP
/// server.
class BehindProxyTest {
  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(Map.of("TALLY_PUBLIC_URL", "https://tally.example.com"));

  @Test
  void neitherShowsMailsNorOffersToSendThem() {
    var browser = new TestingBrowser(server);
    assertThat(browser.get("/dev/mail").status()).isEqualTo(404);
    assertThat(server.get("/dev/mail").status()).as("without a proxy").isEqualTo(404);
    assertThat(browser.get("/sign-in").expect(200).html()).doesNotContain("<form");
  }
}
