package dev.tallystick.page;

import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Problem;
import dev.tallystick.http.Route;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who I am and where I am signed in, with the ways out.
final class AccountPages {
  private final Site site;
  private final Users users;
  private final Sessions sessions;
  private final ProviderPages ways;
  private final InstantSource clock;

  AccountPages(Site site, Users users, Sessions sessions, ProviderPages ways, InstantSource clock) {
    this.site = site;
    this.users = users;
    this.sessions = sessions;
    this.ways = ways;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        site.get("/", _ -> Answer.seeOther(LocalPath.ACCOUNT.text())),
        site.getSignedIn("/account", this::account),
        site.postSignedIn("/account/sessions/{id}/sign-out", LocalPath.ACCOUNT, this::signOutOne),
        site.postSignedIn("/account/sign-out-others", LocalPath.ACCOUNT, this::signOutOthers),
        site.postSignedIn(
            "/account/sign-out-everywhere", LocalPath.ACCOUNT, this::signOutEverywhere),
        site.post("/sign-out", this::signOut));
  }

  private Answer account(Visit visit) {
    var current = visit.person();
    var user = users.find(current.userId());
    var now = clock.instant();
    var devices =
        sessions.list(current.userId()).stream()
            .map(session -> device(session, current.id(), now))
            .sorted(Comparator.comparing(AccountView.Device::isCurrent).reversed())
            .toList();
    return visit.widePage(
        "account",
        "Your account",
        new AccountView(
            user.flatMap(User::name),
            user.flatMap(User::email),
            visit.call().query("done").flatMap(AccountPages::notice),
            devices,
            ways.identities(current.userId(), now),
            ways.buttons()));
  }

  private static AccountView.Device device(Session session, UUID current, Instant now) {
    boolean isCurrent = session.id().equals(current);
    return new AccountView.Device(
        session.id().toString(),
        session.label().orElse("Without a name"),
        kind(session.kind()),
        Ages.day(session.createdAt()),
        isCurrent ? "now" : Ages.ago(session.lastSeenAt(), now),
        isCurrent);
  }

  private static String kind(SessionKind kind) {
    return switch (kind) {
      case WEB -> "Browser";
      case CLI -> "Command line";
      case PAT -> "Access token";
    };
  }

  /// What was done before the browser came back here.
  private static Optional<String> notice(String done) {
    return switch (done) {
      case "one" -> Optional.of("The device was signed out.");
      case "linked" -> Optional.of("The account was linked. You can sign in with it from now on.");
      case "unlinked" -> Optional.of("The account was unlinked.");
      case "others" -> Optional.of("All other devices were signed out.");
      default -> Optional.empty();
    };
  }

  private Answer signOutOne(Visit visit) {
    var current = visit.person();
    var id = visit.call().pathId("id", Problem.Code.SESSION_NOT_FOUND);
    if (id.equals(current.id())) return signOut(visit);
    // One that is not theirs, or gone already, is not on the list that they see next.
    var _ = sessions.revoke(current.userId(), id, Visit.actor(current));
    return Answer.seeOther("/account?done=one");
  }

  private Answer signOutOthers(Visit visit) {
    var current = visit.person();
    if (!site.isFresh(current)) return signInAgain(visit);
    revokeAll(current, Optional.of(current.id()));
    return Answer.seeOther("/account?done=others");
  }

  private Answer signOutEverywhere(Visit visit) {
    var current = visit.person();
    if (!site.isFresh(current)) return signInAgain(visit);
    revokeAll(current, Optional.empty());
    return site.signedOut();
  }

  private void revokeAll(Session current, Optional<UUID> kept) {
    var _ = sessions.revokeAll(current.userId(), kept, Visit.actor(current));
  }

  private static Answer signInAgain(Visit visit) {
    return visit.message(
        403,
        Message.of(
            "Sign in again first",
            "Nothing was changed. Signing out all other devices is only for who signed in within"
                + " the last half hour, so that nobody does it on a browser that you left open.",
            "Sign in again",
            "/sign-in"));
  }

  /// Ends the session and drops the cookie in one answer. A session that has ended already is no
  /// reason to keep its cookie.
  private Answer signOut(Visit visit) {
    visit
        .session()
        .ifPresent(
            current -> sessions.revoke(current.userId(), current.id(), Visit.actor(current)));
    return site.signedOut();
  }
}
