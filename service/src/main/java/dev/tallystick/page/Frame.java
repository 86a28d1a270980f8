package dev.tallystick.page;

/// What stands around every page.
///
/// @param formToken for every form on it
/// @param width how much room the page takes
record Frame(
    String title,
    Width width,
    String stylesheet,
    String picture,
    String formToken,
    boolean isSignedIn) {
  enum Width {
    /// One form or one message.
    NARROW,
    /// Lists.
    WIDE
  }
}
