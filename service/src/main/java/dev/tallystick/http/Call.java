package dev.tallystick.http;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Authority;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.session.Session;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// A request on its way through a route: path, query, headers and body, read with answers for what
/// is wrong with them.
public final class Call {
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
  private static final int DISCARDED_BYTES_STEP = 1 << 16;
  private static final int DISCARDED_BYTES_MAX = 64 << 20;

  private final ServerRequest request;
  private final Caller caller;
  private final BooleanSupplier admitted;
  private final HttpServer.Settings settings;
  private final int bodyBytesMax;

  /// @param admitted asks again whether the caller may use the route
  Call(
      ServerRequest request,
      Caller caller,
      HttpServer.Settings settings,
      BooleanSupplier admitted) {
    this.request = request;
    this.caller = caller;
    this.admitted = admitted;
    this.settings = settings;
    this.bodyBytesMax = settings.bodyBytesMax();
  }

  /// Whether the caller may still use the route: for answers that go on for long.
  boolean isStillAdmitted() {
    return admitted.getAsBoolean();
  }

  /// The network address that the request comes from, past the proxies that are trusted.
  public ClientAddress clientAddress() {
    return ClientAddress.of(
        request.remotePeer().host(),
        request.headers().values(FORWARDED_FOR),
        settings.trustedProxies());
  }

  /// Where people reach this server, without a slash at the end: for links and redirects. Never
  /// taken from what the client says.
  public String publicUrl() {
    return settings.publicUrl().orElseGet(() -> "http://localhost:" + request.localPeer().port());
  }

  /// Takes a try of each rule for its subject, and ends the request where there is none left.
  public void limit(Limits limits, Limits.Rule rule, String subject) {
    limits
        .take(rule, subject)
        .ifPresent(
            wait -> {
              throw Problem.limited(wait).refused();
            });
  }

  /// Who makes the change that is asked for, with the rights of their credential.
  Authority authority() {
    return switch (caller) {
      case Caller.BackEnd(var key) -> new Authority(actor(), key.scopes());
      case Caller.Member(var _, var role) -> new Authority(actor(), role.scopes());
      case Caller.Person _, Caller.Unknown _, Caller.Holder _ -> new Authority(actor(), Set.of());
    };
  }

  /// Who makes the change that is asked for.
  Actor actor() {
    return switch (caller) {
      case Caller.BackEnd(var key) -> new Actor.BackEnd(key.id());
      case Caller.Member(var session, var _) -> new Actor.Person(session.userId(), session.id());
      case Caller.Person(var session) -> new Actor.Person(session.userId(), session.id());
      case Caller.Unknown() -> throw new IllegalStateException("the route is open to anyone");
      case Caller.Holder _ -> throw new IllegalStateException("the token was not checked");
    };
  }

  /// The session of a route that asks for one.
  Session session() {
    if (caller instanceof Caller.Person(var session)) return session;
    throw new IllegalStateException("the route asks for no session");
  }

  /// The token of a route that takes one which may have ended.
  String uncheckedToken() {
    if (caller instanceof Caller.Holder(var token)) return token;
    throw new IllegalStateException("the route takes no unchecked token");
  }

  /// The id in the path, under a name that the route's path gives it. What is no UUID names
  /// nothing.
  public UUID pathId(String name, Code notFound) {
    var text = pathText(name);
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw Problem.of(notFound, "there is none with the id " + text).refused();
    }
  }

  /// The text in the path, under a name that the route's path gives it.
  public String pathText(String name) {
    return request.path().pathParameters().get(name);
  }

  /// Path and query as they were sent.
  public String target() {
    var query = request.query().rawValue();
    var path = request.path().rawPath();
    return query.isEmpty() ? path : path + "?" + query;
  }

  /// A header of the request.
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /// What the browser keeps under this name.
  public Optional<String> cookie(String name) {
    return request.headers().cookies().first(name).asOptional();
  }

  public Optional<String> query(String name) {
    var text = request.query().first(name).asOptional();
    if (text.isPresent() && text.get().indexOf('\0') >= 0) {
      throw invalid(name, "must not contain NUL").refused();
    }
    return text;
  }

  Optional<Long> queryLong(String name) {
    return parsed(name, "a whole number", Long::parseLong);
  }

  Optional<UUID> queryUuid(String name) {
    return query(name).map(text -> Fields.uuid(name, text));
  }

  /// A moment: `2026-11-22T10:00:00Z`, or a day, which is its first moment in UTC.
  Optional<Instant> queryInstant(String name) {
    return parsed(name, "a time such as 2026-11-22T10:00:00Z", Call::instant);
  }

  Optional<LocalDate> queryDay(String name) {
    return parsed(name, "a day such as 2026-11-22", Call::day);
  }

  private static Instant instant(String text) {
    return text.length() == "2026-11-22".length()
        ? Fields.startOf(LocalDate.parse(text))
        : Fields.moment(text);
  }

  private static LocalDate day(String text) {
    var day = LocalDate.parse(text);
    var _ = Fields.startOf(day);
    return day;
  }

  /// How many items a page may have: from 1 to `max`, and `max` if the client does not say.
  int queryLimit(int max) {
    int limit =
        parsed("limit", "a number from 1 to " + max, Integer::parseInt).orElse(Math.min(100, max));
    if (limit < 1 || limit > max) {
      throw invalid("limit", "must be a number from 1 to " + max).refused();
    }
    return limit;
  }

  private <T> Optional<T> parsed(String name, String expected, Function<String, T> parse) {
    return query(name)
        .map(
            text -> {
              try {
                return parse.apply(text);
              } catch (IllegalArgumentException | DateTimeException _) {
                throw invalid(name, "must be " + expected).refused();
              }
            });
  }

  private static Problem invalid(String field, String detail) {
    return Problem.ofField(Code.FIELD_INVALID, field, detail);
  }

  Optional<String> idempotencyKey() {
    var key = header("Idempotency-Key");
    if (key.isPresent() && (key.get().isBlank() || key.get().length() > 200)) {
      throw invalid("Idempotency-Key", "must have from 1 to 200 characters").refused();
    }
    return key;
  }

  /// Whether a header names a media type of newline-delimited JSON.
  boolean isNdjson(HeaderName header) {
    var type = request.headers().first(header).orElse("");
    return type.contains("ndjson") || type.contains("jsonl");
  }

  /// The fields of a body that is JSON or, as OAuth's clients send it, a form.
  Fields fieldsOrForm(Set<String> known) {
    var type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    return type.startsWith("application/x-www-form-urlencoded")
        ? Fields.of(Forms.parse(body(), known), known)
        : Fields.of(body(), known);
  }

  /// The whole body.
  public byte[] body() {
    return body(bodyBytesMax);
  }

  /// The whole body, of at most this many bytes.
  public byte[] body(int bytesMax) {
    if (!request.content().hasEntity()) return new byte[0];
    long length = request.headers().contentLength().orElse(Long.MAX_VALUE);
    try (var in = request.content().inputStream()) {
      var body = in.readNBytes((int) Math.min(length, bytesMax + 1L));
      if (body.length <= bytesMax) return body;
      discard(in);
      throw tooLarge(bytesMax);
    } catch (Problem.Refused refused) {
      throw refused;
    } catch (IOException | RuntimeException _) {
      // Whatever reading a body throws, the bytes that came are at fault, or that none came.
      throw Problem.of(Code.BAD_REQUEST, "the body ends early or is not framed as its headers say")
          .refused();
    }
  }

  /// Reads on for a while: a client that is still sending when the connection ends loses the
  /// answer.
  private static void discard(InputStream in) throws IOException {
    int discarded = 0;
    int read;
    do {
      read = in.readNBytes(DISCARDED_BYTES_STEP).length;
      discarded += read;
    } while (read > 0 && discarded < DISCARDED_BYTES_MAX);
  }

  private static Problem.Refused tooLarge(int bytesMax) {
    return Problem.of(
            Code.BODY_TOO_LARGE,
            "a body may have %d bytes here; send less at once".formatted(bytesMax))
        .refused();
  }
}
