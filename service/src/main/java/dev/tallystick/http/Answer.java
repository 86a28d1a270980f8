package dev.tallystick.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A response that is ready to be sent, or to be written as it comes about.
final class Answer {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Optional<Streaming> streaming;
  private final Map<String, String> headers;

  /// Writes a body that has no end of its own.
  interface Streaming {
    void to(OutputStream out) throws IOException;
  }

  private Answer(
      int status,
      String contentType,
      byte[] body,
      Optional<Streaming> streaming,
      Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.streaming = streaming;
    this.headers = headers;
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Optional.empty(), Map.of());
  }

  static Answer stream(String contentType, Streaming streaming) {
    return new Answer(200, contentType, new byte[0], Optional.of(streaming), Map.of());
  }

  static Answer json(int status, Json.Writing writing) {
    return of(status, "application/json", Json.bytes(writing));
  }

  static Answer text(int status, String contentType, String text) {
    return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  Answer withHeader(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, streaming, Map.copyOf(more));
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  /// What writes the body, instead of [#body].
  Optional<Streaming> streaming() {
    return streaming;
  }

  Map<String, String> headers() {
    return headers;
  }
}
