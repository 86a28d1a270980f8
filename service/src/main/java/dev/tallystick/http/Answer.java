package dev.tallystick.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A response that is ready to be sent.
final class Answer {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Map.of());
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
    return new Answer(status, contentType, body, Map.copyOf(more));
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

  Map<String, String> headers() {
    return headers;
  }
}
