package dev.tallystick.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Runs on a screen, each drawn over the one before.
final class ScreenView implements View {
  private final Screen screen;
  private final Frame.Subject subject;
  private final InstantSource clock;

  ScreenView(Screen screen, Frame.Subject subject, InstantSource clock) {
    this.screen = screen;
    this.subject = subject;
    this.clock = clock;
  }

  @Override
  public boolean show(Progress progress) {
    refresh(progress, Optional.empty());
    return !screen.isGone();
  }

  @Override
  public void refresh(Progress progress, Optional<Instant> runningSince) {
    var room = screen.room();
    var moment = new Frame.Moment(progress, runningSince, clock.instant());
    var frame = Frame.of(subject, moment, room);
    screen.draw(frame, room);
    if (progress.last().isPresent()) screen.keep(frame);
  }

  @Override
  public void suspend() {
    screen.leave();
    try {
      // The signal that asks for it was caught; this one cannot be, and ends when SIGCONT comes.
      new ProcessBuilder("kill", "-STOP", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    screen.enter();
  }

  @Override
  public void close() {
    screen.close();
  }
}
