package dev.tallystick.bench;

import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What the service has promised: the credits of every message it answered for. Thread-safe.
final class Acknowledgements {
  private final Map<UUID, BigDecimal> creditsOfMessage = new ConcurrentHashMap<>();

  /// Notes an answer; one that differs from an earlier one to the same message is a broken promise.
  void add(UUID message, BigDecimal credits) {
    var before = creditsOfMessage.putIfAbsent(message, credits);
    if (before != null && before.compareTo(credits) != 0) {
      throw new DoesNotHold(
          "message %s was answered with %s credits, then with %s"
              .formatted(message, before, credits));
    }
  }

  int size() {
    return creditsOfMessage.size();
  }

  /// Compares with the database when nothing is under way: every message that was answered is there
  /// once with its credits, nothing else is there, and the ledger is right.
  void verify(DatabaseUrl url) {
    try (var database = Database.open(url, 1)) {
      compare(stored(database));
      for (var finding : LedgerVerification.verify(database)) {
        if (!finding.holds()) {
          throw new DoesNotHold(
              "the ledger is wrong: %s: %s".formatted(finding.invariant().name(), finding.rows()));
        }
      }
    }
  }

  private static Map<UUID, BigDecimal> stored(Database database) {
    return database.inTransaction(
        tx -> {
          var stored = new HashMap<UUID, BigDecimal>();
          tx.query("SELECT id, credits FROM tally.messages")
              .map(
                  (row, _) ->
                      Map.entry(row.getObject("id", UUID.class), row.getBigDecimal("credits")))
              .forEach(
                  message -> {
                    if (stored.put(message.getKey(), message.getValue()) != null) {
                      throw new DoesNotHold("message %s is stored twice".formatted(message));
                    }
                  });
          return stored;
        });
  }

  private void compare(Map<UUID, BigDecimal> stored) {
    creditsOfMessage.forEach(
        (message, credits) -> {
          var found = stored.get(message);
          if (found == null) {
            throw new DoesNotHold("message %s was answered and is lost".formatted(message));
          }
          if (found.compareTo(credits) != 0) {
            throw new DoesNotHold(
                "message %s was answered with %s credits and is stored with %s"
                    .formatted(message, credits, found));
          }
        });
    if (stored.size() != creditsOfMessage.size()) {
      throw new DoesNotHold(
          "%d messages were answered, and %d are stored"
              .formatted(creditsOfMessage.size(), stored.size()));
    }
  }
}
