package dev.tallystick.postgres.changes;

import java.util.List;

/// What a feed says.
public sealed interface FeedEvent {
  /// Changes are seen from now on; in order of their commits.
  record Started(Way way) implements FeedEvent {}

  /// Changes, in the order in which they were made.
  record Changed(List<Change> changes) implements FeedEvent {
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /// Something that the reader should know, for people.
  record Note(String text) implements FeedEvent {}

  /// Changes that the reader missed because it was too slow.
  record Missed(long inserted, long updated, long deleted, long truncated) implements FeedEvent {
    /// How many in all.
    public long total() {
      return inserted + updated + deleted + truncated;
    }

    static final Missed NONE = new Missed(0, 0, 0, 0);

    Missed and(Change change) {
      return switch (change) {
        case Change.Inserted _ -> new Missed(inserted + 1, updated, deleted, truncated);
        case Change.Updated _ -> new Missed(inserted, updated + 1, deleted, truncated);
        case Change.Deleted _ -> new Missed(inserted, updated, deleted + 1, truncated);
        case Change.Truncated _ -> new Missed(inserted, updated, deleted, truncated + 1);
      };
    }
  }

  /// The connection was lost: what is committed until the next [Started] is not seen.
  record Interrupted(String why) implements FeedEvent {}

  /// The feed has ended and does not come back.
  record Ended(String why) implements FeedEvent {}

  /// How changes are found.
  sealed interface Way {
    /// The server sends every change.
    record Replication() implements Way {}

    /// Tables are read every so often; what comes and goes in between is not seen.
    ///
    /// @param why replication is not to be had
    record Polling(String why) implements Way {}
  }
}
