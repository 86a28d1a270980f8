package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.Actor;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Access.SessionOrEnded;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// A user's own sessions, with one of them as the credential.
final class OwnSessionRoutes {
  private static final Set<String> TOKEN_FIELDS = Set.of("label", "scopes", "expiresInDays");

  private final Sessions sessions;
  private final Limits limits;
  private final Supplier<UUID> ids;

  OwnSessionRoutes(Sessions sessions, Limits limits, Supplier<UUID> ids) {
    this.sessions = sessions;
    this.limits = limits;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.own("GET", "/v1/session", PersonalScope.READ, OwnSessionRoutes::own),
        new Route("DELETE", "/v1/session", new SessionOrEnded(), Set.of(), this::signOut),
        Route.own("POST", "/v1/session/tokens", PersonalScope.WRITE, this::openToken),
        Route.own("GET", "/v1/sessions", PersonalScope.READ, this::list),
        Route.own("DELETE", "/v1/sessions/{id}", PersonalScope.WRITE, this::revoke),
        Route.own("POST", "/v1/sessions/revoke-others", PersonalScope.WRITE, this::revokeOthers),
        Route.own("POST", "/v1/sessions/revoke-all", PersonalScope.WRITE, this::revokeAll));
  }

  private static Answer own(Call call) {
    return Answer.json(200, json -> write(json, call.session(), call.session()));
  }

  /// Succeeds again when the session has ended: who signs out and dies before they have noted it
  /// tries again.
  private Answer signOut(Call call) {
    return sessions
        .signOut(call.uncheckedToken())
        .map(SessionRoutes::revoked)
        .orElseGet(
            () ->
                HttpServer.unauthorized(
                        Code.SESSION_INVALID, "this is no session token, or not its secret")
                    .answer());
  }

  private Answer openToken(Call call) {
    var current = call.session();
    if (current.kind() == SessionKind.PAT) {
      throw HttpServer.unauthorized(
              Code.SCOPE_MISSING, "a personal access token cannot make another; sign in")
          .refused();
    }
    call.limit(limits, Limits.Rule.SESSION_BY_USER, current.userId().toString());
    var request = newToken(call, current.userId());
    var person = new Actor.Person(current.userId(), current.id());
    var opening = sessions.openFrom(request, person);
    if (opening.isEmpty()) {
      return HttpServer.unauthorized(
              Code.SESSION_INVALID, "the session was signed out; sign in again")
          .answer();
    }
    return switch (opening.get()) {
      case Opening.Opened(var session, var token) ->
          SessionRoutes.opened(201, session, Optional.of(token), Optional.empty());
      case Opening.Replayed(var session) ->
          SessionRoutes.opened(200, session, Optional.empty(), Optional.empty());
      case Opening.IdReused() -> SessionRoutes.idReused();
      // Both since the request's own session was checked.
      case Opening.UserUnknown _, Opening.UserInactive _ ->
          Problem.of(Code.USER_INACTIVE, "only active users can make tokens").answer();
    };
  }

  private NewSession newToken(Call call, UUID user) {
    var fields = Fields.of(call.body(), TOKEN_FIELDS);
    var label = fields.requiredText("label", SessionRoutes.LABEL_CHARS_MAX);
    var scopes = SessionRoutes.scopes(fields, SessionKind.PAT);
    int daysMax = (int) sessions.absoluteLifetime(SessionKind.PAT).toDays();
    var days = fields.integer("expiresInDays", 1, Math.max(1, daysMax));
    return new NewSession(
        call.idempotencyKey().map(key -> Ids.of("token " + user, key, 0)).orElseGet(ids),
        user,
        SessionKind.PAT,
        Optional.of(label),
        scopes,
        Optional.empty(),
        days.map(Duration::ofDays));
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
