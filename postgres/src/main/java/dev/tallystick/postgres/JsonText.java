package dev.tallystick.postgres;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A JSON value as it was received, in UTF-8, such as PostgreSQL's jsonb can hold: without NUL and
/// without half a surrogate pair. Kept as text because nobody looks inside: the database parses it.
public final class JsonText {
  private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);
  private static final int ESCAPE_LENGTH = REPLACEMENT.length;

  private final byte[] utf8;

  private JsonText(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// The JSON value that stands in `body` from `from` to `to`; [#repair] has gone over it before.
  public static JsonText slice(byte[] body, int from, int to) {
    return new JsonText(Arrays.copyOfRange(body, from, to));
  }

  /// JSON text of our own making.
  public static JsonText of(String json) {
    return new JsonText(json.getBytes(StandardCharsets.UTF_8));
  }

  /// A JSON string that holds this text.
  public JsonText quoted() {
    return of(JsonStringEncoder.getInstance().quoteAsString(toString()));
  }

  private static JsonText of(char[] quoted) {
    return of("\"" + String.valueOf(quoted) + "\"");
  }

  /// The bytes themselves; not to be changed.
  public byte[] utf8() {
    return utf8;
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// Puts U+FFFD in the place of what PostgreSQL refuses in JSON from `from` to `to`: the escape of
  /// NUL, and escapes of surrogates that are not a pair. In place, because all escapes are as long.
  ///
  /// @return how many were replaced
  public static int repair(byte[] body, int from, int to) {
    int replaced = 0;
    int at = from;
    while (at < to - 1) {
      if (body[at] != '\\') {
        at++;
      } else if (body[at + 1] != 'u' || at + ESCAPE_LENGTH > to) {
        at += 2;
      } else {
        int unit = unit(body, at);
        if (isHigh(unit) && isLow(nextUnit(body, at + ESCAPE_LENGTH, to))) {
          at += 2 * ESCAPE_LENGTH;
        } else {
          if (unit == 0 || isHigh(unit) || isLow(unit)) {
            System.arraycopy(REPLACEMENT, 0, body, at, ESCAPE_LENGTH);
            replaced++;
          }
          at += ESCAPE_LENGTH;
        }
      }
    }
    return replaced;
  }

  private static int nextUnit(byte[] body, int at, int to) {
    if (at + ESCAPE_LENGTH > to || body[at] != '\\' || body[at + 1] != 'u') return -1;
    return unit(body, at);
  }

  /// The four hexadecimal digits of the escape at `at`, or -1 if they are none.
  private static int unit(byte[] body, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
      int digit = Character.digit(body[i], 16);
      if (digit < 0) return -1;
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
  }

  private static boolean isLow(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
  }
}
