package dev.tallystick.simulator;

import io.helidon.http.HeaderName;
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

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final HeaderName REPLAYED = HeaderNames.create("Idempotent-Replayed");
  private static final HeaderName REQUEST_ID = HeaderNames.create("Request-Id");
  private static final HeaderName VERSION = HeaderNames.create("Stripe-Version");

  private final int port;
  private volatile @Nullable Handlers handlers;
  private WebServer server;

  Listener(int port) {
    this.server = listening(port);
    this.port = server.port();
  }

  /// Requests that come before this find nobody.
  void answerWith(Api api, Pages pages) {
    handlers = new Handlers(api, pages);
  }

  /// Who answers what begins with `/v1/`, and who the rest.
  private record Handlers(Api api, Pages pages) {}

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
    var answering = handlers;
    if (answering == null) throw new CloseConnectionException("the simulator is not ready");
    if (request.path().path().startsWith("/v1/")) answer(answering.api(), request, response);
    else show(answering.pages(), request, response);
  }

  private static void show(Pages pages, ServerRequest request, ServerResponse response) {
    var method = request.prologue().method().text();
    var origin = request.headers().first(HeaderNames.ORIGIN);
    send(response, pages.answer(method, request.path().path(), body(request), origin));
  }

  private static void answer(Api api, ServerRequest request, ServerResponse response) {
    var headers = request.headers();
    var reply =
        api.answer(
            new Api.Request(
                request.prologue().method().text(),
                request.path().path(),
                request.query().rawValue(),
                body(request),
                headers.first(HeaderNames.AUTHORIZATION),
                headers.first(IDEMPOTENCY_KEY),
                headers.first(VERSION)));
    if (reply.isLost()) lose(response);
    response.header(REQUEST_ID, reply.requestId());
    response.header(VERSION, World.API_VERSION);
    if (reply.isReplay()) response.header(REPLAYED, "true");
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
    answer.location().ifPresent(url -> response.header(HeaderNames.LOCATION, url));
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
