package dev.tallystick.mail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mails on a developer's machine: shown in the log and on a page, and sent nowhere. Thread-safe.
public final class ShownMails implements Outbox {
  private static final Logger log = LoggerFactory.getLogger(ShownMails.class);
  private static final int KEPT_MAX = 20;

  private final Deque<Mail> latestFirst = new ArrayDeque<>();

  @Override
  public void send(Mail mail) {
    log.info("No SMTP server is configured; to {}: {}\n{}", mail.to(), mail.subject(), mail.text());
    synchronized (latestFirst) {
      latestFirst.addFirst(mail);
      if (latestFirst.size() > KEPT_MAX) latestFirst.removeLast();
    }
  }

  /// The last ones, newest first.
  public List<Mail> latest() {
    synchronized (latestFirst) {
      return List.copyOf(latestFirst);
    }
  }

  @Override
  public void close() {
    // Nothing waits.
  }
}
