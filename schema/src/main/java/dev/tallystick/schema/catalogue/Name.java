package dev.tallystick.schema.catalogue;

/// Names between the form that PostgreSQL prints (`users`, `"Order"`) and the plain one.
public final class Name {
  /// PostgreSQL cuts longer names, in bytes.
  private static final int BYTES_MAX = 63;

  private Name() {}

  /// Without quotes.
  public static String plain(String printed) {
    return printed.startsWith("\"")
        ? printed.substring(1, printed.length() - 1).replace("\"\"", "\"")
        : printed;
  }

  /// In quotes unless letters, digits and underscores alone make it, for names that are no
  /// keywords.
  public static String printed(String plain) {
    return plain.matches("[a-z_][a-z0-9_$]*") ? plain : "\"" + plain.replace("\"", "\"\"") + "\"";
  }

  /// A name derived from another: `users` and `_new` make `users_new`; too long a one is cut.
  public static String with(String printed, String suffix) {
    var plain = plain(printed);
    int kept = Math.min(plain.length(), BYTES_MAX - suffix.length());
    return printed(plain.substring(0, kept) + suffix);
  }

  /// As a string in SQL.
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
