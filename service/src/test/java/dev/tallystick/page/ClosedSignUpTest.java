package dev.tallystick.page;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server that makes no accounts by itself, sends mail by SMTP, and is reached over TLS.
class ClosedSignUpTest {
  private static final GreenMail SMTP = smtp();

  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(
          Map.of(
              "TALLY_SMTP_URL", "smtp://127.0.0.1:" + SMTP.getSmtp().getPort(),
              "TALLY_MAIL_FROM", "Tallystick <no-reply@example.com>",
              "TALLY_PUBLIC_URL", "https://tally.example.com",
              "TALLY_SIGN_UP", "closed"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static GreenMail smtp() {
    var smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    return smtp;
  }

  @AfterAll
  static void stop() {
    SMTP.stop();
  }

  private static MimeMessage mailTo(String email) {
    eventually("a mail to " + email, () -> mails(email).length == 1);
    return mails(email)[0];
  }

  private static MimeMessage[] mails(String email) {
    return SMTP.getReceivedMessagesForDomain(email);
  }

  @Test
  void mailsACodeToWhoHasAnAccount() throws Exception {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("id", UUID.randomUUID().toString()).put("email", "ada@example.com");
    server.post("/v1/users", body).expect(201);
    var browser = new TestingBrowser(server);
    assertThat(browser.ask("ada@example.com").location()).isEqualTo("/sign-in/code");
    var mail = mailTo("ada@example.com");
    assertThat(mail.getSubject()).isEqualTo("Your code to sign in").doesNotContainPattern("\\d");
    assertThat(Arrays.toString(mail.getFrom())).isEqualTo("[Tallystick <no-reply@example.com>]");
    var text = GreenMailUtil.getBody(mail);
    assertThat(text).contains("https://tally.example.com");
    var code = Pattern.compile("\\d{4} \\d{4}").matcher(text);
    assertThat(code.find()).isTrue();
    browser.get("/sign-in/code").expect(200);
    var signedIn = browser.post("/sign-in/code", Map.of("code", code.group()));
    assertThat(signedIn.location()).isEqualTo("/account");

    assertThat(signedIn.setCookies())
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("__Host-tally_session=tw_")
                    .contains("; Path=/")
                    .contains("; HttpOnly")
                    .contains("; Secure")
                    .contains("; SameSite=Lax")
                    .doesNotContain("Domain"));
    assertThat(signedIn.setCookies()).allSatisfy(c -> assertThat(c).startsWith("__Host-"));
    browser.get("/account").expect(200);
    // Without the prefix it is some other site's, or came without TLS.
    var other = new TestingBrowser(server);
    other.cookies().put("tally_session", browser.cookies().get("__Host-tally_session"));
    assertThat(other.get("/account").location()).isEqualTo("/sign-in");
  }

  @Test
  void tellsInTheMailAloneThatThereIsNoAccount() throws Exception {
    var browser = new TestingBrowser(server);
    assertThat(browser.ask("eve@example.org").location()).isEqualTo("/sign-in/code");
    assertThat(browser.get("/sign-in/code").expect(200).html()).contains("Check your mail");
    var mail = mailTo("eve@example.org");
    assertThat(mail.getSubject()).isEqualTo("No account with this address");
    assertThat(GreenMailUtil.getBody(mail)).doesNotContainPattern("\\d{4} \\d{4}");
    browser.post("/sign-in/code", Map.of("code", "00000000")).expect(422);
    assertThat(server.get("/v1/users?email=eve@example.org").json().path("users")).isEmpty();
  }

  @Test
  void showsNoMailsToTheWorld() {
    assertThat(new TestingBrowser(server).get("/dev/mail").status()).isEqualTo(404);
  }
}
