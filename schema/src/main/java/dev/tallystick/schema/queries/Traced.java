package dev.tallystick.schema.queries;

import java.util.Arrays;

/// A text that knows where in its file each of its characters stands.
final class Traced {
  private final String text;
  private final int[] places;

  private Traced(String text, int[] places) {
    this.text = text;
    this.places = places;
  }

  /// A part of a file as it stands there.
  static Traced of(String file, int start, int end) {
    var builder = new Builder();
    for (int i = start; i < end; i++) builder.append(file.charAt(i), i);
    return builder.build(end);
  }

  String text() {
    return text;
  }

  /// Where in the file the character at `offset` stands; of the end of the text, its end.
  int place(int offset) {
    return places[Math.clamp(offset, 0, text.length())];
  }

  @Override
  public String toString() {
    return text;
  }

  /// Puts a traced text together.
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private int[] places = new int[64];

    void append(char c, int place) {
      if (text.length() + 1 >= places.length) places = Arrays.copyOf(places, places.length * 2);
      places[text.length()] = place;
      text.append(c);
    }

    /// Text that stands nowhere else than at one place.
    void append(String added, int place) {
      for (int i = 0; i < added.length(); i++) append(added.charAt(i), place);
    }

    Traced build(int end) {
      places[text.length()] = end;
      return new Traced(text.toString(), Arrays.copyOf(places, text.length() + 1));
    }
  }
}
