package dev.tallystick.http;

import dev.tallystick.account.ServiceKey;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Token;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.session.SessionCheck;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.StripeUnavailable;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP edge: checks the credential, runs the route, and turns whatever goes wrong into a
/// problem.
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
  private static final String BEARER = "Bearer ";
  private static final Set<SessionKind> EVERY_KIND = Set.of(SessionKind.values());

  /// Where to listen, and what to take from requests.
  ///
  /// @param port 0 for any that is free
  /// @param bodyBytesMax how large a body may be
  /// @param publicUrl where people reach this server, without a slash at the end; if empty,
  ///   `http://localhost` and the port
  /// @param trustedProxies whose `X-Forwarded-For` is believed
  public record Settings(
      String host,
      int port,
      int bodyBytesMax,
      Optional<String> publicUrl,
      List<AddressRange> trustedProxies) {
    public Settings {
      trustedProxies = List.copyOf(trustedProxies);
    }

    /// The same, on another port.
    public Settings withPort(int other) {
      return new Settings(host, other, bodyBytesMax, publicUrl, trustedProxies);
    }

    /// The same, on another address.
    public Settings withHost(String other) {
      return new Settings(other, port, bodyBytesMax, publicUrl, trustedProxies);
    }
  }

  private final Settings settings;
  private final List<Route> routes;
  private final ServiceKeys keys;
  private final Sessions sessions;
  private final Staff staff;
  private final Metrics metrics;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean isStopping;
  private final WebServer server;

  HttpServer(
      Settings settings,
      List<Route> routes,
      ServiceKeys keys,
      Sessions sessions,
      Staff staff,
      Metrics metrics) {
    this.settings = settings;
    this.routes = routes;
    this.keys = keys;
    this.sessions = sessions;
    this.staff = staff;
    this.metrics = metrics;
    metrics.gauge("tally.http.under.way", "Requests being answered now", underWay::get);
    this.server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .directHandlers(badRequests())
            .routing(this::route)
            .build();
  }

  /// Starts listening.
  ///
  /// @throws UncheckedIOException if the address cannot be listened on
  public void start() {
    server.start();
    // Helidon logs why it cannot listen, and returns.
    if (!server.isRunning()) {
      throw new UncheckedIOException(
          new BindException("cannot listen on %s:%d".formatted(settings.host(), settings.port())));
    }
  }

  /// The port that is listened on.
  public int port() {
    return server.port();
  }

  /// The routes, for a test that compares them with their description.
  List<Route> routes() {
    return routes;
  }

  private void route(HttpRouting.Builder routing) {
    for (var route : routes) {
      routing.route(
          Method.create(route.method()),
          route.path(),
          (request, response) -> serve(route, request, response));
    }
    routing.any((request, response) -> send(response, unknown(request)));
  }

  private Answer unknown(ServerRequest request) {
    var path = request.path().path();
    var methods =
        routes.stream()
            .filter(route -> matches(route.path(), path))
            .map(Route::method)
            .distinct()
            .toList();
    if (methods.isEmpty()) {
      return Problem.of(Code.ROUTE_UNKNOWN, "see /openapi.json for what there is").answer();
    }
    var allowed = String.join(", ", methods);
    return Problem.of(Code.METHOD_NOT_ALLOWED, "use " + allowed)
        .answer()
        .withHeader("Allow", allowed);
  }

  private static boolean matches(String pattern, String path) {
    return path.matches(pattern.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  private void serve(Route route, ServerRequest request, ServerResponse response) {
    long startedNanos = System.nanoTime();
    underWay.incrementAndGet();
    Answer answer;
    try {
      answer = answer(route, request);
      if (answer.streaming().isEmpty()) send(response, answer);
      metrics.requestAnswered(route.path(), answer.status(), System.nanoTime() - startedNanos);
    } finally {
      underWay.decrementAndGet();
    }
    // One that streams is not waited for when the server stops.
    answer.streaming().ifPresent(streaming -> stream(response, answer, streaming));
  }

  private static void stream(ServerResponse response, Answer answer, Answer.Streaming streaming) {
    head(response, answer);
    try (var out = response.outputStream()) {
      streaming.to(out);
    } catch (IOException | UncheckedIOException gone) {
      log.debug("a client left a stream: {}", gone.getMessage());
    }
  }

  private Answer answer(Route route, ServerRequest request) {
    try {
      if (isStopping) {
        return route.refuse(Problem.of(Code.STOPPING, "send the request again"));
      }
      var caller = admit(route.access(), request);
      checkQuery(route, request);
      return route
          .action()
          .answer(new Call(request, caller, settings, () -> isAdmitted(route, request)));
    } catch (Problem.Refused refused) {
      return route.refuse(refused.problem());
    } catch (RuntimeException failure) {
      return failed(route, failure);
    }
  }

  private static Answer failed(Route route, RuntimeException failure) {
    if (SqlState.of(failure).isUnavailable()) {
      log.warn("{} {}: {}", route.method(), route.path(), failure.getMessage());
      return route.refuse(
          Problem.of(Code.DATABASE_UNAVAILABLE, "send the request again in a moment"));
    }
    if (failure instanceof StripeUnavailable unavailable) {
      log.warn("{} {}: {}", route.method(), route.path(), unavailable.getMessage());
      return route.refuse(Problem.stripeUnavailable());
    }
    if (failure instanceof StripeRefused refused) {
      log.warn("{} {}: {}", route.method(), route.path(), refused.getMessage());
      return route.refuse(Problem.of(Code.STRIPE_REFUSED, refused.sentence()));
    }
    log.error("{} {}", route.method(), route.path(), failure);
    return route.refuse(Problem.of(Code.INTERNAL, "the server's log says why"));
  }

  /// A database that is out of reach says nothing against who was admitted.
  private boolean isAdmitted(Route route, ServerRequest request) {
    try {
      var _ = admit(route.access(), request);
      return true;
    } catch (Problem.Refused _) {
      return false;
    } catch (RuntimeException failure) {
      if (SqlState.of(failure).isUnavailable()) return true;
      throw failure;
    }
  }

  /// Who sent the request; ends it if they may not use the route.
  private Caller admit(Access access, ServerRequest request) {
    return switch (access) {
      case Access.Open() -> new Caller.Unknown();
      case Access.Browser _ -> new Caller.Unknown();
      case Access.SessionOrEnded() -> new Caller.Holder(sessionToken(request));
      case Access.BackEndWith(var scope) -> admitKey(request, scope);
      case Access.ServiceKeyWith(var scope) ->
          bearer(request)
              .filter(text -> text.startsWith(SessionKind.WEB.prefix() + "_"))
              .map(text -> admitStaff(text, scope))
              .orElseGet(() -> admitKey(request, scope));
      case Access.SessionWith(var scope) -> admitSession(request, scope);
    };
  }

  private Caller admitKey(ServerRequest request, ServiceKey.Scope scope) {
    var text =
        bearer(request)
            .orElseThrow(
                () -> unauthorized(Code.KEY_MISSING, "send Authorization: Bearer tk_…").refused());
    var key =
        Token.parse(ServiceKeys.PREFIX, text)
            .flatMap(keys::check)
            .orElseThrow(
                () ->
                    unauthorized(
                            Code.KEY_INVALID,
                            "the key is unknown or revoked; make one with: tally key create NAME")
                        .refused());
    if (!key.scopes().contains(scope)) {
      throw unauthorized(Code.SCOPE_MISSING, "the key lacks the scope " + scope.word()).refused();
    }
    return new Caller.BackEnd(key);
  }

  /// A member of the staff. The role is asked for each time: one that was taken away is gone.
  private Caller admitStaff(String text, ServiceKey.Scope scope) {
    return switch (sessions.check(text, Set.of(SessionKind.WEB))) {
      case SessionCheck.Active(var session) -> {
        var role = staff.role(session.userId(), session.id());
        if (role.isEmpty()) {
          throw unauthorized(Code.KEY_INVALID, "this is no service key, and its user no staff")
              .refused();
        }
        if (!role.get().scopes().contains(scope)) {
          var detail = "the role %s lacks the scope %s".formatted(role.get().word(), scope.word());
          throw unauthorized(Code.SCOPE_MISSING, detail).refused();
        }
        yield new Caller.Member(session, role.get());
      }
      case SessionCheck.Inactive(var reason) ->
          throw unauthorized(Code.SESSION_INVALID, advice(reason)).refused();
    };
  }

  private Caller admitSession(ServerRequest request, Access.PersonalScope scope) {
    return switch (sessions.check(sessionToken(request), EVERY_KIND)) {
      case SessionCheck.Active(var session) -> {
        if (session.kind() == SessionKind.PAT && !session.scopes().contains(scope.word())) {
          throw unauthorized(Code.SCOPE_MISSING, "the token lacks the scope " + scope.word())
              .refused();
        }
        yield new Caller.Person(session);
      }
      case SessionCheck.Inactive(var reason) ->
          throw unauthorized(Code.SESSION_INVALID, advice(reason)).refused();
    };
  }

  private static String sessionToken(ServerRequest request) {
    return bearer(request)
        .orElseThrow(
            () ->
                unauthorized(
                        Code.SESSION_MISSING,
                        "send Authorization: Bearer with a session token (tw_…, tc_…, tp_…)")
                    .refused());
  }

  private static String advice(SessionCheck.Reason reason) {
    return switch (reason) {
      case UNKNOWN, WRONG_KIND -> "this is no session token, or not its secret";
      case EXPIRED -> "the session has expired; sign in again";
      case REVOKED -> "the session was signed out; sign in again";
      case EVICTED ->
          "the session was ended by newer ones, of which a user may have so many; sign in again";
      case USER_INACTIVE -> "the user is suspended or closed";
    };
  }

  /// What stands after `Bearer` in the request's Authorization.
  private static Optional<String> bearer(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  static Problem unauthorized(Code code, String detail) {
    return Problem.ofField(code, "Authorization", detail);
  }

  private static void checkQuery(Route route, ServerRequest request) {
    if (route.access() instanceof Access.Browser) return;
    for (var name : request.query().names()) {
      if (!route.query().contains(name)) throw Fields.unknown(name, route.query());
    }
  }

  private static void send(ServerResponse response, Answer answer) {
    head(response, answer);
    response.send(answer.body());
  }

  private static void head(ServerResponse response, Answer answer) {
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach(response::header);
    if (!answer.cookies().isEmpty()) {
      response.header(HeaderNames.SET_COOKIE, answer.cookies().toArray(String[]::new));
    }
    if (answer.status() == Status.UNAUTHORIZED_401.code()) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
  }

  /// Requests that are not HTTP, or that end before a route is reached, get problems too.
  private static DirectHandlers badRequests() {
    var handlers = DirectHandlers.builder();
    for (var type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (_, _, status, headers, message) -> {
            // One code, one status: 414 and 431 say no more than the detail does.
            var code = status.code() >= 500 ? Code.INTERNAL : Code.BAD_REQUEST;
            var answer = Problem.of(code, message == null ? "" : message).answer();
            return DirectHandler.TransportResponse.builder()
                .status(Status.create(code.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                .entity(answer.body())
                .build();
          });
    }
    return handlers.build();
  }

  /// Refuses new requests, waits for those under way, then stops listening.
  @Override
  public void close() {
    isStopping = true;
    long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    server.stop();
  }
}
