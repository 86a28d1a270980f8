package dev.tallystick.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A stand-in for Infisical's API: it answers the two calls of a machine identity as the real one
/// does, and remembers what it was asked.
public final class TestingInfisical implements AutoCloseable {
  public static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  public static final String CLIENT_SECRET = "client-hunter2";
  private static final String TOKEN = "token-hunter2";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Answer list = new Answer(200, "{\"secrets\":[],\"imports\":[]}");
  private volatile Answer login;

  private TestingInfisical() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    login =
        new Answer(
            200,
            "{\"accessToken\":\"%s\",\"expiresIn\":7200,\"accessTokenMaxTTL\":7200,\"tokenType\":\"Bearer\"}"
                .formatted(TOKEN));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /// An answer; one of status 0 never comes.
  public record Answer(int status, String body) {}

  public static TestingInfisical start() {
    try {
      return new TestingInfisical();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What was asked, in order: method, path, query.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public TestingInfisical listing(int status, String body) {
    list = new Answer(status, body);
    return this;
  }

  public TestingInfisical loggingIn(int status, String body) {
    login = new Answer(status, body);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
    var answer =
        switch (exchange.getRequestURI().getPath()) {
          case "/api/v1/auth/universal-auth/login" -> loggedIn(exchange);
          case "/api/v3/secrets/raw" -> listed(exchange);
          default -> new Answer(404, "{\"statusCode\":404,\"message\":\"Route not found\"}");
        };
    if (answer.status() == 0) {
      await();
      return;
    }
    var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer loggedIn(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    boolean isKnown =
        exchange.getRequestMethod().equals("POST")
            && body.path("clientId").asText().equals(CLIENT_ID)
            && body.path("clientSecret").asText().equals(CLIENT_SECRET);
    return isKnown
        ? login
        : new Answer(401, "{\"statusCode\":401,\"message\":\"Invalid credentials\"}");
  }

  private Answer listed(HttpExchange exchange) {
    calls.add(exchange.getRequestURI().getRawQuery());
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return ("Bearer " + TOKEN).equals(authorization)
        ? list
        : new Answer(401, "{\"statusCode\":401,\"message\":\"Token missing\"}");
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
