package dev.tallystick.simulator;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The HTTP server, which can stop listening and start again on the same port.
final class Listener implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final int port;
  private volatile @Nullable Api api;
  private WebServer server;

  Listener(int port) {
    this.server = listening(port);
    this.port = server.port();
  }

  /// Requests that come before this find nobody.
  void answerWith(Api answering) {
    api = answering;
  }

  private WebServer listening(int port) {
    var started =
        WebServer.builder()
            .host(LOOPBACK)
            .port(port)
            .shutdownHook(false)
            // Clients of Stripe send `[` and `]` in queries as they are.
            .addProtocol(Http1Config.builder().validatePath(false).validatePrologue(false).build())
            .routing(routing -> routing.any(this::serve))
            .build()
            .start();
    // Helidon logs why it cannot listen, and returns.
    if (!started.isRunning()) {
      throw new UncheckedIOException(
          new BindException("cannot listen on %s:%d".formatted(LOOPBACK, port)));
    }
    return started;
  }

  int port() {
    return port;
  }

  void stop() {
    server.stop();
  }

  void restart() {
    server = listening(port);
  }

  private void serve(ServerRequest request, ServerResponse response) {
    var answering = api;
    if (answering == null) throw new CloseConnectionException("the simulator is not ready");
    var headers = request.headers();
    var reply =
        answering.answer(
            new Api.Request(
                request.prologue().method().text(),
                request.path().path(),
                request.query().rawValue(),
                body(request),
                headers.first(HeaderNames.AUTHORIZATION),
                headers.first(HeaderNames.create("Idempotency-Key")),
                headers.first(HeaderNames.create("Stripe-Version"))));
    if (reply.isLost()) lose(response);
    response.header(HeaderNames.create("Request-Id"), reply.requestId());
    response.header(HeaderNames.create("Stripe-Version"), World.API_VERSION);
    if (reply.isReplay()) response.header(HeaderNames.create("Idempotent-Replayed"), "true");
    send(response, reply.answer());
  }

  /// Begins an answer and closes the connection. Without the beginning, Java's older client would
  /// send the request again by itself, and its caller see nothing of the loss.
  private static void lose(ServerResponse response) {
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    try {
      var out = response.outputStream();
      out.write('{');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new CloseConnectionException("the simulator loses this answer");
  }

  private static void send(ServerResponse response, Answer answer) {
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    response.send(answer.body());
  }

  private static String body(ServerRequest request) {
    if (!request.content().hasEntity()) return "";
    try (var in = request.content().inputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
