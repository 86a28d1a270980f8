package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.ServiceKey.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no HTTP client would send.
class RawHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final String AUTHORIZED =
      "Host: x\r\nAuthorization: Bearer " + server.newKey(Scope.WRITE, Scope.READ);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/usage\r\n\r\n",
        "GET /v1/usage HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET /v1/usage HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
        "GET /v1/usage HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /v1/us age HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/usage?from=%zz HTTP/1.1\r\nAUTHORIZED\r\n\r\n",
        "GET /v1/users/%zz HTTP/1.1\r\nAUTHORIZED\r\n\r\n",
        "GET /v1/usage HTTP/1.1\r\nHost: x\r\nAuthorization: \u0001\u00ff\r\n\r\n",
        "GET /v1/usage HTTP/1.1\r\nHost: x\r\nX-Long: LONG\r\n\r\n",
        "GET /v1/usage?LONG HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "POST /v1/messages HTTP/1.1\r\nAUTHORIZED\r\nContent-Length: 99999999999\r\n\r\n{}",
        "POST /v1/messages HTTP/1.1\r\nAUTHORIZED\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "POST /v1/messages HTTP/1.1\r\nAUTHORIZED\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
      })
  void isAnsweredWithAProblemOrNotAtAll(String request) throws IOException {
    var rows = server.rowCounts();
    var answer =
        send(request.replace("AUTHORIZED", AUTHORIZED).replace("LONG", "x".repeat(40_000)));
    if (!answer.isEmpty()) {
      assertThat(answer).matches("(?s)HTTP/1.1 4[0-9]{2} .*");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT))
          .contains("content-type: application/problem+json");
      var status = answer.substring(9, 12);
      assertThat(answer).contains("\"status\":" + status);
    }
    assertThat(server.rowCounts()).isEqualTo(rows);
  }

  @Test
  void thatEndsInTheMiddleStoresNothing() throws IOException {
    var rows = server.rowCounts();
    var body = Calls.call(server.user()).toString();
    var head = "POST /v1/messages HTTP/1.1\r\n" + AUTHORIZED;
    var length = "\r\nContent-Length: " + (body.length() + 10) + "\r\n\r\n";
    assertThat(send(head + length + body)).doesNotStartWith("HTTP/1.1 20");
    var chunked = "\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n";
    assertThat(send(head + chunked + body)).doesNotStartWith("HTTP/1.1 20");
    assertThat(server.rowCounts().get("messages")).isEqualTo(rows.get("messages"));
  }

  /// What the server answers to these bytes, after which the client sends no more.
  private static String send(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.net.SocketException reset) {
      return "";
    }
  }
}
