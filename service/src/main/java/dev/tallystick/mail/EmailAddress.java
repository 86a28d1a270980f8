package dev.tallystick.mail;

import java.util.Locale;
import java.util.regex.Pattern;

/// What counts as an e-mail address here.
///
/// ASCII alone: other letters that turn into these, when they are put in lower case or cut to a
/// byte on the way to a mail server, would send somebody's code to somebody else. Nothing in it can
/// end an address, or a line of a mail's head.
public final class EmailAddress {
  private static final int CHARS_MAX = 320;

  // No space, and none of what has a meaning around an address (RFC 5322, 3.2.3).
  private static final String ATOM = "[!-~&&[^@<>()\\[\\],;:\\\\\".]]++";
  private static final Pattern FORM =
      Pattern.compile("[!-~&&[^@<>()\\[\\],;:\\\\\"]]++@" + ATOM + "(?:\\." + ATOM + ")*+");

  private EmailAddress() {}

  /// No more than what a person mistypes, and what is safe to mail to: whether mail arrives is
  /// known when it has.
  public static boolean isValid(String text) {
    return text.length() <= CHARS_MAX && FORM.matcher(text).matches();
  }

  /// The same for all ways to write an address, as `lower(email)` is in PostgreSQL.
  public static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
