package dev.tallystick.page;

import java.util.Optional;
import java.util.regex.Pattern;

/// A path of this server, where a person goes on to. Whatever else a link asks for, as
/// `//elsewhere.example`, `/\elsewhere.example` or `javascript:`, is none.
///
/// @param text path and query
record LocalPath(String text) {
  // Only what our own links need. A second slash, or what browsers take for one, would begin a
  // host.
  private static final Pattern FORM =
      Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9_./-]*)?(?:\\?[A-Za-z0-9_.=&%+-]*)?");

  private static final int CHARS_MAX = 500;

  static final LocalPath ACCOUNT = new LocalPath("/account");

  /// @throws IllegalArgumentException if it is no path of this server
  LocalPath {
    if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no path of this server");
    }
  }

  /// Where `next` leads, or to the account.
  static LocalPath of(Optional<String> next) {
    return next.filter(text -> text.length() <= CHARS_MAX && FORM.matcher(text).matches())
        .map(LocalPath::new)
        .orElse(ACCOUNT);
  }

  @Override
  public String toString() {
    return text;
  }
}
