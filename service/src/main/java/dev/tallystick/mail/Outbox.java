package dev.tallystick.mail;

/// Takes mails and returns at once.
public sealed interface Outbox extends AutoCloseable permits SmtpOutbox, ShownMails {
  /// To be called after the commit of what the mail tells of.
  void send(Mail mail);

  /// Sends what waits, as far as that is done in a moment.
  @Override
  void close();
}
