package dev.tallystick.stripe;

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
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Stands before the simulator and keeps back an answer that was given, for as long as a test
/// wants: what the answer says grows old on its way.
final class TestingGate implements AutoCloseable, AfterAllCallback {
  private static final List<String> FORWARDED =
      List.of("Authorization", "Stripe-Version", "Content-Type", "Idempotency-Key");

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final AtomicReference<URI> stripe = new AtomicReference<>();
  private final AtomicReference<@Nullable Held> next = new AtomicReference<>();
  private volatile BooleanSupplier isChosen = () -> false;

  private TestingGate() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  static TestingGate start() {
    try {
      return new TestingGate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What TALLY_STRIPE_API_BASE is set to.
  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void leadTo(URI base) {
    stripe.set(base);
  }

  /// Cuts the connection at each moment at which `isChosen` says so; it is asked before each
  /// request goes on, and before its answer does.
  void cutWhen(BooleanSupplier isChosen) {
    this.isChosen = isChosen;
  }

  /// The answer to one request.
  record Held(String path, CountDownLatch given, CountDownLatch released) {
    /// Waits until Stripe has given it.
    void awaitGiven() {
      await(given);
    }

    void release() {
      released.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(20, TimeUnit.SECONDS)) throw new AssertionError("nothing came");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /// Keeps back the answer to the next request of this path.
  Held holdNext(String path) {
    var held = new Held(path, new CountDownLatch(1), new CountDownLatch(1));
    next.set(held);
    return held;
  }

  private void pass(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var request =
        HttpRequest.newBuilder(stripe.get().resolve(uri))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (var name : FORWARDED) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) request.header(name, value);
    }
    try {
      if (isChosen.getAsBoolean()) return;
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      var held = next.get();
      if (held != null && held.path().equals(uri.getPath()) && next.compareAndSet(held, null)) {
        held.given().countDown();
        Held.await(held.released());
      }
      if (isChosen.getAsBoolean()) return;
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }
}
