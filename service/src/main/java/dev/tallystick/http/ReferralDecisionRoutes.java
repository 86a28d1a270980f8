package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.referral.Decision;
import dev.tallystick.referral.Judgement;
import dev.tallystick.referral.Pair;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.Referrals;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/// What people decide about referrals, over HTTP. Whoever moves credits needs the scope for it.
final class ReferralDecisionRoutes {
  private static final Set<String> FIELDS = Set.of("reason", "note");
  private static final int REASON_CHARS_MAX = 60;

  private final Referrals referrals;
  private final InstantSource clock;

  ReferralDecisionRoutes(Referrals referrals, InstantSource clock) {
    this.referrals = referrals;
    this.clock = clock;
  }

  List<Route> routes() {
    var reviews = referrals.reviews();
    var undoing = referrals.undoing();
    var path = "/v1/referrals/{referrerId}/{referredId}/";
    return List.of(
        Route.post(
            path + "approve", Scope.WRITE, call -> decide(call, Command.APPROVE, reviews::approve)),
        Route.post(
            path + "appeal", Scope.WRITE, call -> decide(call, Command.APPEAL, reviews::appeal)),
        Route.post(
            path + "reject", Scope.WRITE, call -> decide(call, Command.REJECT, reviews::reject)),
        Route.post(
            path + "reverse", Scope.GRANT, call -> decide(call, Command.REVERSE, undoing::reverse)),
        Route.post(
            path + "reinstate",
            Scope.GRANT,
            call -> decide(call, Command.REINSTATE, undoing::reinstate)));
  }

  /// What people decide, and from where it goes on.
  private enum Command {
    APPROVE("review"),
    APPEAL("rejected or expired"),
    REJECT("review or pending"),
    REVERSE("completed"),
    REINSTATE("reversed");

    private final String from;

    Command(String from) {
      this.from = from;
    }

    String conflict(Referral.Status status) {
      boolean isForAppeal =
          this == APPROVE
              && (status == Referral.Status.REJECTED || status == Referral.Status.EXPIRED);
      return "the referral is %s, and %s works from %s%s"
          .formatted(
              status.word(),
              name().toLowerCase(Locale.ROOT),
              from,
              isForAppeal ? ": use appeal" : "");
    }
  }

  private Answer decide(
      Call call, Command command, BiFunction<Pair, Judgement, Decision> deciding) {
    var pair = ReferralReadingRoutes.pair(call);
    return answer(pair, command, deciding.apply(pair, judgement(call)));
  }

  private static Judgement judgement(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    var reason = fields.requiredText("reason", REASON_CHARS_MAX);
    if (!Judgement.REASON.matcher(reason).matches()) {
      throw Fields.invalid(
          "reason",
          "must be a code of small letters and _ that does not begin with purchase_, such as"
              + " same_household: both users may read it");
    }
    return new Judgement(reason, fields.text("note", Judgement.NOTE_CHARS_MAX), call.actor());
  }

  private Answer answer(Pair pair, Command command, Decision decision) {
    return switch (decision) {
      case Decision.Decided _ -> shown(pair);
      case Decision.Replayed _ -> shown(pair).withHeader("Idempotent-Replayed", "true");
      case Decision.ReferralUnknown() -> ReferralReadingRoutes.notFound(pair);
      case Decision.StatusConflict(var referral) ->
          Problem.of(Code.STATUS_CONFLICT, command.conflict(referral.status())).answer();
      case Decision.PurchaseWentBack _ ->
          Problem.of(
                  Code.STATUS_CONFLICT,
                  "the purchase that had qualified it went back, and no other stands")
              .answer();
      case Decision.LimitReached _ ->
          Problem.of(
                  Code.REFERRAL_LIMIT_REACHED,
                  "the referrer has brought as many as count; raise referralLimit first")
              .answer();
    };
  }

  private Answer shown(Pair pair) {
    var seen = referrals.reader().find(pair).orElseThrow();
    var now = clock.instant();
    return Answer.json(200, json -> ReferralViews.referral(json, seen, now));
  }
}
