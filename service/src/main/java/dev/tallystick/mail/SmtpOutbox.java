package dev.tallystick.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends mails by SMTP, in the background, and tries again where the server is away or asks for
/// patience. Thread-safe.
public final class SmtpOutbox implements Outbox {
  private static final Logger log = LoggerFactory.getLogger(SmtpOutbox.class);

  /// The pauses before each further try: two minutes and a half, a fourth of what a code lives.
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofSeconds(80));

  private static final int WAITING_MAX = 1_000;
  private static final int CONNECTIONS_MAX = 4;
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final SmtpServer server;
  private final Session session;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          CONNECTIONS_MAX, Thread.ofVirtual().name("mail-", 0).factory());
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  public SmtpOutbox(SmtpServer server) {
    this.server = server;
    this.session = Session.getInstance(server.properties(), authenticator(server));
    // A stop does not wait for the next try of a server that is down.
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static @Nullable Authenticator authenticator(SmtpServer server) {
    return server.credentials().map(SmtpOutbox::authenticator).orElse(null);
  }

  private static Authenticator authenticator(SmtpServer.Credentials credentials) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(credentials.user(), credentials.password());
      }
    };
  }

  @Override
  public void send(Mail mail) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      log.error("The {} is lost: {} others wait already", mail, WAITING_MAX);
      return;
    }
    executor.execute(() -> attempt(mail, 0));
  }

  private void attempt(Mail mail, int before) {
    try {
      deliver(mail);
      waiting.decrementAndGet();
    } catch (MessagingException failure) {
      failures.incrementAndGet();
      if (isFinal(failure) || before >= PAUSES.size() || executor.isShutdown()) {
        waiting.decrementAndGet();
        log.error("The {} is given up after {} tries: {}", mail, before + 1, reason(failure));
        return;
      }
      var pause = PAUSES.get(before);
      log.warn("The {} is tried again in {} s: {}", mail, pause.toSeconds(), reason(failure));
      var _ =
          executor.schedule(
              () -> attempt(mail, before + 1), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Whether another try would fail like this one.
  private static boolean isFinal(MessagingException failure) {
    @Nullable Exception cause = failure;
    while (cause instanceof MessagingException each) {
      boolean isFinal =
          switch (each) {
            case AddressException _ -> true;
            case SMTPSendFailedException it -> isFinal(it.getReturnCode());
            case SMTPAddressFailedException it -> isFinal(it.getReturnCode());
            case SMTPSenderFailedException it -> isFinal(it.getReturnCode());
            default -> false;
          };
      if (isFinal) return true;
      cause = each.getNextException();
    }
    return false;
  }

  private static boolean isFinal(int replyCode) {
    return replyCode >= 500;
  }

  /// How many mails are to be sent yet.
  int waiting() {
    return waiting.get();
  }

  /// How many tries failed, whether or not a later one did not.
  int failures() {
    return failures.get();
  }

  /// One line, and none of the address, which servers repeat.
  private static String reason(MessagingException failure) {
    var text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return text.lines().findFirst().orElse("").replaceAll("\\S+@\\S+", "…");
  }

  private void deliver(Mail mail) throws MessagingException {
    // Beyond ASCII the library sends each character's lower byte, which is another address.
    if (!EmailAddress.isValid(mail.to())) throw new AddressException("not an address to mail to");
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress(server.from()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setText(mail.text(), StandardCharsets.UTF_8.name());
    // Out-of-office replies to it help nobody.
    message.setHeader("Auto-Submitted", "auto-generated");
    Transport.send(message);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (waiting.get() > 0) log.error("Stopped with {} mails not sent", waiting.get());
  }
}
