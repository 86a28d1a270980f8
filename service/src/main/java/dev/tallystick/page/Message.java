package dev.tallystick.page;

import java.util.Optional;

/// A page that says one thing.
///
/// @param text what happened and what to do next
/// @param link where to go on
record Message(String title, String text, Optional<Link> link) {
  record Link(String text, String path) {}

  static Message of(String title, String text) {
    return new Message(title, text, Optional.empty());
  }

  static Message of(String title, String text, String linkText, String path) {
    return new Message(title, text, Optional.of(new Link(linkText, path)));
  }
}
