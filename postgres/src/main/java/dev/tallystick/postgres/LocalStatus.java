package dev.tallystick.postgres;

import java.time.Instant;
import java.util.OptionalLong;

/// What is known about the local database of a data directory.
public sealed interface LocalStatus {
  /// There is none yet.
  record Absent() implements LocalStatus {}

  /// It has data and does not run.
  ///
  /// @param version of its data, as far as that is known without a server
  /// @param place where its data is, for people
  /// @param bytes how large that is; empty if only a running server could tell
  record Stopped(Engine engine, String version, String place, OptionalLong bytes)
      implements LocalStatus {}

  /// It is neither up nor down.
  ///
  /// @param state a word or two, such as `starting`
  record Between(Engine engine, String place, String state) implements LocalStatus {}

  /// It takes connections.
  ///
  /// @param version the server's own
  /// @param place where its data is, for people
  /// @param pid of its first process; empty in a container
  /// @param container its name; empty without one
  /// @param bytes all databases and the write-ahead log
  record Running(
      Engine engine,
      String version,
      DatabaseUrl url,
      String place,
      OptionalLong pid,
      String container,
      long bytes,
      Instant since)
      implements LocalStatus {}
}
