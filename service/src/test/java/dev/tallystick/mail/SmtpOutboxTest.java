package dev.tallystick.mail;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mails reach a real SMTP server, also one that is away for a while.
class SmtpOutboxTest {
  private static final String FROM = "no-reply@example.com";
  private static final Mail MAIL = new Mail("ada@example.com", "Hello", "Grüße,\nBob\n");

  private static GreenMail smtp(int port) {
    var smtp = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    return smtp;
  }

  private static void arrives(GreenMail smtp) {
    eventually("the mail", () -> smtp.getReceivedMessages().length == 1);
  }

  @Test
  void triesAgainWhileTheServerIsAway() {
    var before = smtp(0);
    int port = before.getSmtp().getPort();
    before.stop();
    try (var outbox = new SmtpOutbox(SmtpServer.of("smtp://127.0.0.1:" + port, FROM))) {
      outbox.send(MAIL);
      eventually("a try that failed", () -> outbox.failures() > 0);
      var smtp = smtp(port);
      arrives(smtp);
      smtp.stop();
    }
  }

  @Test
  void triesNoAddressTwiceThatCannotBeOne() {
    // The lower bytes of the last two are an angle bracket and a space.
    for (var to : List.of("v@gmail.com\u013E\u0120X", "a@b@example.com", "a,b@example.com")) {
      var smtp = smtp(0);
      int port = smtp.getSmtp().getPort();
      try (var outbox = new SmtpOutbox(SmtpServer.of("smtp://127.0.0.1:" + port, FROM))) {
        outbox.send(new Mail(to, "Hello", "."));
        eventually("an end", () -> outbox.waiting() == 0);
        assertThat(outbox.failures()).isEqualTo(1);
      }
      assertThat(smtp.getReceivedMessages()).isEmpty();
      smtp.stop();
    }
  }

  @Test
  void triesNoMailTwiceThatTheServerRefuses() throws Exception {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var _ = Thread.startVirtualThread(() -> refuseRecipients(server));
      var url = "smtp://127.0.0.1:" + server.getLocalPort();
      try (var outbox = new SmtpOutbox(SmtpServer.of(url, FROM))) {
        outbox.send(MAIL);
        eventually("an end", () -> outbox.waiting() == 0);
        assertThat(outbox.failures()).isEqualTo(1);
      }
    }
  }

  /// A mail server where nobody has a mailbox.
  private static void refuseRecipients(ServerSocket server) {
    while (!server.isClosed()) {
      try (var client = server.accept();
          var in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
          var out = client.getOutputStream()) {
        reply(out, "220 ready");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          reply(out, line.startsWith("RCPT") ? "550 no such mailbox" : "250 well");
        }
      } catch (IOException _) {
        // The client or the test has gone.
      }
    }
  }

  private static void reply(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void signsInWhereTheUrlSaysSo() throws Exception {
    var smtp = smtp(0);
    smtp.setUser("tally@example.com", "tally", "p@ss:wörd");
    var url = "smtp://tally:p%40ss:w%C3%B6rd@127.0.0.1:" + smtp.getSmtp().getPort();
    try (var outbox = new SmtpOutbox(SmtpServer.of(url, FROM))) {
      outbox.send(MAIL);
      arrives(smtp);
    }
    var received = smtp.getReceivedMessages()[0];
    assertThat(received.getContent().toString().replace("\r\n", "\n"))
        .isEqualTo(MAIL.text().strip());
    assertThat(received.getAllRecipients()).hasSize(1);
    smtp.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # url                            | port | TLS   | STARTTLS required
          smtp://mail.example.com           | 587  | false | true
          smtp://u:p@mail.example.com       | 587  | false | true
          smtp://u:p@localhost:2525         | 2525 | false | false
          smtps://u:p@mail.example.com      | 465  | true  | false
          smtps://mail.example.com:10465    | 10465| true  | false
          """)
  void tellsPasswordsAndCodesOverTlsAlone(String url, int port, boolean isTls, boolean isRequired) {
    var server = SmtpServer.of(url, FROM);
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.isTls()).isEqualTo(isTls);
    assertThat(server.properties().get("mail.smtp.starttls.required"))
        .isEqualTo(Boolean.toString(isRequired));
    assertThat(server.properties().get("mail.smtp.ssl.checkserveridentity")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.example.com", "http://x:hush@y", "smtp://", "smtp:// x:hush@y"})
  void saysWhichVariableIsWrongWithoutItsPassword(String url) {
    assertThatThrownBy(() -> SmtpServer.of(url, FROM))
        .hasMessageContaining("TALLY_SMTP_URL")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> SmtpServer.of("smtp://y", "nobody"))
        .hasMessageContaining("TALLY_MAIL_FROM");
  }

  @Test
  void showsNeitherPasswordsNorWhatAMailSays() {
    assertThat(SmtpServer.of("smtp://ada:hush@y", FROM).toString())
        .contains("ada")
        .doesNotContain("hush");
    assertThat(MAIL.toString()).isEqualTo("mail to a…@example.com");
  }
}
