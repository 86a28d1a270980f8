package dev.tallystick.postgres;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NotificationsTest {
  private final DatabaseUrl url = TestPostgres.freshDatabase();
  private final Database database = Database.open(url, 2);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger reconnects = new AtomicInteger();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void hearsWhatOthersCommit() {
    try (var _ = listening()) {
      notify("prices", "gpt");
      notify("other", "not ours");
      notify("Keys", "a");

      eventually("both heard", () -> heard.size() == 2);
      assertThat(heard).containsExactly("prices gpt", "keys a");
      assertThat(reconnects).hasValue(0);
    }
  }

  @Test
  void goesOnAfterItsConnectionWasKilled() {
    try (var notifications = listening()) {
      assertThat(killListener(database)).isEqualTo(1);
      eventually("reconnected", () -> reconnects.get() == 1);
      eventually("live again", notifications::isLive);

      notify("prices", "gpt");
      eventually("heard again", () -> heard.contains("prices gpt"));
    }
  }

  @Test
  void isNotLiveWhileItsDatabaseTakesNoConnections() {
    try (var notifications = listening()) {
      var elsewhere = url.withName("postgres");
      try (var other = Database.open(elsewhere, 1)) {
        other.useTransaction(
            tx ->
                tx.update("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(url.name()))
                    .execute());
        assertThat(killListener(other)).isEqualTo(1);
        eventually("no longer live", () -> !notifications.isLive());
        assertThat(reconnects).hasValue(0);

        other.useTransaction(
            tx ->
                tx.update("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(url.name()))
                    .execute());
      }
      eventually("live again", notifications::isLive);
      assertThat(reconnects).hasValue(1);
    }
  }

  @Test
  void survivesAConsumerThatFails() {
    Map<String, Consumer<String>> consumers =
        Map.of(
            "faults",
            _ -> {
              throw new IllegalStateException("a consumer's own fault");
            },
            "prices",
            heard::add);
    try (var notifications = Notifications.listen(url, consumers, reconnects::incrementAndGet)) {
      eventually("live", notifications::isLive);
      notify("faults", "");
      notify("prices", "gpt");

      eventually("heard", () -> heard.contains("gpt"));
      assertThat(reconnects).hasValue(0);
    }
  }

  @Test
  void endsItsConnectionWhenClosed() {
    listening().close();

    eventually("no listener left", () -> listeners() == 0);
  }

  private Notifications listening() {
    var notifications =
        Notifications.listen(
            url,
            Map.of(
                "prices", payload -> heard.add("prices " + payload),
                "Keys", payload -> heard.add("keys " + payload)),
            reconnects::incrementAndGet);
    eventually("live", notifications::isLive);
    return notifications;
  }

  private void notify(String channel, String payload) {
    database.useTransaction(
        tx ->
            tx.query("SELECT pg_notify(:channel, :payload)")
                .bind("channel", channel)
                .bind("payload", payload)
                .mapTo(String.class)
                .list());
  }

  private int killListener(Database from) {
    return from.inTransaction(
        tx ->
            tx.query(
                    """
                    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
                      FROM pg_stat_activity
                     WHERE datname = :database
                       AND application_name = 'tallystick notifications'
                    """)
                .bind("database", url.name())
                .mapTo(Integer.class)
                .one());
  }

  private int listeners() {
    return database.inTransaction(
        tx ->
            tx.query(
                    """
                    SELECT count(*)
                      FROM pg_stat_activity
                     WHERE datname = current_database()
                       AND application_name = 'tallystick notifications'
                    """)
                .mapTo(Integer.class)
                .one());
  }
}
