package dev.tallystick.mail;

/// A mail to one person, in plain text.
public record Mail(String to, String subject, String text) {
  /// Without the text, which may hold a code, and with no more of the address than support needs.
  @Override
  public String toString() {
    int at = to.lastIndexOf('@');
    return "mail to " + (at < 1 ? "…" : to.charAt(0) + "…" + to.substring(at));
  }
}
