package dev.tallystick.session;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How long sessions live and how many a user may have.
///
/// @param lifetimes one for each kind
/// @param perUserMax beyond it the one that was idle for longest is ended
/// @param refreshedTokens how long a token lives that is renewed by a refresh token
public record SessionLimits(
    Map<SessionKind, Lifetime> lifetimes, int perUserMax, Duration refreshedTokens) {
  /// What holds where nothing is configured.
  public static final SessionLimits DEFAULT =
      new SessionLimits(
          Map.of(
              SessionKind.WEB, new Lifetime(Duration.ofDays(7), Duration.ofDays(30)),
              SessionKind.CLI, new Lifetime(Duration.ofDays(30), Duration.ofDays(180)),
              SessionKind.PAT, new Lifetime(Duration.ofDays(90), Duration.ofDays(365))),
          50,
          Duration.ofMinutes(15));

  public SessionLimits {
    if (lifetimes.size() != SessionKind.values().length || perUserMax < 1) {
      throw new IllegalArgumentException("a lifetime for each kind, and at least one session");
    }
    lifetimes = Map.copyOf(new EnumMap<>(lifetimes));
  }

  Lifetime of(SessionKind kind) {
    var lifetime = lifetimes.get(kind);
    if (lifetime == null) throw new IllegalStateException("no lifetime for " + kind);
    return lifetime;
  }

  /// @param idle how long without use
  /// @param absolute how long at all, whatever the use
  public record Lifetime(Duration idle, Duration absolute) {
    public Lifetime {
      if (idle.compareTo(LastSeen.STEP) <= 0 || idle.compareTo(absolute) > 0) {
        throw new IllegalArgumentException(
            "idle must be above a minute and at most absolute: %s, %s".formatted(idle, absolute));
      }
    }
  }
}
