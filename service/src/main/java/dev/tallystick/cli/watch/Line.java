package dev.tallystick.cli.watch;

import java.util.List;
import java.util.stream.Collectors;

/// A line of text in pieces of one style each.
record Line(List<Span> spans) {
  static final Line EMPTY = new Line(List.of());

  Line {
    spans = List.copyOf(spans);
  }

  /// A piece of text without control characters.
  record Span(String text, Style style) {
    int width() {
      return CellText.width(text);
    }
  }

  static Line of(String text, Style style) {
    return new Line(List.of(new Span(text, style)));
  }

  int width() {
    return spans.stream().mapToInt(Span::width).sum();
  }

  /// The text alone.
  String text() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }
}
