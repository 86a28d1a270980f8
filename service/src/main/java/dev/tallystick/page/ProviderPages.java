package dev.tallystick.page;

import dev.tallystick.http.Answer;
import dev.tallystick.http.Problem;
import dev.tallystick.http.Route;
import dev.tallystick.identity.Identities.Unlinking;
import dev.tallystick.identity.Identity;
import dev.tallystick.identity.Provider;
import dev.tallystick.identity.ProviderSignIns;
import dev.tallystick.identity.ProviderSignIns.Beginning;
import dev.tallystick.identity.ProviderSignIns.Ending;
import dev.tallystick.identity.Refusal;
import dev.tallystick.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Signing in with an account at a provider, and which accounts are linked.
final class ProviderPages {
  /// As long as an attempt.
  private static final Duration SECRET_MAX = Duration.ofMinutes(10);

  private final Site site;
  private final ProviderSignIns signIns;
  private final Limits limits;

  ProviderPages(Site site, ProviderSignIns signIns, Limits limits) {
    this.site = site;
    this.signIns = signIns;
    this.limits = limits;
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (var provider : signIns.providers().all()) {
      var path = "/sign-in/" + provider.name();
      routes.add(site.post(path, visit -> limited(visit, () -> leave(visit, provider))));
      // Takes no try: what belongs to an attempt took one when it began, and serves once; what
      // belongs to none can be sent by any web page, at a visitor's cost.
      routes.add(site.get(path + "/callback", visit -> comeBack(visit, provider)));
    }
    routes.add(
        site.postSignedIn("/account/identities/{id}/unlink", LocalPath.ACCOUNT, this::unlink));
    return routes;
  }

  /// The providers to choose from.
  List<SignInView.Provider> buttons() {
    return signIns.providers().all().stream()
        .map(provider -> new SignInView.Provider(provider.name(), provider.label()))
        .toList();
  }

  /// The accounts that a user signs in with.
  List<AccountView.Identity> identities(UUID user, Instant now) {
    return signIns.identities().list(user).stream().map(identity -> shown(identity, now)).toList();
  }

  private AccountView.Identity shown(Identity identity, Instant now) {
    return new AccountView.Identity(
        identity.id().toString(),
        signIns.providers().labelOf(identity),
        identity.email().orElse("No e-mail address"),
        Ages.day(identity.createdAt()),
        Ages.ago(identity.lastSignedInAt(), now));
  }

  private Answer limited(Visit visit, Supplier<Answer> action) {
    return limits
        .take(Limits.Rule.SIGN_IN_BY_CLIENT, visit.call().clientAddress().network())
        .map(wait -> Site.slowDown(visit, wait, "Many sign-ins came from your network."))
        .orElseGet(action);
  }

  private Answer leave(Visit visit, Provider provider) {
    boolean isLinking = visit.call().query("link").isPresent();
    if (isLinking && visit.session().filter(site::isFresh).isEmpty()) return signInAgain(visit);
    var beginning =
        signIns.begin(
            provider,
            visit.call().publicUrl(),
            browserSecret(visit),
            isLinking ? "/account?done=linked" : visit.next().text(),
            isLinking ? Optional.of(visit.person().userId()) : Optional.empty());
    return switch (beginning) {
      // Not a redirect: what a form leads to may not leave this site, whatever answers it.
      case Beginning.Leave(var to, var browserSecret) ->
          visit
              .message(
                  200,
                  Message.of(
                      "On the way to " + provider.label(),
                      "You sign in there and come back.",
                      "Go on to " + provider.label(),
                      to.toString()))
              .withHeader("Refresh", "0; url=" + to)
              .withCookie(site.cookies().set(Cookies.Kind.PROVIDER, browserSecret, SECRET_MAX));
      case Beginning.Unreachable() -> unreachable(visit, provider);
    };
  }

  private Optional<String> browserSecret(Visit visit) {
    return site.cookies().read(visit.call(), Cookies.Kind.PROVIDER);
  }

  private Answer comeBack(Visit visit, Provider provider) {
    var returned =
        new ProviderSignIns.Return(
            visit.call().publicUrl(),
            visit.call()::query,
            browserSecret(visit),
            visit.session(),
            Optional.of(BrowserName.of(visit.call().header("User-Agent").orElse(""))),
            visit.call().clientAddress().neighbourhood());
    return switch (signIns.finish(provider, returned)) {
      case Ending.SignedIn(var opened, var nextPath) ->
          site.signedIn(visit, opened, LocalPath.of(Optional.of(nextPath)));
      case Ending.Linked(var nextPath) -> Answer.seeOther(nextPath);
      case Ending.NotBegunHere() -> notBegunHere(visit);
      case Ending.Declined() ->
          visit.message(
              403,
              Message.of(
                  "You did not allow it",
                  provider.label() + " was not to tell us who you are, so nobody was signed in.",
                  "Choose how to sign in",
                  "/sign-in"));
      case Ending.NotProven() ->
          visit.message(
              502,
              Message.of(
                  provider.label() + " did not say who you are",
                  "Its answer was not what we asked for, so nobody was signed in. Try again; if it"
                      + " stays so, whoever runs this server finds the reason in its log.",
                  "Try again",
                  "/sign-in"));
      case Ending.Unreachable() -> unreachable(visit, provider);
      case Ending.Refused(var reason) -> refused(visit, provider, reason);
    };
  }

  private static Answer notBegunHere(Visit visit) {
    return visit.message(
        400,
        Message.of(
            "This sign-in is no longer good",
            "A sign-in serves once, for ten minutes, in the browser that began it at "
                + visit.call().publicUrl()
                + ". Nothing was changed. Begin again.",
            "Sign in",
            visit.call().publicUrl() + "/sign-in"));
  }

  private static Answer unreachable(Visit visit, Provider provider) {
    return visit.message(
        503,
        Message.of(
            provider.label() + " cannot be reached",
            "It did not answer in time. Nothing was changed. Try again in a moment, or sign in in"
                + " another way.",
            "Try again",
            "/sign-in"));
  }

  private static Answer refused(Visit visit, Provider provider, Refusal reason) {
    return switch (reason) {
      case USER_INACTIVE -> SignInPages.userInactive(visit);
      case SIGN_UP_CLOSED -> SignInPages.noAccount(visit);
      case EMAIL_NOT_VERIFIED ->
          visit.message(
              409,
              Message.of(
                  "There is an account with your address already",
                  "It was never shown here that the address is yours, so nothing was linked."
                      + " Sign in with a code by mail first; then choose “Link an account at %s” on the page of your account."
                          .formatted(provider.label()),
                  "Sign in with a code",
                  "/sign-in"));
      case SIGNED_OUT -> signInAgain(visit);
      case OF_ANOTHER_USER ->
          visit.message(
              409,
              Message.of(
                  "This account is somebody's already",
                  "Another user here signs in with that account at %s. Sign in with it and unlink it there first."
                      .formatted(provider.label()),
                  "Go to your account",
                  "/account"));
    };
  }

  private Answer unlink(Visit visit) {
    var current = visit.person();
    if (!site.isFresh(current)) return signInAgain(visit);
    var id = visit.call().pathId("id", Problem.Code.ROUTE_UNKNOWN);
    return switch (signIns.identities().unlink(id, Visit.actor(current))) {
      case Unlinking.Unlinked(), Unlinking.NotFound() -> Answer.seeOther("/account?done=unlinked");
      case Unlinking.LastWayIn() ->
          visit.message(
              409,
              Message.of(
                  "It is your only way in",
                  "Without it you could not sign in again. Link another account first.",
                  "Go to your account",
                  "/account"));
    };
  }

  private static Answer signInAgain(Visit visit) {
    return visit.message(
        403,
        Message.of(
            "Sign in again first",
            "Nothing was changed. How you sign in is changed only within half an hour of signing"
                + " in, so that nobody does it on a browser that you left open.",
            "Sign in again",
            "/sign-in"));
  }
}
