package dev.tallystick.schema.plan;

import org.jspecify.annotations.Nullable;

/// PostgreSQL's table locks that get in somebody's way, weakest first (manual, chapter 13.3).
public enum LockMode {
  SHARE_UPDATE_EXCLUSIVE("holds off other schema changes and vacuum"),
  SHARE("stops writes"),
  SHARE_ROW_EXCLUSIVE("stops writes"),
  EXCLUSIVE("stops writes"),
  ACCESS_EXCLUSIVE("stops reads and writes");

  private final String effect;

  LockMode(String effect) {
    this.effect = effect;
  }

  /// What it means to others.
  public String effect() {
    return effect;
  }

  /// The one of both that gets more in the way.
  static LockMode stronger(LockMode a, LockMode b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /// From pg_locks: `AccessExclusiveLock`; null for locks that reads and writes take themselves.
  static @Nullable LockMode of(String mode) {
    return switch (mode) {
      case "ShareUpdateExclusiveLock" -> SHARE_UPDATE_EXCLUSIVE;
      case "ShareLock" -> SHARE;
      case "ShareRowExclusiveLock" -> SHARE_ROW_EXCLUSIVE;
      case "ExclusiveLock" -> EXCLUSIVE;
      case "AccessExclusiveLock" -> ACCESS_EXCLUSIVE;
      default -> null;
    };
  }
}
