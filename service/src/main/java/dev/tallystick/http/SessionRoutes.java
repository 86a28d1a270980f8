package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.account.Authority;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Token;
import dev.tallystick.account.Users;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.DeviceOutcome;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.Refreshes;
import dev.tallystick.session.Refreshing;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionCheck;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Sessions as the product's back end opens, checks and ends them.
final class SessionRoutes {
  private static final Set<String> FIELDS =
      Set.of(
          "userId",
          "kind",
          "label",
          "scopes",
          "fingerprintId",
          "fingerprintSignature",
          "clientAddress",
          "refresh");
  static final int LABEL_CHARS_MAX = 200;
  private static final int FINGERPRINT_CHARS_MAX = 200;
  private static final int SIGNATURE_CHARS_MAX = 1_000;
  private static final int ADDRESS_CHARS_MAX = 45;
  private static final int SCOPES_MAX = 50;
  private static final Pattern SCOPE = Pattern.compile("[a-z0-9][a-z0-9:._/*-]{0,99}");

  private static final Set<String> CHECK_FIELDS = Set.of("token", "kinds");
  private static final int TOKEN_CHARS_MAX = 200;
  private static final int CHECKS_MAX = 100;

  private final Database database;
  private final Sessions sessions;
  private final KeyedHashes hashes;
  private final Users users;
  private final Refreshes refreshes;
  private final Limits limits;
  private final Supplier<UUID> ids;

  SessionRoutes(
      Database database,
      KeyedHashes hashes,
      Sessions sessions,
      Refreshes refreshes,
      Users users,
      Limits limits,
      Supplier<UUID> ids) {
    this.database = database;
    this.hashes = hashes;
    this.sessions = sessions;
    this.refreshes = refreshes;
    this.users = users;
    this.limits = limits;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.backEnd("POST", "/v1/sessions", Scope.WRITE, this::open),
        Route.post("/v1/sessions/check", Scope.READ, this::check),
        new Route("POST", "/v1/session/refresh", new Access.Open(), Set.of(), this::refresh),
        Route.get("/v1/users/{id}/sessions", Set.of(), this::list),
        Route.delete("/v1/users/{id}/sessions/{sessionId}", Scope.WRITE, this::revoke),
        Route.post("/v1/users/{id}/sessions/revoke-all", Scope.WRITE, this::revokeAll));
  }

  private Answer open(Call call) {
    call.limit(limits, Limits.Rule.SESSION_BY_KEY, call.actor().word());
    var fields = Fields.of(call.body(), FIELDS);
    var request = request(call, fields);
    boolean isRefreshed = isRefreshed(fields, request.kind());
    call.limit(limits, Limits.Rule.SESSION_BY_USER, request.userId().toString());
    var opened = database.inTransaction(tx -> open(tx, request, isRefreshed, call.authority()));
    return switch (opened.opening()) {
      case Opening.Opened(var session, var token) ->
          opened(201, session, Optional.of(token), opened.refreshToken());
      case Opening.Replayed(var session) ->
          opened(200, session, Optional.empty(), Optional.empty());
      case Opening.IdReused() -> idReused();
      case Opening.UserUnknown() ->
          Problem.ofField(Code.USER_UNKNOWN, "userId", "no user has the id " + request.userId())
              .answer();
      case Opening.UserInactive() ->
          Problem.ofField(Code.USER_INACTIVE, "userId", "only active users can sign in").answer();
    };
  }

  /// The refresh token is the credential: of a browser whose session token has expired.
  private Answer refresh(Call call) {
    var fields = Fields.of(call.body(), Set.of("refreshToken"));
    return switch (refreshes.refresh(fields.requiredText("refreshToken", TOKEN_CHARS_MAX))) {
      case Refreshing.Refreshed(var session, var token, var refreshToken) ->
          opened(200, session, Optional.of(token), Optional.of(refreshToken));
      case Refreshing.Unknown() ->
          Problem.ofField(
                  Code.SESSION_INVALID,
                  "refreshToken",
                  "this is no refresh token of a session that goes on; sign in again")
              .answer();
      case Refreshing.Reused() ->
          Problem.ofField(
                  Code.SESSION_INVALID,
                  "refreshToken",
                  "it was used before, so somebody else may have it: the session was ended; sign in"
                      + " again")
              .answer();
    };
  }

  static Answer idReused() {
    return Problem.ofField(Code.ID_REUSED, "Idempotency-Key", "it opened a session that differs")
        .answer();
  }

  /// The user's row is locked by now, so that the role cannot change before the commit.
  private Refreshes.Opened open(Tx tx, NewSession request, boolean isRefreshed, Authority by) {
    var opening = sessions.open(tx, request, by.actor());
    var role = Staff.role(tx, request.userId());
    if (role.isPresent() && !by.covers(role.get())) {
      throw UserRoutes.rightsMissing(role.get()).refused();
    }
    return isRefreshed
        ? refreshes.begin(tx, opening)
        : new Refreshes.Opened(opening, Optional.empty());
  }

  private static boolean isRefreshed(Fields fields, SessionKind kind) {
    boolean isRefreshed = fields.bool("refresh").orElse(false);
    if (isRefreshed && kind != SessionKind.WEB) {
      throw Fields.invalid("refresh", "only a web session has a refresh token");
    }
    return isRefreshed;
  }

  private NewSession request(Call call, Fields fields) {
    var kind = kind("kind", fields.requiredText("kind", 10));
    var scopes = scopes(fields, kind);
    return new NewSession(
            call.idempotencyKey().map(key -> Ids.of("session", key, 0)).orElseGet(ids),
            Fields.required("userId", fields.uuid("userId")),
            kind,
            fields.text("label", LABEL_CHARS_MAX),
            scopes,
            fingerprint(fields))
        .from(networkHash(fields));
  }

  /// Who signs in is a client of the product: only its back end knows from where.
  private Optional<byte[]> networkHash(Fields fields) {
    return network(fields).map(network -> hashes.of(KeyedHashes.Purpose.NETWORK, network));
  }

  /// The network of the field clientAddress.
  static Optional<String> network(Fields fields) {
    return fields
        .text("clientAddress", ADDRESS_CHARS_MAX)
        .map(SessionRoutes::address)
        .flatMap(ClientAddress::neighbourhood);
  }

  private static ClientAddress address(String text) {
    return ClientAddress.parse(text)
        .orElseThrow(
            () -> Fields.invalid("clientAddress", "must be an IP address such as 203.0.113.7"));
  }

  static List<String> scopes(Fields fields, SessionKind kind) {
    var scopes = fields.texts("scopes", SCOPES_MAX, 100).orElse(List.of());
    if (kind == SessionKind.PAT && scopes.isEmpty()) {
      throw Fields.invalid("scopes", "is missing: a pat is limited by scopes");
    }
    if (kind != SessionKind.PAT && !scopes.isEmpty()) {
      throw Fields.invalid("scopes", "only a pat has scopes");
    }
    if (!scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
      throw Fields.invalid("scopes", "must be words such as reports:read");
    }
    return scopes;
  }

  static Optional<NewSession.Fingerprint> fingerprint(Fields fields) {
    var id = fields.text("fingerprintId", FINGERPRINT_CHARS_MAX);
    var signature = fields.text("fingerprintSignature", SIGNATURE_CHARS_MAX);
    if (id.isEmpty() && signature.isPresent()) {
      throw Fields.invalid("fingerprintId", "is missing: a signature is of a fingerprint");
    }
    return id.map(known -> NewSession.Fingerprint.signed(known, signature));
  }

  private static SessionKind kind(String field, String word) {
    return Arrays.stream(SessionKind.values())
        .filter(kind -> kind.word().equals(word))
        .findAny()
        .orElseThrow(() -> Fields.invalid(field, "must be web, cli or pat"));
  }

  /// The answer to a replay has no token: only its hash is kept.
  static Answer opened(
      int status, Session session, Optional<Token> token, Optional<Token> refreshToken) {
    return Answer.json(
            status,
            json -> {
              json.writeStartObject();
              Views.text(json, "token", token.map(Token::reveal));
              Views.text(json, "refreshToken", refreshToken.map(Token::reveal));
              Views.text(json, "tokenExpiresAt", session.tokenExpiresAt());
              view(json, session);
              json.writeEndObject();
            })
        .withHeader("Cache-Control", "no-store")
        .withHeader("Idempotent-Replayed", Boolean.toString(token.isEmpty()));
  }

  /// A session as the back end sees it, inside an object that is open.
  private static void view(JsonGenerator json, Session session) throws IOException {
    Views.session(json, session);
    Views.text(
        json,
        "deviceOutcome",
        session.device().map(Session.Device::outcome).map(DeviceOutcome::word));
    Views.text(json, "revokedAt", session.revocation().map(Session.Revocation::at));
  }

  private record Asked(String token, Set<SessionKind> kinds) {
    /// Without the token, so that no log line has it.
    @Override
    public String toString() {
      return "Asked[***, " + kinds + "]";
    }
  }

  private Answer check(Call call) {
    var body = Fields.parse(call.body());
    if (!body.isArray()) {
      var outcome = check(asked(body));
      return Answer.json(200, json -> write(json, outcome));
    }
    if (body.size() > CHECKS_MAX) {
      throw Problem.of(Code.BODY_TOO_LARGE, "send at most %d tokens".formatted(CHECKS_MAX))
          .refused();
    }
    var asked = new ArrayList<Asked>();
    for (var element : body) asked.add(asked(element));
    var outcomes = asked.stream().map(this::check).toList();
    return Answer.json(
        200,
        json -> {
          json.writeStartArray();
          for (var outcome : outcomes) write(json, outcome);
          json.writeEndArray();
        });
  }

  private static Asked asked(JsonNode node) {
    var fields = Fields.of(node, CHECK_FIELDS);
    var kinds = EnumSet.noneOf(SessionKind.class);
    for (var word : Fields.required("kinds", fields.texts("kinds", 3, 10))) {
      kinds.add(kind("kinds", word));
    }
    return new Asked(fields.requiredText("token", TOKEN_CHARS_MAX), kinds);
  }

  private SessionCheck check(Asked asked) {
    return sessions.check(asked.token(), asked.kinds());
  }

  private static void write(JsonGenerator json, SessionCheck check) throws IOException {
    json.writeStartObject();
    switch (check) {
      case SessionCheck.Active(var session) -> {
        json.writeBooleanField("active", true);
        Views.session(json, session);
      }
      case SessionCheck.Inactive(var reason) -> {
        json.writeBooleanField("active", false);
        json.writeStringField("reason", reason.word());
      }
    }
    json.writeEndObject();
  }

  private Answer list(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    if (users.find(user).isEmpty()) return UserRoutes.userNotFound(user);
    return Views.page(
        "sessions",
        sessions.list(user),
        Optional.empty(),
        (json, session) -> {
          json.writeStartObject();
          view(json, session);
          json.writeEndObject();
        });
  }

  private Answer revoke(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    var id = call.pathId("sessionId", Code.SESSION_NOT_FOUND);
    return sessions
        .revoke(user, id, call.actor())
        .map(SessionRoutes::revoked)
        .orElseGet(() -> sessionNotFound(id));
  }

  private Answer revokeAll(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    return sessions
        .revokeAll(user, Optional.empty(), call.actor())
        .map(SessionRoutes::revoked)
        .orElseGet(() -> UserRoutes.userNotFound(user));
  }

  /// How many sessions were ended by this request.
  static Answer revoked(int count) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeNumberField("revoked", count);
          json.writeEndObject();
        });
  }

  static Answer sessionNotFound(UUID id) {
    return Problem.of(Code.SESSION_NOT_FOUND, "the user has no session with the id " + id).answer();
  }
}
