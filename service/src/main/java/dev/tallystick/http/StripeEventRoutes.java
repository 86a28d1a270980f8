package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.EventDecisions;
import dev.tallystick.stripe.EventStatus;
import dev.tallystick.stripe.InboxReader;
import dev.tallystick.stripe.InboxReader.SeenEvent;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stripe's events over HTTP: what became of them, and what a person decides about one.
final class StripeEventRoutes {
  private static final Set<String> QUERY = Set.of("status", "subject", "cursor", "limit");
  private static final Set<String> FIELDS = Set.of("reason");

  private final InboxReader reader;
  private final EventDecisions decisions;

  StripeEventRoutes(Database database, InstantSource clock) {
    this.reader = new InboxReader(database);
    this.decisions = new EventDecisions(database, clock);
  }

  List<Route> routes() {
    var event = "/v1/stripe/events/{id}";
    return List.of(
        Route.get("/v1/stripe/events", QUERY, this::list),
        Route.get(event, Set.of(), call -> shown(id(call))),
        Route.post(event + "/replay", Scope.WRITE, this::replay),
        Route.post(event + "/skip", Scope.WRITE, this::skip));
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(InboxReader.PAGE_MAX);
    var status =
        call.query("status")
            .map(word -> Fields.oneOf("status", word, EventStatus.values(), EventStatus::word));
    var filter = new InboxReader.Filter(status, call.query("subject"), call.queryLong("cursor"));
    return Views.page(
        "events", reader.list(filter, limit), limit, SeenEvent::no, StripeEventRoutes::event);
  }

  /// What holds NUL names nothing.
  private static String id(Call call) {
    var id = call.pathText("id");
    if (id.indexOf('\0') >= 0) throw notFound(id).refused();
    return id;
  }

  private static Problem notFound(String id) {
    return Problem.of(Code.EVENT_NOT_FOUND, "no event with the id %s was received".formatted(id));
  }

  private Answer shown(String id) {
    return reader
        .find(id)
        .map(found -> Answer.json(200, json -> event(json, found)))
        .orElseGet(() -> notFound(id).answer());
  }

  private Answer replay(Call call) {
    var id = id(call);
    return answer(id, decisions.replay(id, call.actor()));
  }

  private Answer skip(Call call) {
    var id = id(call);
    var reason =
        Fields.of(call.body(), FIELDS).requiredText("reason", EventDecisions.REASON_CHARS_MAX);
    return answer(id, decisions.skip(id, reason, call.actor()));
  }

  private Answer answer(String id, EventDecisions.Outcome outcome) {
    return switch (outcome) {
      case EventDecisions.Outcome.Done() -> shown(id);
      case EventDecisions.Outcome.EventUnknown() -> notFound(id).answer();
      case EventDecisions.Outcome.Refused(var status) ->
          Problem.of(Code.STATUS_CONFLICT, EventDecisions.refusal(status)).answer();
    };
  }

  private static void event(JsonGenerator json, SeenEvent event) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", event.id());
    json.writeStringField("type", event.type());
    json.writeStringField("status", event.status().word());
    Views.text(json, "subject", event.subject());
    Views.text(json, "customerId", event.customer());
    Views.text(json, "apiVersion", event.apiVersion());
    json.writeNumberField("attempts", event.attempts());
    Views.text(json, "lastError", event.lastError());
    Views.text(json, "retryAt", event.retryAt());
    Views.text(json, "occurredAt", Optional.of(event.occurredAt()));
    Views.text(json, "receivedAt", Optional.of(event.receivedAt()));
    Views.text(json, "settledAt", event.settledAt());
    json.writeEndObject();
  }
}
