package dev.tallystick.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// One HTTP/1.1 connection that is kept alive and carries one request at a time. It knows just what
/// our server answers with: a status and a body of stated length.
final class HttpConnection implements AutoCloseable {
  private static final int HEAD_BYTES_MAX = 8 << 10;
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(60);
  private static final String CONTENT_LENGTH = "\r\ncontent-length:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String fields;
  private byte[] request = new byte[1 << 12];
  private final byte[] head = new byte[HEAD_BYTES_MAX];

  /// A status and a body.
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Response(int status, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  HttpConnection(int port, String key) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWER_WAIT_MAX.toMillis());
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.fields =
        " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n".formatted(port, key)
            + "Content-Type: application/json\r\nContent-Length: ";
  }

  Response post(String path, String body) throws IOException {
    var utf8 = body.getBytes(StandardCharsets.UTF_8);
    return post(path, utf8, utf8.length);
  }

  /// Sends the first `length` bytes of `body`, in one piece with the head.
  Response post(String path, byte[] body, int length) throws IOException {
    return send("POST ", path, body, length);
  }

  /// Sends another header field as well.
  ///
  /// @param field without the line's end
  Response post(String path, String field, byte[] body) throws IOException {
    return send("POST ", path, field + "\r\n", body, body.length);
  }

  Response delete(String path) throws IOException {
    return send("DELETE ", path, new byte[0], 0);
  }

  private Response send(String method, String path, byte[] body, int length) throws IOException {
    return send(method, path, "", body, length);
  }

  private Response send(String method, String path, String more, byte[] body, int length)
      throws IOException {
    var head = method + path + fields + length + "\r\n" + more + "\r\n";
    var start = head.getBytes(StandardCharsets.UTF_8);
    int size = start.length + length;
    if (request.length < size) request = new byte[size];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, length);
    out.write(request, 0, size);
    return response();
  }

  private Response response() throws IOException {
    int filled = 0;
    int bodyAt = -1;
    while (bodyAt < 0) {
      int read = in.read(head, filled, head.length - filled);
      if (read < 0) throw new EOFException("the server closed the connection");
      bodyAt = endOfHead(head, Math.max(3, filled), filled + read);
      filled += read;
      if (bodyAt < 0 && filled == head.length) throw new IOException("the answer has no head");
    }
    var text = new String(head, 0, bodyAt, StandardCharsets.ISO_8859_1);
    var body = Arrays.copyOfRange(head, bodyAt, bodyAt + contentLength(text));
    int have = Math.min(filled - bodyAt, body.length);
    if (in.readNBytes(body, have, body.length - have) < body.length - have) {
      throw new EOFException("the server closed the connection inside an answer");
    }
    return new Response(Integer.parseInt(text, 9, 12, 10), body);
  }

  private static int endOfHead(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n' && bytes[at - 2] == '\n' && bytes[at - 1] == '\r') return at + 1;
    }
    return -1;
  }

  private static int contentLength(String head) throws IOException {
    int at = head.toLowerCase(Locale.ROOT).indexOf(CONTENT_LENGTH);
    if (at < 0) throw new IOException("the answer does not state its length: " + head);
    int from = at + CONTENT_LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no more use either way.
    }
  }
}
