package dev.tallystick.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a request is answered with.
///
/// @param location where a browser goes next
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String contentType, byte[] body, Optional<String> location) {
  static Answer json(int status, byte[] body) {
    return new Answer(status, "application/json", body, Optional.empty());
  }

  static Answer of(int status, String contentType, String text) {
    return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static Answer goTo(String location) {
    return new Answer(303, "text/plain", new byte[0], Optional.of(location));
  }
}
