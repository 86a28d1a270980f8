package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.session.Session;
import dev.tallystick.session.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A user's own sessions, with one of them as the credential.
final class OwnSessionRoutes {
  private final Sessions sessions;

  OwnSessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.own("GET", "/v1/session", PersonalScope.READ, OwnSessionRoutes::own),
        Route.own("GET", "/v1/sessions", PersonalScope.READ, this::list),
        Route.own("DELETE", "/v1/sessions/{id}", PersonalScope.WRITE, this::revoke),
        Route.own("POST", "/v1/sessions/revoke-others", PersonalScope.WRITE, this::revokeOthers),
        Route.own("POST", "/v1/sessions/revoke-all", PersonalScope.WRITE, this::revokeAll));
  }

  private static Answer own(Call call) {
    return Answer.json(200, json -> write(json, call.session(), call.session()));
  }

  private Answer list(Call call) {
    var current = call.session();
    return Views.page(
        "sessions",
        sessions.list(current.userId()),
        Optional.empty(),
        (json, session) -> write(json, session, current));
  }

  private static void write(JsonGenerator json, Session session, Session current)
      throws IOException {
    json.writeStartObject();
    Views.session(json, session);
    json.writeBooleanField("current", session.id().equals(current.id()));
    json.writeEndObject();
  }

  private Answer revoke(Call call) {
    var id = call.pathId("id", Code.SESSION_NOT_FOUND);
    var current = call.session();
    return sessions
        .revoke(current.userId(), id, call.actor())
        .map(SessionRoutes::revoked)
        .orElseGet(() -> SessionRoutes.sessionNotFound(id));
  }

  private Answer revokeOthers(Call call) {
    return revokeAll(call, Optional.of(call.session().id()));
  }

  private Answer revokeAll(Call call) {
    return revokeAll(call, Optional.empty());
  }

  private Answer revokeAll(Call call, Optional<UUID> kept) {
    var user = call.session().userId();
    return SessionRoutes.revoked(sessions.revokeAll(user, kept, call.actor()).orElse(0));
  }
}
