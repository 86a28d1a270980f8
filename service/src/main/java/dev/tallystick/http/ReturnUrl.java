package dev.tallystick.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Where Stripe sends people back to.
final class ReturnUrl {
  static final int CHARS_MAX = 2_000;

  /// What Stripe replaces in a URL.
  private static final String SESSION = "{CHECKOUT_SESSION_ID}";

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private ReturnUrl() {}

  /// The URL, which is https, or of a server on the person's own machine.
  static String checked(String field, String text) {
    if (isAllowed(text)) return text;
    throw Fields.invalid(
        field, "must be a URL that begins with https://, or with http:// and localhost");
  }

  private static boolean isAllowed(String text) {
    try {
      var uri = new URI(text.replace(SESSION, ""));
      if (uri.getHost() == null || uri.getRawUserInfo() != null) return false;
      return "https".equalsIgnoreCase(uri.getScheme())
          || ("http".equalsIgnoreCase(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
