package dev.tallystick.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/// A mail server that takes our mails, and who they come from.
///
/// @param isTls whether the connection begins with TLS; otherwise it changes to TLS (STARTTLS)
/// @param from an address, or a name and an address: `Tallystick <no-reply@example.com>`
public record SmtpServer(
    String host, int port, boolean isTls, Optional<Credentials> credentials, String from) {
  private static final int SUBMISSION_PORT = 587;
  private static final int SUBMISSIONS_PORT = 465;
  private static final String TIMEOUT_MILLIS = "10000";

  /// What the mail server knows us by.
  public record Credentials(String user, String password) {
    /// Without the password, so that no log line has it.
    @Override
    public String toString() {
      return user;
    }
  }

  /// Reads `smtp://user:password@host:587` or `smtps://…`; user and password are percent-encoded.
  ///
  /// @throws IllegalArgumentException naming the variable at fault, without the URL, which has a
  ///   password
  public static SmtpServer of(String url, String from) {
    checkAddress(from);
    try {
      var uri = new URI(url);
      boolean isTls = "smtps".equals(uri.getScheme());
      if ((isTls || "smtp".equals(uri.getScheme())) && uri.getHost() != null) {
        int otherwise = isTls ? SUBMISSIONS_PORT : SUBMISSION_PORT;
        int port = uri.getPort() < 0 ? otherwise : uri.getPort();
        var credentials = Optional.ofNullable(uri.getRawUserInfo()).map(SmtpServer::credentials);
        return new SmtpServer(uri.getHost(), port, isTls, credentials, from);
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "TALLY_SMTP_URL must be smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465,"
            + " with user and password percent-encoded");
  }

  private static void checkAddress(String from) {
    try {
      new InternetAddress(from, true);
    } catch (AddressException _) {
      throw new IllegalArgumentException(
          "TALLY_MAIL_FROM must be an address such as no-reply@example.com, or Tallystick"
              + " <no-reply@example.com>");
    }
  }

  private static Credentials credentials(String userInfo) {
    var parts = userInfo.split(":", 2);
    return new Credentials(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
  }

  private static String decoded(String text) {
    // A plus is a plus here.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// As Angus Mail reads them.
  Properties properties() {
    var properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", host);
    properties.put("mail.smtp.port", Integer.toString(port));
    properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(isTls));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(!isTls));
    // Passwords and codes go to another machine over TLS or not at all.
    boolean isStartTlsRequired = !isTls && !isLocal();
    properties.put("mail.smtp.starttls.required", Boolean.toString(isStartTlsRequired));
    properties.put("mail.smtp.auth", Boolean.toString(credentials.isPresent()));
    return properties;
  }

  private boolean isLocal() {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }
}
