package dev.tallystick.http;

import dev.tallystick.message.Recording;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// What `/metrics` tells: requests by route and status, messages by outcome, what waits.
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentMap<RequestKey, Timer> requests = new ConcurrentHashMap<>();
  private final Counter recorded = messages("recorded");
  private final Counter unpriced = messages("unpriced");
  private final Counter replayed = messages("replayed");
  private final Counter idReused = messages("id_reused");
  private final Counter userUnknown = messages("user_unknown");
  private final Counter unavailable = messages("unavailable");
  private final Counter failed = messages("failed");
  private final Counter refused = messages("refused");

  private record RequestKey(String route, int status) {}

  Metrics() {
    // Closed with the process: neither of these two holds anything that must be given back.
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  private Counter messages(String outcome) {
    return Counter.builder("tally.messages")
        .description("Messages by what came of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /// Something that only grows, counted elsewhere.
  void counter(String name, String description, Supplier<Number> value) {
    // Micrometer holds this object weakly, and the function for good.
    FunctionCounter.builder(name, this, _ -> value.get().doubleValue())
        .description(description)
        .register(registry);
  }

  void messageRecorded(Recording recording) {
    var counter =
        switch (recording) {
          case Recording.Recorded(var message, var _, var _, var _) ->
              message.cost().isPresent() ? recorded : unpriced;
          case Recording.Replayed _ -> replayed;
          case Recording.IdReused _ -> idReused;
          case Recording.UserUnknown _ -> userUnknown;
          case Recording.Unavailable _ -> unavailable;
          case Recording.Failed _ -> failed;
        };
    counter.increment();
  }

  void messageRefused() {
    refused.increment();
  }

  void requestAnswered(String route, int status, long nanos) {
    requests
        .computeIfAbsent(
            new RequestKey(route, status),
            key ->
                Timer.builder("tally.http.requests")
                    .description("Requests by route and status")
                    .tag("route", key.route())
                    .tag("status", Integer.toString(key.status()))
                    .register(registry))
        .record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  String scrape() {
    return registry.scrape();
  }
}
