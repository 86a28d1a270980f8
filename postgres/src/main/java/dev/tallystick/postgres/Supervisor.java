package dev.tallystick.postgres;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches an embedded server until it is closed, and brings it back whenever it is gone.
final class Supervisor implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration WATCH_EVERY = Duration.ofMillis(100);
  private static final Duration BOUND_LOG_EVERY = Duration.ofMinutes(1);
  private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

  /// A server that stayed up for so long is taken for well.
  private static final Duration WELL_AFTER = Duration.ofSeconds(30);

  private final EmbeddedServer server;

  Supervisor(EmbeddedServer server) {
    this.server = server;
  }

  @Override
  public void run() {
    var backOff = BACK_OFF_MIN;
    while (true) {
      var wellFrom = Deadline.in(WELL_AFTER);
      try {
        watch();
        if (server.isClosed()) return;
        if (wellFrom.isOver()) backOff = BACK_OFF_MIN;
        log.warn("PostgreSQL (process {}) is gone; starting it again", server.pid());
        server.restart();
        log.warn("PostgreSQL is back (process {})", server.pid());
      } catch (ServerFailure failure) {
        log.warn("PostgreSQL is not well: {}", failure.getMessage());
      }
      Deadline.pause(backOff);
      backOff =
          backOff.multipliedBy(2).compareTo(BACK_OFF_MAX) < 0
              ? backOff.multipliedBy(2)
              : BACK_OFF_MAX;
    }
  }

  /// Returns when the server is gone or closed.
  private void watch() {
    var boundLog = Deadline.in(BOUND_LOG_EVERY);
    while (!server.isClosed() && server.isAlive()) {
      Deadline.pause(WATCH_EVERY);
      if (boundLog.isOver()) {
        server.boundLog();
        boundLog = Deadline.in(BOUND_LOG_EVERY);
      }
    }
  }
}
