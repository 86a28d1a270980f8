package dev.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A client as the product's back end should be: what is not acknowledged is sent again, with the
/// same id and content, until it is.
final class StubbornSender implements Callable<StubbornSender.Tally> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int SERVICE_UNAVAILABLE = 503;

  private final Supplier<ServerProcess> server;
  private final List<UUID> users;
  private final int callsPerRequest;
  private final Acknowledgements acknowledgements;
  private final BooleanSupplier isOver;
  private final Duration deliveryMax;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SplittableRandom random = new SplittableRandom();
  private @Nullable HttpConnection connection;
  private Tally tally = new Tally(0, 0, 0);

  /// What a sender went through.
  ///
  /// @param lost requests whose answer was lost with a connection
  /// @param refused requests, or messages of them, that were to be sent again
  /// @param replayed messages that turned out to be stored although their answer was lost
  record Tally(int lost, int refused, int replayed) {
    Tally plus(Tally other) {
      return new Tally(lost + other.lost, refused + other.refused, replayed + other.replayed);
    }
  }

  /// @param server the one that runs now; it changes when it is started again
  /// @param deliveryMax a message that is not acknowledged for so long is a broken promise
  StubbornSender(
      Supplier<ServerProcess> server,
      List<UUID> users,
      int callsPerRequest,
      Acknowledgements acknowledgements,
      BooleanSupplier isOver,
      Duration deliveryMax) {
    this.server = server;
    this.users = users;
    this.callsPerRequest = callsPerRequest;
    this.acknowledgements = acknowledgements;
    this.isOver = isOver;
    this.deliveryMax = deliveryMax;
  }

  @Override
  public Tally call() throws InterruptedException {
    try {
      while (!isOver.getAsBoolean()) deliver(calls());
      return tally;
    } finally {
      disconnect();
    }
  }

  private Map<UUID, String> calls() {
    var calls = new LinkedHashMap<UUID, String>();
    for (int i = 0; i < callsPerRequest; i++) {
      var id = ids.generate();
      calls.put(id, call(id));
    }
    return calls;
  }

  private String call(UUID id) {
    return """
    {"id":"%s","userId":"%s","provider":"%s","model":"%s",
     "request":[{"role":"user","content":"Why is %d not %d?"}],
     "usage":{"input_tokens":%d,"output_tokens":%d}}"""
        .formatted(
            id,
            users.get(random.nextInt(users.size())),
            CallTemplate.PROVIDER,
            CallTemplate.MODEL,
            random.nextInt(),
            random.nextInt(),
            random.nextInt(10_000),
            random.nextInt(2_000));
  }

  /// Returns when all of `calls` are acknowledged.
  private void deliver(Map<UUID, String> calls) throws InterruptedException {
    long deadline = System.nanoTime() + deliveryMax.toNanos();
    while (true) {
      try {
        var response = connection().post("/v1/messages", body(calls));
        if (response.status() != SERVICE_UNAVAILABLE) read(response, calls);
        if (calls.isEmpty()) return;
        tally = tally.plus(new Tally(0, 1, 0));
      } catch (IOException _) {
        // Without a connection nothing was sent.
        if (connection != null) tally = tally.plus(new Tally(1, 0, 0));
        disconnect();
      }
      if (System.nanoTime() > deadline) {
        throw new DoesNotHold(
            "a message was not taken for %d s: %s"
                .formatted(deliveryMax.toSeconds(), calls.keySet().iterator().next()));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  private String body(Map<UUID, String> calls) {
    return callsPerRequest == 1
        ? calls.values().iterator().next()
        : calls.values().stream().collect(Collectors.joining(",", "[", "]"));
  }

  private void read(HttpConnection.Response response, Map<UUID, String> calls) throws IOException {
    if (response.status() >= 300) throw refused(response.status(), response.text());
    var answer = JSON.readTree(response.body());
    var outcomes = new ArrayList<JsonNode>();
    if (answer.isArray()) answer.forEach(outcomes::add);
    else outcomes.add(answer);
    if (outcomes.size() != calls.size()) throw refused(response.status(), response.text());
    Iterator<JsonNode> next = outcomes.iterator();
    calls.keySet().removeIf(id -> isAcknowledged(id, next.next()));
  }

  private boolean isAcknowledged(UUID id, JsonNode outcome) {
    if (!outcome.path("id").asText().equals(id.toString())) throw refused(200, outcome.toString());
    if (outcome.has("problem")) {
      int status = outcome.path("problem").path("status").asInt();
      if (status == SERVICE_UNAVAILABLE) return false;
      throw refused(status, outcome.toString());
    }
    if (outcome.path("replayed").asBoolean()) tally = tally.plus(new Tally(0, 0, 1));
    acknowledgements.add(id, new BigDecimal(outcome.path("credits").asText()));
    return true;
  }

  private static DoesNotHold refused(int status, String text) {
    return new DoesNotHold("a message was answered with %d: %s".formatted(status, text));
  }

  private HttpConnection connection() throws IOException {
    var open = connection;
    if (open == null) {
      var now = server.get();
      open = new HttpConnection(now.port(), now.key());
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    if (connection != null) connection.close();
    connection = null;
  }
}
