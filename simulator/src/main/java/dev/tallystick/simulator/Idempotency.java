package dev.tallystick.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The answers to requests with a key, which are given again for a day.
final class Idempotency {
  private static final long KEPT_SECONDS = Duration.ofDays(1).toSeconds();

  private final Map<String, Entry> entries = new HashMap<>();

  /// @param answer empty while the request is carried out
  private record Entry(String request, long since, Optional<Answer> answer) {}

  /// Takes a key for a request, or finds the answer that was given to it.
  ///
  /// @throws Refusal if the key belongs to another request, or this one is being carried out
  synchronized Optional<Answer> claim(String key, String request, long now) {
    var entry = entries.get(key);
    if (entry == null || entry.since() + KEPT_SECONDS <= now) {
      entries.put(key, new Entry(request, now, Optional.empty()));
      return Optional.empty();
    }
    if (!entry.request().equals(request)) {
      throw Refusal.of(
          400,
          "idempotency_error",
          "Keys for idempotent requests can only be used with the same parameters they were first"
              + " used with. Try using a key other than '%s' if you meant to execute a different"
                  .formatted(key)
              + " request.");
    }
    if (entry.answer().isEmpty()) {
      throw Refusal.of(
              409,
              "idempotency_error",
              "There is currently another in-progress request using this idempotent key: " + key)
          .code("idempotency_key_in_use");
    }
    return entry.answer();
  }

  /// Keeps the answer; one that comes of no work gives the key back.
  synchronized void settle(String key, Answer answer, boolean isKept) {
    var entry = entries.get(key);
    if (entry == null) return;
    if (isKept) entries.put(key, new Entry(entry.request(), entry.since(), Optional.of(answer)));
    else entries.remove(key);
  }
}
