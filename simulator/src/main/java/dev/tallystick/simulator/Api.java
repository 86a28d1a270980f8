package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// Answers requests to `/v1`: who may, how often, whether again; then the endpoint does its work.
final class Api {
  private static final int CALLS_KEPT = 100_000;

  private final World world;
  private final List<Endpoint> endpoints;
  private final Faults faults;
  private final String authorization;
  private final OptionalInt requestsPerSecond;
  private final Idempotency idempotency = new Idempotency();
  private final Expansion expansion;
  private final ArrayDeque<Call> calls = new ArrayDeque<>();
  private long second;
  private int requestsInSecond;

  Api(Account account, Faults faults, Settings settings) {
    this.world = account.world();
    this.endpoints = account.endpoints();
    this.faults = faults;
    this.authorization = "Bearer " + settings.apiKey();
    this.requestsPerSecond = settings.requestsPerSecond();
    this.expansion = new Expansion(world);
  }

  /// @param form the query, or the body of a POST
  record Request(
      String method,
      String path,
      String query,
      String form,
      Optional<String> authorization,
      Optional<String> idempotencyKey,
      Optional<String> version) {}

  /// @param isLost whether the answer must not arrive
  record Reply(Answer answer, String requestId, boolean isReplay, boolean isLost) {}

  /// An answer, and whether a later request with the same key gets it too.
  private record Result(Answer answer, boolean isKept) {}

  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  Reply answer(Request request) {
    var requestId = world.alone(() -> world.ids().next("req_", 14));
    var connection = faults.takeConnection(request.method(), request.path());
    var params = Params.none();
    Reply reply;
    if (connection == Faults.Connection.CUT_BEFORE) {
      reply = new Reply(Answer.json(0, new byte[0]), requestId, false, true);
    } else {
      boolean isLost = connection == Faults.Connection.CUT_AFTER;
      try {
        params = Params.parse(request.query(), request.form());
        reply = answer(request, params, requestId, isLost);
      } catch (Refusal refusal) {
        reply = new Reply(refused(refusal), requestId, false, isLost);
      }
    }
    note(request, params, reply);
    return reply;
  }

  private Reply answer(Request request, Params params, String requestId, boolean isLost) {
    admit(request);
    var key = request.idempotencyKey().filter(_ -> request.method().equals("POST"));
    if (key.isEmpty()) {
      var result = run(request, params, requestId);
      wait(faults.slowness());
      return new Reply(result.answer(), requestId, false, isLost);
    }
    var asked = request.path() + "?" + params.all();
    var before = idempotency.claim(key.get(), asked, world.now());
    if (before.isPresent()) return new Reply(before.get(), requestId, true, isLost);
    Result result = new Result(Answer.json(500, new byte[0]), false);
    try {
      result = run(request, params, requestId);
      wait(faults.slowness());
    } finally {
      idempotency.settle(key.get(), result.answer(), result.isKept());
    }
    return new Reply(result.answer(), requestId, false, isLost);
  }

  private void admit(Request request) {
    var outage = faults.outage();
    if (outage.isPresent()) {
      throw Refusal.of(
          outage.get().status(), "api_error", "An unknown error occurred. Please try again.");
    }
    if (faults.takeLimited() || isTooMuch()) {
      throw Refusal.of(
              429,
              "invalid_request_error",
              "Request rate limit exceeded. Learn more about rate limits here"
                  + " https://docs.stripe.com/rate-limits.")
          .code("rate_limit");
    }
    if (request.authorization().isEmpty()) {
      throw Refusal.of(
          401,
          "invalid_request_error",
          "You did not provide an API key in the Authorization header.");
    }
    if (!request.authorization().get().equals(authorization)) {
      throw Refusal.of(401, "invalid_request_error", "Invalid API Key provided.");
    }
    if (request.version().filter(version -> !version.equals(World.API_VERSION)).isPresent()) {
      throw Refusal.invalid("The simulator speaks " + World.API_VERSION + " alone.");
    }
  }

  private synchronized boolean isTooMuch() {
    if (requestsPerSecond.isEmpty()) return false;
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    if (now != second) requestsInSecond = 0;
    second = now;
    return ++requestsInSecond > requestsPerSecond.getAsInt();
  }

  private Result run(Request request, Params params, String requestId) {
    var cause = new World.Cause(Optional.of(requestId), request.idempotencyKey());
    try {
      return new Result(
          Answer.json(200, world.alone(cause, () -> World.bytes(run(request, params)))), true);
    } catch (Refusal refusal) {
      return new Result(refused(refusal), refusal.isKept());
    }
  }

  private ObjectNode run(Request request, Params params) {
    var steps = List.of(request.path().split("/", -1));
    for (var endpoint : endpoints) {
      if (!endpoint.method().equals(request.method())) continue;
      var id = endpoint.match(steps);
      if (id.isEmpty()) continue;
      params.allow(endpoint.parameters());
      var answer = world.shown(endpoint.action().run(id.get(), params));
      expansion.expand(answer, params.list("expand"));
      return answer;
    }
    throw Refusal.of(
        404,
        "invalid_request_error",
        "Unrecognized request URL (%s: %s).".formatted(request.method(), request.path()));
  }

  private static Answer refused(Refusal refusal) {
    return Answer.json(refusal.status(), World.bytes(refusal.body()));
  }

  private static void wait(java.time.Duration time) {
    if (!time.isPositive()) return;
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Request request, Params params, Reply reply) {
    var call =
        new Call(
            request.method(),
            request.path(),
            Map.copyOf(params.all()),
            request.idempotencyKey(),
            reply.answer().status(),
            !reply.isLost(),
            reply.isReplay());
    synchronized (calls) {
      calls.addLast(call);
      if (calls.size() > CALLS_KEPT) calls.removeFirst();
    }
  }
}
