package dev.tallystick.watch;

/// What came of asking to watch.
public sealed interface Watching {
  record Begun(Watcher watcher) implements Watching {}

  /// There is no such table, or none that is shown.
  ///
  /// @param detail for people: which there are
  record TableUnknown(String detail) implements Watching {}

  record ColumnUnknown(String detail) implements Watching {}

  /// As many watch as may, or as many tables are watched.
  record Full(String detail) implements Watching {}

  /// The server is stopping.
  record Closed() implements Watching {}
}
