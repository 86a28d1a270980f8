package dev.tallystick.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A response that is ready to be sent, or to be written as it comes about.
public final class Answer {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Optional<Streaming> streaming;
  private final Map<String, String> headers;
  private final List<String> cookies;

  /// Writes a body that has no end of its own.
  interface Streaming {
    void to(OutputStream out) throws IOException;
  }

  private Answer(
      int status,
      String contentType,
      byte[] body,
      Optional<Streaming> streaming,
      Map<String, String> headers,
      List<String> cookies) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.streaming = streaming;
    this.headers = headers;
    this.cookies = cookies;
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Optional.empty(), Map.of(), List.of());
  }

  static Answer stream(String contentType, Streaming streaming) {
    return new Answer(200, contentType, new byte[0], Optional.of(streaming), Map.of(), List.of());
  }

  static Answer json(int status, Json.Writing writing) {
    return of(status, "application/json", Json.bytes(writing));
  }

  public static Answer text(int status, String contentType, String text) {
    return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends a browser on to `location`, which it gets with GET.
  public static Answer seeOther(String location) {
    return text(303, "text/plain", "").withHeader("Location", location);
  }

  public Answer withHeader(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, streaming, Map.copyOf(more), cookies);
  }

  /// The same, and a browser keeps a cookie.
  ///
  /// @param cookie as in `Set-Cookie`
  public Answer withCookie(String cookie) {
    var more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, contentType, body, streaming, headers, List.copyOf(more));
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

  /// Each as in `Set-Cookie`.
  List<String> cookies() {
    return cookies;
  }
}
