package dev.tallystick.identity;

import java.util.regex.Pattern;

/// Where a person goes on to after signing in: a path of ours, never another site.
///
/// @param value begins with one slash and has no backslash, which browsers take for one
public record NextPath(String value) {
  /// Where people go who did not say.
  public static final NextPath HOME = new NextPath("/");

  private static final Pattern LOCAL = Pattern.compile("/(?:[!-\\[\\]-~&&[^/]][!-\\[\\]-~]*)?");
  private static final int LENGTH_MAX = 2_000;

  public NextPath {
    if (!isLocal(value)) throw new IllegalArgumentException("no path of ours: " + value);
  }

  /// What a request asks for, or [#HOME] if that leads elsewhere.
  public static NextPath of(String text) {
    return isLocal(text) ? new NextPath(text) : HOME;
  }

  private static boolean isLocal(String text) {
    return text.length() <= LENGTH_MAX && LOCAL.matcher(text).matches();
  }
}
