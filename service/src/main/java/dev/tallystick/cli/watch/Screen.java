package dev.tallystick.cli.watch;

import dev.tallystick.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jline.terminal.TerminalBuilder;

/// The terminal, while a watch has it: a screen of its own without a cursor, and what is typed does
/// not show. It is left as it was found, with the last frame below what stood there.
final class Screen implements AutoCloseable {
  /// Of terminals that do not know how large they are.
  private static final Room USUAL = new Room(80, 24);

  private final org.jline.terminal.Terminal terminal;
  private final Painter painter = new Painter(Terminal.isColoured());
  private List<Line> kept = List.of();
  private boolean isGone;

  private Screen(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
  }

  /// Takes the terminal; empty if there is none that can be drawn on.
  static Optional<Screen> open() {
    var terminal = terminal();
    if (terminal.isEmpty()) return Optional.empty();
    var screen = new Screen(terminal.get());
    screen.enter();
    return Optional.of(screen);
  }

  /// How wide the terminal is that somebody watches; empty if there is none. It is left as it is.
  static OptionalInt width() {
    var terminal = terminal();
    if (terminal.isEmpty()) return OptionalInt.empty();
    try (var open = terminal.get()) {
      return OptionalInt.of(room(open).columns());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<org.jline.terminal.Terminal> terminal() {
    if (!Terminal.isWatched()) return Optional.empty();
    try {
      var terminal =
          TerminalBuilder.builder()
              .system(true)
              .jni(false)
              .dumb(false)
              .graphemeCluster(false)
              .nativeSignals(false)
              .encoding(StandardCharsets.UTF_8)
              .build();
      if (terminal.getType().startsWith(org.jline.terminal.Terminal.TYPE_DUMB)) {
        terminal.close();
        return Optional.empty();
      }
      return Optional.of(terminal);
    } catch (IOException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  Room room() {
    return room(terminal);
  }

  private static Room room(org.jline.terminal.Terminal terminal) {
    var size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) return USUAL;
    return new Room(size.getColumns(), size.getRows());
  }

  /// Redraws the screen, in one write.
  void draw(Frame frame, Room room) {
    write(painter.frame(frame.lines(), room));
  }

  /// What stays on the terminal at the end.
  void keep(Frame frame) {
    kept = frame.lines();
  }

  /// Whether the terminal was closed, as far as writing to it tells.
  boolean isGone() {
    return isGone;
  }

  /// Begins, or goes on after [#leave].
  void enter() {
    terminal.echo(false);
    write(Painter.ENTER);
  }

  /// Gives the terminal back, for a while or for good.
  void leave() {
    write(Painter.LEAVE);
    terminal.echo(true);
  }

  private void write(String text) {
    try {
      terminal.output().write(text.getBytes(StandardCharsets.UTF_8));
      terminal.output().flush();
    } catch (IOException _) {
      isGone = true;
    }
  }

  @Override
  public void close() {
    try (terminal) {
      leave();
      write(painter.lines(kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
