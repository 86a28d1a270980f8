package dev.tallystick.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between a client and a server, and does something once: before a request goes on, or
/// before its answer does. Each is a client of its own to the server's limits.
final class TestingProxy implements AutoCloseable {
  /// What is waited for: a request of this path, and of its answer the status, or 0 for before it.
  record Moment(String path, int status) {}

  private record Deed(Moment moment, Runnable deed) {}

  private static final AtomicInteger CLIENTS = new AtomicInteger();

  private final HttpServer proxy;
  private final String client = "10.0.0." + CLIENTS.incrementAndGet();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final AtomicReference<Optional<Deed>> next = new AtomicReference<>(Optional.empty());

  TestingProxy(String server) throws IOException {
    this.server = server;
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(Executors.newCachedThreadPool());
    proxy.createContext("/", this::pass);
    proxy.start();
  }

  String url() {
    return "http://127.0.0.1:" + proxy.getAddress().getPort();
  }

  /// Does this at that moment, after which the answer is lost.
  void once(Moment moment, Runnable deed) {
    next.set(Optional.of(new Deed(moment, deed)));
  }

  /// Whether it was done.
  boolean isDone() {
    return next.get().isEmpty();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = exchange.getRequestBody().readAllBytes();
      if (act(path, 0)) return;
      var answer = forward(exchange, body);
      if (act(path, answer.statusCode())) return;
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /// Whether this is the moment; then the exchange ends without an answer.
  private boolean act(String path, int status) {
    var deed = next.get().filter(it -> it.moment().equals(new Moment(path, status)));
    if (deed.isEmpty()) return false;
    deed.get().deed().run();
    next.set(Optional.empty());
    return true;
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    request.header("X-Forwarded-For", client);
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) request.header("Authorization", authorization);
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
    http.close();
  }
}
