package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.stripe.StripeUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Why a request was refused, as RFC 9457 has it, with a stable `code` and the field at fault.
///
/// @param detail a sentence for people: what is wrong and what to do
/// @param field where in the body or the query, as `usage.prompt_tokens`
/// @param retryAfter how long to wait before the next try, where that is all it takes
public record Problem(
    Code code, String detail, Optional<String> field, Optional<Duration> retryAfter) {
  /// Of what passes by itself.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// Every code there is. Codes are part of the API: they never change their meaning.
  public enum Code {
    MALFORMED_JSON(400, "The body is not the JSON that was expected"),
    AUTHORIZATION_PENDING(400, "The login is not approved yet"),
    SLOW_DOWN(400, "Polls come too often"),
    ACCESS_DENIED(400, "The login was denied"),
    EXPIRED_TOKEN(400, "The login has expired"),
    INVALID_GRANT(400, "The device code is not valid"),
    PASTE_CODE_WRONG(400, "The paste code is not the one that was shown"),
    UNSUPPORTED_GRANT_TYPE(400, "Only device codes are redeemed here"),
    WEBHOOK_INVALID(400, "This is no event that Stripe sent"),
    KEY_MISSING(401, "A service key is needed"),
    KEY_INVALID(401, "The service key is not valid"),
    SESSION_MISSING(401, "A session token is needed"),
    SESSION_INVALID(401, "The session token is not valid"),
    SCOPE_MISSING(403, "The service key or token may not do this"),
    ROUTE_UNKNOWN(404, "There is nothing here"),
    USER_NOT_FOUND(404, "There is no such user"),
    MESSAGE_NOT_FOUND(404, "There is no such message"),
    SESSION_NOT_FOUND(404, "There is no such session"),
    REFERRAL_NOT_FOUND(404, "There is no such referral"),
    GRANT_NOT_FOUND(404, "The user has no such grant"),
    REVERSAL_NOT_FOUND(404, "The user has no such reversal"),
    ALERT_NOT_FOUND(404, "The user has no such alert"),
    STRIPE_OFF(404, "This server does not know Stripe"),
    EVENT_NOT_FOUND(404, "There is no such event"),
    RECONCILIATION_NOT_FOUND(404, "There is no such reconciliation"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    ID_REUSED(409, "The id was used before, for something else"),
    OPERATION_REUSED(409, "The operation id was used before, for something else"),
    GRANT_OF_REFERRAL(409, "The grant belongs to a referral"),
    REVERSAL_OF_PAYMENT(409, "The reversal follows a payment"),
    GRANT_REVERSED(409, "All of the grant is reversed already"),
    ACCOUNT_FULL(409, "An account does not hold or owe as much as that"),
    EMAIL_TAKEN(409, "The e-mail address belongs to another user"),
    USER_INACTIVE(409, "The user is suspended or closed"),
    ALREADY_REFERRED(409, "The user was referred before"),
    OWN_REFERRAL_CODE(409, "The code is the user's own"),
    CIRCULAR_REFERRAL(409, "The referral would close a circle"),
    REFERRAL_LIMIT_REACHED(409, "The referrer's limit is reached"),
    REFERRAL_WINDOW_OVER(409, "The user's time to redeem codes is over"),
    REFERRAL_SUSPENDED(409, "One of the two users is not active"),
    ALREADY_SUBSCRIBED(409, "The user has a subscription that runs"),
    LOGIN_DECIDED(409, "The login was approved or denied before"),
    STATUS_CONFLICT(409, "The status does not allow this"),
    USER_DELETED(410, "The user was deleted"),
    BODY_TOO_LARGE(413, "The body is too large"),
    BAD_REQUEST(400, "The request is not well-formed HTTP"),
    FIELD_INVALID(422, "A field is not valid"),
    FIELD_UNKNOWN(422, "A field is not known"),
    USER_UNKNOWN(422, "There is no such user"),
    REFERRAL_CODE_UNKNOWN(422, "No user has this code"),
    CODE_UNKNOWN(422, "No login has this code"),
    RATE_LIMITED(429, "Too many tries"),
    INTERNAL(500, "Something failed on our side"),
    STRIPE_REFUSED(502, "Stripe refuses this"),
    QUEUE_FULL(503, "Too much is waiting"),
    EXPORT_FULL(503, "Too much is exported"),
    WATCH_FULL(503, "Too much is watched"),
    DATABASE_UNAVAILABLE(503, "The database is out of reach"),
    STRIPE_UNAVAILABLE(503, "Stripe is out of reach"),
    STOPPING(503, "The server is stopping");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /// The HTTP status that goes with it.
    public int status() {
      return status;
    }

    /// What it says to everyone.
    public String title() {
      return title;
    }

    /// As in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Problem of(Code code, String detail) {
    return new Problem(
        code,
        detail,
        Optional.empty(),
        code.status() == 503 ? Optional.of(MOMENT) : Optional.empty());
  }

  static Problem ofField(Code code, String field, String detail) {
    return new Problem(code, detail, Optional.of(field), Optional.empty());
  }

  /// Refuses a try that comes too early.
  static Problem limited(Duration wait) {
    var whole = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
    return new Problem(
        Code.RATE_LIMITED,
        "try again in %d s".formatted(whole.toSeconds()),
        Optional.empty(),
        Optional.of(whole));
  }

  /// What needs Stripe cannot be done now.
  static Problem stripeUnavailable() {
    return new Problem(
        Code.STRIPE_UNAVAILABLE,
        "Stripe gives no answer; send the request again in a moment",
        Optional.empty(),
        Optional.of(StripeUnavailable.RETRY_AFTER));
  }

  /// An exception that ends the request with this problem.
  public Refused refused() {
    return new Refused(this);
  }

  Answer answer() {
    var answer = Answer.of(code.status(), "application/problem+json", Json.bytes(this::write));
    if (retryAfter.isPresent()) {
      return answer.withHeader("Retry-After", Long.toString(retryAfter.get().toSeconds()));
    }
    // What is left of the body was not read, so the connection is of no more use.
    boolean isUnread = code == Code.BODY_TOO_LARGE || code == Code.BAD_REQUEST;
    return isUnread ? answer.withHeader("Connection", "close") : answer;
  }

  /// As OAuth has it (RFC 6749, 5.2): the same document, which says its code as `error` too.
  Answer oauthAnswer(Json.Writing more) {
    return Answer.json(
        code.status(),
        json -> {
          json.writeStartObject();
          members(json);
          json.writeStringField("error", code.word());
          json.writeStringField("error_description", detail);
          more.to(json);
          json.writeEndObject();
        });
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    members(json);
    json.writeEndObject();
  }

  private void members(JsonGenerator json) throws IOException {
    json.writeStringField("type", "urn:tallystick:problem:" + code.word());
    json.writeStringField("title", code.title);
    json.writeNumberField("status", code.status());
    json.writeStringField("code", code.word());
    json.writeStringField("detail", detail);
    if (field.isPresent()) json.writeStringField("field", field.get());
  }

  /// Carries a problem from where input is read to where answers are written. It has no stack
  /// trace: the fault is not in this program.
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    private Refused(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }
}
