package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.Users;
import dev.tallystick.alert.Alert;
import dev.tallystick.alert.Alerts;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Alerts over HTTP: of any user with a service key, one's own in a session.
final class AlertRoutes {
  private static final Set<String> QUERY = Set.of("unseen", "cursor", "limit");

  private final Users users;
  private final Alerts alerts;

  AlertRoutes(Users users, Alerts alerts) {
    this.users = users;
    this.alerts = alerts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/users/{id}/alerts", QUERY, this::list),
        Route.post("/v1/users/{id}/alerts/{alertId}/seen", Scope.WRITE, this::see),
        new Route(
            "GET", "/v1/alerts", new Access.SessionWith(PersonalScope.READ), QUERY, this::listOwn),
        Route.own("POST", "/v1/alerts/{alertId}/seen", PersonalScope.WRITE, this::seeOwn));
  }

  private Answer list(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    return users.find(user).isEmpty() ? UserRoutes.userNotFound(user) : list(call, user);
  }

  private Answer listOwn(Call call) {
    return list(call, call.session().userId());
  }

  private Answer list(Call call, UUID user) {
    int limit = call.queryLimit(Alerts.PAGE_MAX);
    boolean isUnseen =
        call.query("unseen")
            .map(word -> Fields.oneOf("unseen", word, new Boolean[] {true, false}, String::valueOf))
            .orElse(false);
    var page = alerts.list(user, isUnseen, call.queryUuid("cursor"), limit);
    return Views.page("alerts", page, limit, Alert::id, AlertRoutes::write);
  }

  private Answer see(Call call) {
    return see(call, call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer seeOwn(Call call) {
    return see(call, call.session().userId());
  }

  private Answer see(Call call, UUID user) {
    var id = call.pathId("alertId", Code.ALERT_NOT_FOUND);
    return alerts
        .see(user, id)
        .map(alert -> Answer.json(200, json -> write(json, alert)))
        .orElseGet(
            () ->
                Problem.of(Code.ALERT_NOT_FOUND, "the user has no alert with the id " + id)
                    .answer());
  }

  private static void write(JsonGenerator json, Alert alert) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", alert.id().toString());
    json.writeStringField("kind", alert.kind().word());
    json.writeStringField("sentence", alert.sentence());
    json.writeObjectFieldStart("details");
    for (var detail : new TreeMap<>(alert.details()).entrySet()) {
      json.writeStringField(detail.getKey(), detail.getValue());
    }
    json.writeEndObject();
    Views.text(json, "createdAt", Optional.of(alert.createdAt()));
    Views.text(json, "seenAt", alert.seenAt());
    json.writeEndObject();
  }
}
