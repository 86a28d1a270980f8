package dev.tallystick.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Sends webhooks, as Stripe's servers do.
final class Sender implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration END_MAX = Duration.ofSeconds(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @return the status, or why there was none
  String send(URI url, Deliveries.Signed signed) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
            .header("Stripe-Signature", signed.signature())
            .POST(BodyPublishers.ofString(signed.body()))
            .build();
    try {
      return Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    try {
      client.awaitTermination(END_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
