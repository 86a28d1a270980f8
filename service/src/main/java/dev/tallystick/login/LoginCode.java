package dev.tallystick.login;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Eight letters that a person carries from one screen to another: a user code or a paste code.
/// Without vowels, so that they spell nothing, and without what is taken for another (RFC 8628,
/// 6.1).
public record LoginCode(String letters) {
  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int LENGTH = 8;
  private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public LoginCode {
    if (!FORM.matcher(letters).matches()) throw new IllegalArgumentException("no login code");
  }

  static LoginCode random() {
    var letters = new StringBuilder();
    for (int i = 0; i < LENGTH; i++)
      letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    return new LoginCode(letters.toString());
  }

  /// The code that a person typed, in whatever case, with or without dashes and spaces.
  public static Optional<LoginCode> parse(String typed) {
    var letters = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return FORM.matcher(letters).matches() ? Optional.of(new LoginCode(letters)) : Optional.empty();
  }

  /// For people: `WDJB-MJHT`.
  public String shown() {
    return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
  }

  /// Without the letters, so that no log line has them.
  @Override
  public String toString() {
    return "****-****";
  }
}
