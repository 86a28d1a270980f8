package dev.tallystick.page;

import dev.tallystick.http.Access;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Call;
import dev.tallystick.http.Problem;
import dev.tallystick.http.Route;
import dev.tallystick.session.Opening;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What all pages share: who is signed in, which forms are ours, and the way to the sign-in page
/// and back.
final class Site {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// How long after signing in one may sign out other devices, or change how one signs in, without
  /// signing in again: whoever finds an open browser neither locks its owner out nor stays (OWASP
  /// ASVS 5.0, 7.5.2).
  static final Duration FRESH_MAX = Duration.ofMinutes(30);

  private static final LocalPath SIGN_IN = new LocalPath("/sign-in");
  private static final int VISIT_BYTES = 32;
  private static final Duration VISIT_MAX = Duration.ofDays(1);
  private static final Set<String> NOT_FROM_ELSEWHERE = Set.of("same-origin", "none");

  private final Sessions sessions;
  private final InstantSource clock;
  private final Cookies cookies;
  private final Looks looks = new Looks();

  /// What a page does.
  interface Action {
    Answer answer(Visit visit);
  }

  /// @param publicUrl how browsers reach the server; if empty, they are on its machine
  Site(Sessions sessions, InstantSource clock, Optional<String> publicUrl) {
    this.sessions = sessions;
    this.clock = clock;
    this.cookies = new Cookies(publicUrl);
  }

  List<Route> assets() {
    return looks.routes();
  }

  Cookies cookies() {
    return cookies;
  }

  /// A page for everyone.
  Route get(String path, Action action) {
    return route("GET", path, call -> action.answer(visit(call, new Form(Map.of()))));
  }

  /// Takes a form from everyone.
  Route post(String path, Action action) {
    return route("POST", path, call -> posted(call, Site::home, action));
  }

  /// Takes a form from everyone, of the page at the same path: an outdated one leads back there.
  Route postHere(String path, Action action) {
    return route("POST", path, call -> posted(call, Site::target, action));
  }

  /// A page for who is signed in; others sign in first and come back.
  Route getSignedIn(String path, Action action) {
    return get(
        path,
        visit -> visit.session().isPresent() ? action.answer(visit) : toSignIn(target(visit)));
  }

  /// Takes a form from who is signed in; others sign in and come to `back`.
  Route postSignedIn(String path, LocalPath back, Action action) {
    return post(path, visit -> visit.session().isPresent() ? action.answer(visit) : toSignIn(back));
  }

  private Route route(String method, String path, Route.Action action) {
    return new Route(method, path, new Access.Browser(this::refuse), Set.of(), action);
  }

  private static LocalPath target(Visit visit) {
    return LocalPath.of(Optional.of(visit.call().target()));
  }

  private static LocalPath home(Visit visit) {
    return visit.session().isPresent() ? LocalPath.ACCOUNT : SIGN_IN;
  }

  private Answer posted(Call call, Function<Visit, LocalPath> page, Action action) {
    var visit = visit(call, Form.parse(call.body(Form.BYTES_MAX)));
    if (isFromElsewhere(call) || !visit.isFormOurs()) {
      return visit.message(
          403,
          Message.of(
              "This form is out of date",
              "Nothing was changed. You may have signed in or out since the page was opened, or"
                  + " your browser keeps no cookies for this site. Open the page again, and send"
                  + " the form from there.",
              "Open the page again",
              page.apply(visit).text()));
    }
    return action.answer(visit);
  }

  /// Whether a browser says that another site sent this. The form's token decides in any case, so
  /// what says nothing passes here; so does `null`, which our own pages send, because they tell
  /// nobody where a person comes from.
  private boolean isFromElsewhere(Call call) {
    var site = call.header("Sec-Fetch-Site");
    if (site.isPresent()) return !NOT_FROM_ELSEWHERE.contains(site.get());
    var host = call.header("Host").orElse("");
    return call.header("Origin")
        .filter(from -> !from.equals("null") && !from.equals(call.publicUrl()))
        .filter(from -> !from.endsWith("://" + host))
        .isPresent();
  }

  private Visit visit(Call call, Form form) {
    var token = cookies.read(call, Cookies.Kind.SESSION);
    // A command line's token is no cookie, nor is a personal one.
    var check = token.map(text -> sessions.check(text, Set.of(SessionKind.WEB)));
    var formCookie =
        token.or(() -> cookies.read(call, Cookies.Kind.VISIT)).orElseGet(Site::randomText);
    return new Visit(this, call, formCookie, check, form);
  }

  private static String randomText() {
    var bytes = new byte[VISIT_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Answer toSignIn(LocalPath next) {
    return Answer.seeOther(withNext("/sign-in", next));
  }

  /// A path that goes on to `next`.
  static String withNext(String path, LocalPath next) {
    if (next.equals(LocalPath.ACCOUNT)) return path;
    return path + "?next=" + URLEncoder.encode(next.text(), StandardCharsets.UTF_8);
  }

  Answer page(
      Visit visit, int status, String template, String title, Frame.Width width, Record view) {
    var isSignedIn = visit.session().isPresent();
    var page =
        looks.page(
            status, template, looks.frame(title, width, visit.formToken(), isSignedIn), view);
    boolean isKept =
        cookies.read(visit.call(), Cookies.Kind.SESSION).isPresent()
            || cookies.read(visit.call(), Cookies.Kind.VISIT).isPresent();
    return isKept
        ? page
        : page.withCookie(cookies.set(Cookies.Kind.VISIT, visit.formCookie(), VISIT_MAX));
  }

  /// Whether somebody signed in a short while ago.
  boolean isFresh(Session session) {
    return clock.instant().isBefore(session.createdAt().plus(FRESH_MAX));
  }

  /// Lets a browser keep a session that was opened for it, and sends it on. The session that it had
  /// before ends: nothing that somebody planted there outlives a sign-in.
  Answer signedIn(Visit visit, Opening.Opened opened, LocalPath next) {
    visit
        .session()
        .ifPresent(before -> sessions.revoke(before.userId(), before.id(), Visit.actor(before)));
    var lifetime = Duration.between(clock.instant(), opened.session().expiresAt());
    return Answer.seeOther(next.text())
        .withHeader("Cache-Control", "no-store")
        .withCookie(cookies.set(Cookies.Kind.SESSION, opened.token().reveal(), lifetime))
        .withCookie(cookies.clear(Cookies.Kind.VISIT));
  }

  /// Lets a browser drop its session, which was ended, and says so.
  Answer signedOut() {
    return Answer.seeOther("/sign-in?done=signed-out")
        .withHeader("Cache-Control", "no-store")
        .withCookie(cookies.clear(Cookies.Kind.SESSION));
  }

  /// Asks for patience, without a way to go on for now.
  static Answer slowDown(Visit visit, Duration wait, String why) {
    long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
    return visit
        .message(
            429,
            Message.of(
                "Too many tries",
                "%s Wait %s, then try again."
                    .formatted(why, minutes == 1 ? "a minute" : minutes + " minutes")))
        .withHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
  }

  /// A problem as a page.
  private Answer refuse(Problem problem) {
    var title = problem.code().title();
    var view = Message.of(title, problem.detail(), "Go to your account", "/account");
    return looks.page(
        problem.code().status(),
        "message",
        looks.frame(title, Frame.Width.NARROW, "", false),
        view);
  }
}
