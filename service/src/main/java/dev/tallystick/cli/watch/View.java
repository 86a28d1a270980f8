package dev.tallystick.cli.watch;

import java.time.Instant;
import java.util.Optional;

/// Where runs are shown.
sealed interface View extends AutoCloseable permits ScreenView, TextView, JsonView {
  /// Shows the last run. Returns false if nobody reads any more.
  boolean show(Progress progress);

  /// Time has passed or the screen has changed; nothing else has.
  ///
  /// @param runningSince since when a run is under way, if one is
  default void refresh(Progress progress, Optional<Instant> runningSince) {}

  /// Lets go of the terminal until this process goes on.
  default void suspend() {}

  @Override
  default void close() {}
}
