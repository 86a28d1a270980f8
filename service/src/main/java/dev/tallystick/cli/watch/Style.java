package dev.tallystick.cli.watch;

/// How a piece of text is drawn where there is colour.
enum Style {
  PLAIN(""),
  BOLD("1"),
  FAINT("2"),
  CHANGED("1;33"),
  NEW("32"),
  /// Faint and struck through.
  GONE("2;9"),
  BAD("1;31");

  private final String parameters;

  Style(String parameters) {
    this.parameters = parameters;
  }

  /// The parameters of the terminal's "select graphic rendition".
  String parameters() {
    return parameters;
  }
}
