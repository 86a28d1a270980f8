package dev.tallystick.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What other sessions say with `NOTIFY`, heard on a connection of its own.
///
/// A notification that is sent while the connection is down is lost. What is kept fresh by
/// notifications must therefore not be used while [#isLive] is false, and must be thrown away when
/// `onReconnect` is called: that happens once every channel is listened to again.
///
/// Thread-safe. Consumers run one after the other on one thread and must not block it.
public final class Notifications implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  /// How long silence is taken for peace before the server is asked for a sign of life.
  private static final Duration HEARTBEAT_EVERY = Duration.ofMillis(500);

  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(2);
  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration BACK_OFF_MIN = Duration.ofMillis(50);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(2);

  private final DatabaseUrl url;
  private final Map<String, Consumer<String>> consumers;
  private final Runnable onReconnect;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean isListening = new AtomicBoolean();
  private volatile long heardAt = System.nanoTime();

  private Notifications(
      DatabaseUrl url, Map<String, Consumer<String>> consumers, Runnable onReconnect) {
    this.url = url;
    this.consumers = consumers;
    this.onReconnect = onReconnect;
  }

  /// Begins to listen, in the background and for as long as this is not closed; a server that is
  /// down is tried again.
  ///
  /// @param consumers what to do with the payload of a notification, by channel
  /// @param onReconnect called after each loss of the connection, when it is there again
  public static Notifications listen(
      DatabaseUrl url, Map<String, Consumer<String>> consumers, Runnable onReconnect) {
    var notifications = new Notifications(url, new LinkedHashMap<>(consumers), onReconnect);
    Thread.ofVirtual().name("notifications").start(notifications::run);
    return notifications;
  }

  /// Whether a notification that is sent now will be heard, as far as we know: false at most two
  /// seconds after the connection was lost.
  public boolean isLive() {
    return isListening.get() && System.nanoTime() - heardAt < SILENCE_MAX.toNanos();
  }

  @Override
  public void close() {
    closed.countDown();
    isListening.set(false);
  }

  private void run() {
    var backOff = BACK_OFF_MIN;
    var wasListening = false;
    while (!isClosed()) {
      try (var connection = connect()) {
        subscribe(connection);
        if (wasListening) guarded(onReconnect);
        wasListening = true;
        backOff = BACK_OFF_MIN;
        heardAt = System.nanoTime();
        isListening.set(true);
        hear(connection);
      } catch (SQLException failure) {
        log.warn("not listening to PostgreSQL: {}", failure.getMessage());
      } finally {
        isListening.set(false);
      }
      pause(backOff);
      backOff = backOff.multipliedBy(2);
      if (backOff.compareTo(BACK_OFF_MAX) > 0) backOff = BACK_OFF_MAX;
    }
  }

  private Connection connect() throws SQLException {
    var waitMax = Long.toString(CONNECT_WAIT_MAX.toSeconds());
    return url.connect(
        Map.of(
            "ApplicationName", "tallystick notifications",
            "connectTimeout", waitMax,
            "socketTimeout", waitMax));
  }

  private void subscribe(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) ANSWER_WAIT_MAX.toMillis());
    try (var statement = connection.createStatement()) {
      for (var channel : consumers.keySet()) {
        statement.execute("LISTEN " + statement.enquoteIdentifier(channel, true));
      }
    }
  }

  private void hear(Connection connection) throws SQLException {
    var listening = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      var heard = listening.getNotifications((int) HEARTBEAT_EVERY.toMillis());
      if (heard == null || heard.length == 0) askForLife(connection);
      heardAt = System.nanoTime();
      if (heard == null) continue;
      for (var notification : heard) {
        var consumer = consumers.get(notification.getName());
        if (consumer != null) guarded(() -> consumer.accept(notification.getParameter()));
      }
    }
  }

  /// A server that hangs, or a network that swallows packets, is silent like one at peace.
  private static void askForLife(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /// A consumer that fails must not end the listening of the others.
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      log.error("a consumer of notifications failed", failure);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause(Duration pause) {
    try {
      var _ = closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      close();
    }
  }
}
