package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.login.Approvals;
import dev.tallystick.login.Decision;
import dev.tallystick.login.DeviceLogins;
import dev.tallystick.login.LoginCode;
import dev.tallystick.login.LoginRequest;
import dev.tallystick.login.Lookup;
import dev.tallystick.login.NewLogin;
import dev.tallystick.login.Poll;
import dev.tallystick.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Device login (RFC 8628). What the RFC names has its name, so that any OAuth client works; what
/// is ours beside it is camelCase as everywhere.
final class DeviceLoginRoutes {
  private static final Set<String> START_FIELDS =
      Set.of(
          "client_id",
          // A session of the command line has no scopes: all that its user may do, or nothing.
          "scope",
          "clientName",
          "label",
          "fingerprintId",
          "fingerprintSignature",
          "paste");
  private static final Set<String> TOKEN_FIELDS =
      Set.of("grant_type", "device_code", "client_id", "pasteCode");
  private static final Set<String> DECISION_FIELDS = Set.of("userCode", "userId");
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final int NAME_CHARS_MAX = 200;
  private static final int CODE_CHARS_MAX = 200;

  private final DeviceLogins logins;
  private final Approvals approvals;
  private final Limits limits;
  private final InstantSource clock;

  DeviceLoginRoutes(DeviceLogins logins, Approvals approvals, Limits limits, InstantSource clock) {
    this.logins = logins;
    this.approvals = approvals;
    this.limits = limits;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/login/device", new Access.Open(), Set.of(), this::start),
        new Route("POST", "/v1/login/token", new Access.Open(), Set.of(), this::poll),
        Route.backEnd("POST", "/v1/login/device/find", Scope.WRITE, this::find),
        Route.backEnd("POST", "/v1/login/device/approve", Scope.WRITE, this::approve),
        Route.backEnd("POST", "/v1/login/device/deny", Scope.WRITE, this::deny));
  }

  private Answer start(Call call) {
    call.limit(limits, Limits.Rule.DEVICE_LOGIN_BY_CLIENT, call.clientAddress().network());
    var fields = call.fieldsOrForm(START_FIELDS);
    var clientName =
        fields
            .text("clientName", NAME_CHARS_MAX)
            .or(() -> fields.text("client_id", NAME_CHARS_MAX));
    var login =
        new NewLogin(
            clientName,
            Fields.required(
                "label", fields.text("label", SessionRoutes.LABEL_CHARS_MAX).or(() -> clientName)),
            SessionRoutes.fingerprint(fields),
            fields.flag("paste").orElse(false),
            Optional.of(call.clientAddress().toString()));
    var started = logins.start(login);
    var page = call.publicUrl() + "/device";
    return Answer.json(
            200,
            json -> {
              json.writeStartObject();
              json.writeStringField("device_code", started.deviceCode().reveal());
              json.writeStringField("user_code", started.userCode().shown());
              json.writeStringField("verification_uri", page);
              json.writeStringField(
                  "verification_uri_complete", page + "?user_code=" + started.userCode().shown());
              json.writeNumberField("expires_in", secondsTo(started.request().expiresAt()));
              json.writeNumberField("interval", started.pollSeconds());
              json.writeEndObject();
            })
        .withHeader("Cache-Control", "no-store");
  }

  private long secondsTo(Instant end) {
    return Duration.between(clock.instant(), end).toSeconds();
  }

  private Answer poll(Call call) {
    var client = call.clientAddress();
    call.limit(limits, Limits.Rule.DEVICE_POLL_BY_CLIENT, client.network());
    var fields = call.fieldsOrForm(TOKEN_FIELDS);
    var grantType = fields.text("grant_type", CODE_CHARS_MAX);
    if (!grantType.orElse(GRANT_TYPE).equals(GRANT_TYPE)) {
      return refusal(Code.UNSUPPORTED_GRANT_TYPE, "grant_type must be " + GRANT_TYPE);
    }
    var deviceCode = fields.requiredText("device_code", CODE_CHARS_MAX);
    var pasteCode = fields.text("pasteCode", CODE_CHARS_MAX).map(typed -> code("pasteCode", typed));
    return answer(logins.poll(deviceCode, pasteCode, client.neighbourhood()))
        .withHeader("Cache-Control", "no-store");
  }

  private Answer answer(Poll poll) {
    return switch (poll) {
      case Poll.Issued(var session, var token) -> issued(session, token.reveal());
      case Poll.Pending() -> refusal(Code.AUTHORIZATION_PENDING, "ask again after the interval");
      case Poll.SlowDown(var seconds) ->
          Problem.of(Code.SLOW_DOWN, "wait %d seconds between polls".formatted(seconds))
              .oauthAnswer(json -> json.writeNumberField("interval", seconds));
      case Poll.Denied() -> refusal(Code.ACCESS_DENIED, "the login was denied; start another");
      case Poll.Expired() -> refusal(Code.EXPIRED_TOKEN, "nobody approved in time; start another");
      case Poll.WrongPasteCode(var left) ->
          Problem.ofField(Code.PASTE_CODE_WRONG, "pasteCode", "%d tries are left".formatted(left))
              .oauthAnswer(_ -> {});
      case Poll.Unknown() -> refusal(Code.INVALID_GRANT, "no login has this device code");
      case Poll.Reused() ->
          refusal(Code.INVALID_GRANT, "it was redeemed before; its session has ended now");
    };
  }

  private static Answer refusal(Code code, String detail) {
    return Problem.of(code, detail).oauthAnswer(_ -> {});
  }

  private Answer issued(Session session, String token) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("access_token", token);
          json.writeStringField("token_type", "Bearer");
          json.writeNumberField("expires_in", secondsTo(session.expiresAt()));
          json.writeStringField("sessionId", session.id().toString());
          json.writeStringField("userId", session.userId().toString());
          json.writeEndObject();
        });
  }

  /// What a person typed, on behalf of whom.
  private record Typed(LoginCode userCode, UUID user) {}

  private static Typed typed(Call call) {
    var fields = Fields.of(call.body(), DECISION_FIELDS);
    return new Typed(
        code("userCode", fields.requiredText("userCode", CODE_CHARS_MAX)),
        Fields.required("userId", fields.uuid("userId")));
  }

  private static LoginCode code(String field, String typed) {
    return LoginCode.parse(typed)
        .orElseThrow(
            () ->
                Fields.invalid(field, "must be eight consonants, such as WDJB-MJHT; type it anew"));
  }

  private Answer find(Call call) {
    var typed = typed(call);
    return switch (approvals.find(typed.userCode(), typed.user())) {
      case Lookup.Found(var login) -> decided(login, Optional.empty());
      case Lookup.Refused refused -> refusal(refused, typed.user());
    };
  }

  private Answer approve(Call call) {
    var typed = typed(call);
    return answer(
        approvals.approve(typed.userCode(), typed.user(), call.authority()), typed.user());
  }

  private Answer deny(Call call) {
    var typed = typed(call);
    return answer(approvals.deny(typed.userCode(), typed.user(), call.authority()), typed.user());
  }

  private Answer answer(Decision decision, UUID user) {
    return switch (decision) {
      case Decision.Approved(var login, var pasteCode) -> decided(login, pasteCode);
      case Decision.Denied(var login) -> decided(login, Optional.empty());
      case Decision.Before(var login) ->
          Problem.ofField(Code.LOGIN_DECIDED, "userCode", "the login is " + login.status().word())
              .answer();
      case Lookup.Refused refused -> refusal(refused, user);
    };
  }

  private Answer refusal(Lookup.Refused refused, UUID user) {
    return switch (refused) {
      case Lookup.CodeUnknown() ->
          Problem.ofField(
                  Code.CODE_UNKNOWN, "userCode", "it is mistyped or has expired; look at it again")
              .answer();
      case Lookup.TooManyTries(var until) ->
          Problem.limited(Duration.between(clock.instant(), until)).answer();
      case Lookup.UserUnknown() ->
          Problem.ofField(Code.USER_UNKNOWN, "userId", "no user has the id " + user).answer();
      case Lookup.SignedOut() -> throw new IllegalStateException("a key has no session");
      case Lookup.RightsMissing(var role) -> UserRoutes.rightsMissing(role).answer();
      case Lookup.UserInactive() ->
          Problem.ofField(Code.USER_INACTIVE, "userId", "only active users can sign in").answer();
    };
  }

  private static Answer decided(LoginRequest login, Optional<LoginCode> pasteCode) {
    return Answer.json(
            200,
            json -> {
              json.writeStartObject();
              view(json, login);
              Views.text(json, "pasteCode", pasteCode.map(LoginCode::shown));
              json.writeEndObject();
            })
        .withHeader("Cache-Control", "no-store");
  }

  private static void view(JsonGenerator json, LoginRequest login) throws IOException {
    json.writeStringField("status", login.status().word());
    Views.text(json, "clientName", login.clientName());
    json.writeStringField("label", login.label());
    Views.text(json, "address", login.address());
    Views.text(json, "fingerprintId", login.fingerprintId());
    json.writeBooleanField("paste", login.isPasted());
    Views.text(json, "createdAt", Optional.of(login.createdAt()));
    Views.text(json, "expiresAt", Optional.of(login.expiresAt()));
  }
}
