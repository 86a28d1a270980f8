package dev.tallystick.cli.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/// What a person would see: a terminal that obeys what is written to it.
final class TestingScreen {
  private static final Pattern CURSOR = Pattern.compile("\u001b\\[\\?25([hl])");
  private static final Pattern ALTERNATE = Pattern.compile("\u001b\\[\\?1049([hl])");

  private final ScreenTerminal terminal;
  private final StringBuilder written = new StringBuilder();
  private Room room;

  TestingScreen(Room room) {
    this.room = room;
    this.terminal = new ScreenTerminal(room.columns(), room.lines());
  }

  synchronized void write(String text) {
    written.append(text);
    terminal.write(text);
  }

  synchronized void resize(Room other) {
    room = other;
    terminal.setSize(Size.of(other.columns(), other.lines()));
  }

  /// Every byte so far, as text.
  synchronized String written() {
    return written.toString();
  }

  synchronized void forget() {
    written.setLength(0);
  }

  /// Its lines, without blanks at their ends and without empty lines at the bottom.
  synchronized List<String> lines() {
    var lines = new ArrayList<String>();
    for (int y = 0; y < room.lines(); y++) {
      lines.add(
          row(y)
              .mapToInt(ScreenTerminal::cellCodePoint)
              // The right half of a wide character.
              .filter(c -> c != 0)
              .mapToObj(Character::toString)
              .collect(Collectors.joining())
              .stripTrailing());
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) lines.removeLast();
    return lines;
  }

  String text() {
    return String.join("\n", lines());
  }

  /// The text that is drawn bold, faint and so on: what `style` accepts, piece by piece.
  synchronized List<String> drawn(LongPredicate style) {
    var pieces = new ArrayList<String>();
    for (int y = 0; y < room.lines(); y++) {
      var piece = new StringBuilder();
      for (long cell : row(y).toArray()) {
        if (style.test(cell)) {
          piece.appendCodePoint(ScreenTerminal.cellCodePoint(cell));
        } else if (!piece.isEmpty()) {
          pieces.add(piece.toString());
          piece.setLength(0);
        }
      }
      if (!piece.isEmpty()) pieces.add(piece.toString());
    }
    return pieces;
  }

  private LongStream row(int y) {
    var cells = new long[room.columns() * room.lines()];
    terminal.dump(cells, new int[2]);
    return LongStream.of(cells).skip((long) y * room.columns()).limit(room.columns());
  }

  /// Whether the cursor shows and the shell's own screen is there.
  boolean isGivenBack() {
    return last(CURSOR).equals("h") && last(ALTERNATE).equals("l");
  }

  boolean isTaken() {
    return last(CURSOR).equals("l") && last(ALTERNATE).equals("h");
  }

  private String last(Pattern mode) {
    return mode.matcher(written())
        .results()
        .reduce((_, next) -> next)
        .map(m -> m.group(1))
        .orElse("");
  }
}
