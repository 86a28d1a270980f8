package dev.tallystick.page;

import dev.tallystick.account.Users;
import dev.tallystick.credit.Credits;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.limit.Limits;
import dev.tallystick.limit.Limits.Rule;
import dev.tallystick.referral.Invitation;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Redeeming;
import dev.tallystick.referral.Redemption;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where a referral link leads: what it promises, and a form that redeems its code. Opening the
/// link changes nothing.
final class InvitationPages {
  private final Site site;
  private final ReferralReader reader;
  private final Redeeming redeeming;
  private final Program program;
  private final Users users;
  private final Limits limits;
  private final InstantSource clock;

  InvitationPages(
      Site site,
      ReferralReader reader,
      Redeeming redeeming,
      Program program,
      Users users,
      Limits limits,
      InstantSource clock) {
    this.site = site;
    this.reader = reader;
    this.redeeming = redeeming;
    this.program = program;
    this.users = users;
    this.limits = limits;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        site.get("/r/{code}", visit -> limited(visit, this::show)),
        site.post("/r/{code}", visit -> limited(visit, this::accept)));
  }

  /// Each look at a code is a guess.
  private Answer limited(Visit visit, Function<Visit, Answer> action) {
    return limits
        .take(Rule.REFERRAL_CODE_BY_CLIENT, visit.call().clientAddress().network())
        .map(wait -> Site.slowDown(visit, wait, "Many invitations were opened."))
        .orElseGet(() -> action.apply(visit))
        .withHeader("X-Robots-Tag", "noindex");
  }

  private static String code(Visit visit) {
    return visit.call().pathText("code");
  }

  private Answer show(Visit visit) {
    return reader
        .invitation(code(visit))
        .map(invitation -> visit.page(200, "invitation", "An invitation", view(visit, invitation)))
        .orElseGet(() -> unknown(visit));
  }

  private InvitationView view(Visit visit, Invitation invitation) {
    var obstacle =
        invitation.obstacle().or(() -> visit.session().flatMap(it -> obstacle(it, invitation)));
    var terms = program.terms();
    return new InvitationView(
        code(visit),
        invitation.name(),
        obstacle.map(Redemption::sentence),
        credits(terms.referredCredits()),
        credits(terms.referrerCredits()),
        ReferralWords.condition(terms, program.qualifyIn()),
        ReferralWords.lasting(terms),
        ReferralWords.days(program.window()),
        action(visit, obstacle.isPresent()));
  }

  private static Optional<String> credits(Credits credits) {
    return credits.isPositive() ? Optional.of(ReferralWords.credits(credits)) : Optional.empty();
  }

  /// Why the code does not count for who is signed in, as far as can be said without trying.
  private Optional<Redemption.Refused> obstacle(Session session, Invitation invitation) {
    if (invitation.referrer().equals(session.userId())) {
      return Optional.of(new Redemption.OwnCode());
    }
    var before = reader.ofReferred(session.userId());
    if (before.isPresent()) return Optional.of(new Redemption.AlreadyReferred());
    return users
        .find(session.userId())
        .map(user -> user.createdAt().plus(program.window()))
        .filter(end -> !clock.instant().isBefore(end))
        .map(Redemption.WindowOver::new);
  }

  private InvitationView.Action action(Visit visit, boolean isObstructed) {
    if (visit.session().isPresent()) {
      return isObstructed
          ? new InvitationView.Action.Link("See your own invitations", ReferralPages.PATH)
          : new InvitationView.Action.Accept();
    }
    return isObstructed
        ? new InvitationView.Action.Link("Sign in without it", "/sign-in")
        : new InvitationView.Action.Link("Sign in to accept", signInPath(visit));
  }

  private static String signInPath(Visit visit) {
    return Site.withNext("/sign-in", back(visit));
  }

  private static LocalPath back(Visit visit) {
    return LocalPath.of(Optional.of("/r/" + code(visit)));
  }

  private Answer accept(Visit visit) {
    if (visit.session().isEmpty()) return Answer.seeOther(signInPath(visit));
    var person = visit.person();
    var request =
        new Redeeming.Request(
            code(visit), person.userId(), person.device().map(Session.Device::fingerprintId));
    return answer(visit, redeeming.redeem(request, Visit.actor(person)));
  }

  private Answer answer(Visit visit, Redemption redemption) {
    return switch (redemption) {
      case Redemption.Attributed(var referral, var _) ->
          told(visit, "You accepted the invitation", redemption, until(referral));
      case Redemption.Completed(var _, var _) ->
          told(visit, "The credits are yours", redemption, "");
      case Redemption.HeldForReview(var _, var _) ->
          told(visit, "You accepted the invitation", redemption, "");
      case Redemption.UnknownCode() -> unknown(visit);
      case Redemption.Refused _ ->
          visit.message(
              409,
              Message.of(
                  "This invitation does not count for you",
                  redemption.sentence(),
                  "Go to your account",
                  LocalPath.ACCOUNT.text()));
    };
  }

  private static Answer told(Visit visit, String title, Redemption redemption, String more) {
    return visit.message(
        200,
        Message.of(
            title, redemption.sentence() + more, "See how it stands", ReferralPages.PATH));
  }

  private static String until(Referral referral) {
    if (referral.qualifiedAt().isPresent()) return "";
    return " There is time until %s.".formatted(Ages.day(referral.qualifiesUntil()));
  }

  private static Answer unknown(Visit visit) {
    boolean isSignedIn = visit.session().isPresent();
    return visit.message(
        404,
        Message.of(
            "We do not know this invitation",
            "Part of the link may have got lost on its way, or who sent it has left. Ask them for"
                + " the link again. You are welcome all the same.",
            isSignedIn ? "Go to your account" : "Sign in",
            isSignedIn ? LocalPath.ACCOUNT.text() : "/sign-in"));
  }
}
