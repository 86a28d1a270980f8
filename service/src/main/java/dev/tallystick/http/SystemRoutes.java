package dev.tallystick.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Health, readiness, metrics and the description of the API; open to everyone.
final class SystemRoutes {
  private static final String OPENAPI = "openapi.json";

  private final BooleanSupplier isReady;
  private final Metrics metrics;
  private final byte[] openApi = resource();

  /// @param isReady whether requests can be served now
  SystemRoutes(BooleanSupplier isReady, Metrics metrics) {
    this.isReady = isReady;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.open("/healthz", _ -> Answer.text(200, "text/plain", "ok\n")),
        Route.open("/readyz", _ -> ready()),
        Route.open(
            "/metrics",
            _ -> Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape())),
        Route.open("/openapi.json", _ -> Answer.of(200, "application/json", openApi)));
  }

  private Answer ready() {
    return isReady.getAsBoolean()
        ? Answer.text(200, "text/plain", "ready\n")
        : Answer.text(503, "text/plain", "not ready: the database is out of reach\n");
  }

  private static byte[] resource() {
    try (var in = SystemRoutes.class.getResourceAsStream(OPENAPI)) {
      if (in == null) throw new IllegalStateException(OPENAPI + " is missing in the build");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
