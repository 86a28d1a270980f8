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
import dev.tallystick.referral.Referrals;
import dev.tallystick.referral.SeenReferral;
import dev.tallystick.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

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
      Referrals referrals,
      Program program,
      Users users,
      Limits limits,
      InstantSource clock) {
    this.site = site;
    this.reader = referrals.reader();
    this.redeeming = referrals.redeeming();
    this.program = program;
    this.users = users;
    this.limits = limits;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        site.get("/r/{code}", visit -> hidden(visit, this::show)),
        site.postHere("/r/{code}", visit -> hidden(visit, this::accept)));
  }

  /// What no code is, in this or any other program, does not reach the database.
  private static final Pattern CODE = Pattern.compile("[!-~]{1,100}");

  /// What a link takes along from the sentence that it stood in.
  private static final Pattern PUNCTUATION = Pattern.compile("[.,;)\\s]+$");

  private Answer hidden(Visit visit, Function<Visit, Answer> action) {
    var answer = CODE.matcher(code(visit)).matches() ? action.apply(visit) : guessed(visit);
    return answer.withHeader("X-Robots-Tag", "noindex");
  }

  private static String code(Visit visit) {
    var text = PUNCTUATION.matcher(visit.call().pathText("code")).replaceFirst("");
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private Answer show(Visit visit) {
    return reader
        .invitation(code(visit))
        .map(invitation -> visit.page(200, "invitation", "An invitation", view(visit, invitation)))
        .orElseGet(() -> guessed(visit));
  }

  /// Codes that nobody has are guesses. Others are not counted: a whole campus may open them from
  /// one address.
  private Answer guessed(Visit visit) {
    return limits
        .take(Rule.REFERRAL_CODE_BY_CLIENT, visit.call().clientAddress().network())
        .map(wait -> Site.slowDown(visit, wait, "Many unknown invitations were opened."))
        .orElseGet(() -> unknown(visit));
  }

  private InvitationView view(Visit visit, Invitation invitation) {
    var notice =
        visit
            .session()
            .flatMap(session -> notice(session, invitation))
            .or(() -> invitation.obstacle().map(Redemption::sentence));
    var terms = program.terms();
    return new InvitationView(
        code(visit),
        invitation.name(),
        notice,
        credits(terms.referredCredits()),
        credits(terms.referrerCredits()),
        ReferralWords.condition(terms, program.qualifyIn()),
        ReferralWords.lasting(terms),
        ReferralWords.days(program.window()),
        action(visit, notice.isPresent()));
  }

  private static Optional<String> credits(Credits credits) {
    return credits.isPositive() ? Optional.of(CreditWords.credits(credits)) : Optional.empty();
  }

  /// Why there is nothing to accept for who is signed in, as far as can be said without trying.
  private Optional<String> notice(Session session, Invitation invitation) {
    var user = session.userId();
    if (invitation.referrer().equals(user)) return said(new Redemption.OwnCode());
    var before = reader.ofReferred(user);
    if (before.isPresent()) {
      return before.get().referral().referrerId().equals(invitation.referrer())
          ? Optional.of(accepted(before.get(), user))
          : said(new Redemption.AlreadyReferred());
    }
    if (invitation.obstacle().isPresent()) return Optional.empty();
    return users
        .find(user)
        .map(found -> found.createdAt().plus(program.window()))
        .filter(end -> clock.instant().isAfter(end))
        .flatMap(end -> said(new Redemption.WindowOver(end)));
  }

  private static Optional<String> said(Redemption redemption) {
    return Optional.of(redemption.sentence());
  }

  private String accepted(SeenReferral seen, UUID user) {
    var detail = ReferralWords.detail(seen, user, clock.instant());
    var status = ReferralWords.status(seen.referral().status());
    return "You accepted this invitation. %s.%s"
        .formatted(status, detail.isEmpty() ? "" : " " + detail + ".");
  }

  private InvitationView.Action action(Visit visit, boolean isOver) {
    if (visit.session().isPresent()) {
      return isOver
          ? new InvitationView.Action.Link("See your own invitations", ReferralPages.PATH)
          : new InvitationView.Action.Accept();
    }
    return isOver
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
    return limits
        .take(Rule.REFERRAL_BY_USER, person.userId().toString())
        .map(wait -> Site.slowDown(visit, wait, "Many invitations were accepted."))
        .orElseGet(() -> redeem(visit, person));
  }

  private Answer redeem(Visit visit, Session person) {
    var request =
        new Redeeming.Request(
            code(visit),
            person.userId(),
            person.device().map(Session.Device::fingerprintId),
            visit.call().clientAddress().neighbourhood());
    return answer(visit, redeeming.redeem(request, Visit.actor(person)));
  }

  private Answer answer(Visit visit, Redemption redemption) {
    return switch (redemption) {
      // What it was answered at first may be long over: the page says how it stands.
      case Redemption.Redeemed redeemed when redeemed.isReplayed() ->
          Answer.seeOther(back(visit).text());
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
        Message.of(title, redemption.sentence() + more, "See how it stands", ReferralPages.PATH));
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
            "Part of the link may have got lost on its way, or the sender's account is gone. Ask"
                + " them for the link again. You are welcome all the same.",
            isSignedIn ? "Go to your account" : "Sign in",
            isSignedIn ? LocalPath.ACCOUNT.text() : "/sign-in"));
  }
}
