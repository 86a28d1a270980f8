package dev.tallystick.alert;

import dev.tallystick.mail.Mail;
import dev.tallystick.mail.Outbox;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Mails alerts to users who have proved to hold their address. Thread-safe, and safe to run in
/// several processes at once.
public final class AlertMails {
  /// How often [#mailNew] should run.
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  /// Old news is not mailed: an alert that found no address, or no mail server, until then.
  private static final Duration AGE_MAX = Duration.ofDays(1);

  private static final int PAGE_MAX = 100;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  public AlertMails(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  private record ToMail(Alert alert, Optional<String> address) {}

  private static final String TO_MAIL =
      """
      SELECT %s,
             CASE WHEN u.email_verified_at IS NOT NULL AND a.created_at > :since
                  THEN u.email END AS address
        FROM tally.alerts AS a
        JOIN tally.users AS u ON u.id = a.user_id, %s
       WHERE a.is_to_mail
       ORDER BY a.user_id, a.id
       LIMIT :limit
         FOR NO KEY UPDATE OF a SKIP LOCKED
      """
          .formatted(Alerts.COLUMNS, Alerts.DETAILS);

  private static final String DONE =
      """
      UPDATE tally.alerts AS a
         SET is_to_mail = false,
             mailed_at = CASE WHEN done.is_mailed THEN :now::timestamptz END
        FROM unnest(:users, :ids, :mailed) AS done (user_id, id, is_mailed)
       WHERE a.user_id = done.user_id AND a.id = done.id
      """;

  /// Mails what was not mailed yet, and returns how many mails that were. A crash in between mails
  /// some twice, and none never.
  public int mailNew() {
    int mailed = 0;
    List<ToMail> page;
    do {
      page = database.inTransaction(this::mailPage);
      mailed += (int) page.stream().filter(each -> each.address().isPresent()).count();
    } while (page.size() == PAGE_MAX);
    return mailed;
  }

  private List<ToMail> mailPage(Tx tx) {
    var now = clock.instant();
    var page = toMail(tx, now);
    if (page.isEmpty()) return page;
    for (var each : page) each.address().ifPresent(to -> outbox.send(mail(to, each.alert())));
    tx.update(DONE)
        .bindArray("users", UUID.class, page.stream().map(it -> it.alert().userId()).toArray())
        .bindArray("ids", UUID.class, page.stream().map(it -> it.alert().id()).toArray())
        .bindArray(
            "mailed", Boolean.class, page.stream().map(it -> it.address().isPresent()).toArray())
        .bind("now", now)
        .execute();
    return page;
  }

  private static List<ToMail> toMail(Tx tx, Instant now) {
    return tx.query(TO_MAIL)
        .bind("since", now.minus(AGE_MAX))
        .bind("limit", PAGE_MAX)
        .map(
            (row, context) ->
                new ToMail(
                    Alerts.read(row, context), Optional.ofNullable(row.getString("address"))))
        .list();
  }

  private static Mail mail(String to, Alert alert) {
    return new Mail(to, alert.kind().subject(), alert.sentence() + "\n");
  }
}
