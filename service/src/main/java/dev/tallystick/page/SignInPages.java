package dev.tallystick.page;

import dev.tallystick.account.Token;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.identity.MailedSignIn;
import dev.tallystick.limit.Limits;
import dev.tallystick.limit.Limits.Rule;
import dev.tallystick.mail.EmailAddress;
import dev.tallystick.session.SessionCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Signing in: the ways there are, and the one by a mailed code.
final class SignInPages {
  /// As long as the code itself.
  private static final Duration MAILED_CODE_MAX = Duration.ofMinutes(10);

  private final Site site;
  private final Optional<MailedSignIn> mailed;
  private final List<SignInView.Provider> providers;
  private final Limits limits;

  /// @param mailed where mail can be sent
  /// @param providers others who say who somebody is
  SignInPages(
      Site site,
      Optional<MailedSignIn> mailed,
      List<SignInView.Provider> providers,
      Limits limits) {
    this.site = site;
    this.mailed = mailed;
    this.providers = List.copyOf(providers);
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        site.get("/sign-in", visit -> signIn(visit, 200, "", Optional.empty())),
        site.post("/sign-in", this::sendCode),
        site.get("/sign-in/code", visit -> code(visit, 200, Optional.empty())),
        site.post("/sign-in/code", this::checkCode));
  }

  private Answer signIn(Visit visit, int status, String email, Optional<String> error) {
    return visit.page(
        status,
        "signIn",
        "Sign in",
        new SignInView(
            notice(visit), error, email, visit.next().text(), providers, mailed.isPresent()));
  }

  private static Optional<String> notice(Visit visit) {
    if (visit.call().query("done").filter("signed-out"::equals).isPresent()) {
      return Optional.of("You are signed out.");
    }
    if (visit.session().isPresent()) {
      return Optional.of(
          "You are signed in. Sign in again to change to another account, or to show that it is you.");
    }
    return visit.ended().flatMap(SignInPages::why);
  }

  private static Optional<String> why(SessionCheck.Reason reason) {
    return switch (reason) {
      case UNKNOWN, WRONG_KIND -> Optional.empty();
      case EXPIRED -> Optional.of("You were signed out because you were away for long.");
      case REVOKED -> Optional.of("This browser was signed out.");
      case EVICTED ->
          Optional.of("You were signed out here because you signed in on many other devices.");
      case USER_INACTIVE -> Optional.of("Your account is suspended or closed.");
    };
  }

  private Answer sendCode(Visit visit) {
    if (mailed.isEmpty()) return signIn(visit, 404, "", Optional.empty());
    var typed = visit.form().text("email").orElse("");
    if (!EmailAddress.isValid(typed)) {
      return signIn(
          visit, 422, typed, Optional.of("Enter an e-mail address, such as ada@example.com."));
    }
    // What is proven is the address that the database compares, so the mail goes there.
    var email = EmailAddress.key(typed);
    var network = visit.call().clientAddress().network();
    var wait =
        limits
            .take(Rule.SIGN_IN_BY_CLIENT, network)
            .or(() -> limits.take(Rule.MAIL_BY_ADDRESS, email + " " + network))
            .or(() -> limits.take(Rule.MAIL_BY_ADDRESS_IN_ALL, email));
    if (wait.isPresent()) return Site.slowDown(visit, wait.get(), "Many codes were asked for.");
    var token = mailed.get().send(email, visit.call().publicUrl());
    return Answer.seeOther(Site.withNext("/sign-in/code", visit.next()))
        .withHeader("Cache-Control", "no-store")
        .withCookie(site.cookies().set(Cookies.Kind.MAILED_CODE, token.reveal(), MAILED_CODE_MAX));
  }

  /// The token that this browser got when it asked for a code.
  private Optional<Token> token(Visit visit) {
    return site.cookies().read(visit.call(), Cookies.Kind.MAILED_CODE).flatMap(MailedSignIn::token);
  }

  private Answer code(Visit visit, int status, Optional<String> error) {
    var email = mailed.flatMap(by -> token(visit).flatMap(by::email));
    if (email.isEmpty()) return codeGone(visit);
    return visit.page(
        status,
        "mailedCode",
        "Check your mail",
        new MailedCodeView(email.get(), error, visit.next().text()));
  }

  private Answer checkCode(Visit visit) {
    var token = token(visit);
    if (mailed.isEmpty() || token.isEmpty()) return codeGone(visit);
    var client = visit.call().clientAddress();
    var wait = limits.take(Rule.SIGN_IN_BY_CLIENT, client.network());
    if (wait.isPresent()) return Site.slowDown(visit, wait.get(), "Many codes were typed.");
    var typed = visit.form().text("code").orElse("");
    var label = BrowserName.of(visit.call().header("User-Agent").orElse(""));
    return switch (mailed.get().signIn(token.get(), typed, label, client.neighbourhood())) {
      case MailedSignIn.Outcome.SignedIn(var opened) ->
          site.signedIn(visit, opened, visit.next())
              .withCookie(site.cookies().clear(Cookies.Kind.MAILED_CODE));
      case MailedSignIn.Outcome.WrongCode(var triesLeft) ->
          triesLeft == 0 ? codeGone(visit) : code(visit, 422, Optional.of(wrong(triesLeft)));
      case MailedSignIn.Outcome.CodeGone() -> codeGone(visit);
      case MailedSignIn.Outcome.NoAccount() -> noAccount(visit);
      case MailedSignIn.Outcome.UserInactive() -> userInactive(visit);
    };
  }

  private static String wrong(int triesLeft) {
    return "That is not the code in our latest mail. You have %s left."
        .formatted(triesLeft == 1 ? "1 try" : triesLeft + " tries");
  }

  private static Answer codeGone(Visit visit) {
    return visit.message(
        410,
        Message.of(
            "This code is no longer good",
            "A code serves once, for ten minutes and five tries, in the browser that asked for it,"
                + " and only until the next one is sent. Ask for a new one.",
            "Get a new code",
            Site.withNext("/sign-in", visit.next())));
  }

  /// Tells who proved who they are that nobody here knows them.
  static Answer noAccount(Visit visit) {
    return visit.message(
        403,
        Message.of(
            "There is no account for you yet",
            "New accounts are not open to everyone here. Ask whoever gave you access, or sign in"
                + " with another address.",
            "Sign in with another address",
            "/sign-in"));
  }

  /// Tells who proved who they are that they may not sign in.
  static Answer userInactive(Visit visit) {
    return visit.message(
        403,
        Message.of(
            "Your account is suspended or closed",
            "You proved who you are, but this account may not sign in. Write to support if you"
                + " think that is wrong."));
  }
}
