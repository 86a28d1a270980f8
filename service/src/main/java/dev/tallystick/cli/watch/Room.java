package dev.tallystick.cli.watch;

/// How much fits.
record Room(int columns, int lines) {
  static final Room ENDLESS = new Room(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
