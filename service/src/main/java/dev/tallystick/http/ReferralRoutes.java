package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.referral.Redeeming;
import dev.tallystick.referral.Redemption;
import dev.tallystick.referral.Referrals;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Redeeming referral codes over HTTP.
final class ReferralRoutes {
  private static final Set<String> FIELDS =
      Set.of("code", "userId", "fingerprintId", "clientAddress");
  private static final int CODE_CHARS_MAX = 200;
  private static final int FINGERPRINT_CHARS_MAX = 200;

  private final Referrals referrals;
  private final Limits limits;
  private final InstantSource clock;

  ReferralRoutes(Referrals referrals, Limits limits, InstantSource clock) {
    this.referrals = referrals;
    this.limits = limits;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(Route.post("/v1/referrals", Scope.WRITE, this::redeem));
  }

  private Answer redeem(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    var request =
        new Redeeming.Request(
            fields.requiredText("code", CODE_CHARS_MAX).strip(),
            Fields.required("userId", fields.uuid("userId")),
            fields.text("fingerprintId", FINGERPRINT_CHARS_MAX),
            SessionRoutes.network(fields));
    call.limit(limits, Limits.Rule.REFERRAL_BY_USER, request.userId().toString());
    return answer(referrals.redeeming().redeem(request, call.actor()), request.userId());
  }

  private Answer answer(Redemption redemption, UUID user) {
    return switch (redemption) {
      case Redemption.Redeemed redeemed ->
          redeemed(redeemed)
              .withHeader("Idempotent-Replayed", Boolean.toString(redeemed.isReplayed()));
      case Redemption.AlreadyReferred _ -> refused(Code.ALREADY_REFERRED, redemption);
      case Redemption.UnknownCode _ -> refused(Code.REFERRAL_CODE_UNKNOWN, redemption);
      case Redemption.OwnCode _ -> refused(Code.OWN_REFERRAL_CODE, redemption);
      case Redemption.Circular _ -> refused(Code.CIRCULAR_REFERRAL, redemption);
      case Redemption.LimitReached _ -> refused(Code.REFERRAL_LIMIT_REACHED, redemption);
      case Redemption.WindowOver _ -> refused(Code.REFERRAL_WINDOW_OVER, redemption);
      case Redemption.Suspended _ -> refused(Code.REFERRAL_SUSPENDED, redemption);
      case Redemption.UserUnknown(var wasDeleted) ->
          wasDeleted
              ? UserRoutes.userDeleted(user)
              : Problem.ofField(Code.USER_UNKNOWN, "userId", "no user has the id " + user).answer();
    };
  }

  private static Answer refused(Code code, Redemption why) {
    return Problem.ofField(code, "code", why.sentence()).answer();
  }

  private Answer redeemed(Redemption.Redeemed redeemed) {
    var seen = referrals.reader().find(redeemed.referral().pair()).orElseThrow();
    var now = clock.instant();
    return Answer.json(
        redeemed.isReplayed() ? 200 : 201,
        json -> {
          json.writeStartObject();
          json.writeStringField("outcome", redeemed.reason());
          json.writeStringField("sentence", redeemed.sentence());
          json.writeFieldName("referral");
          ReferralViews.referral(json, seen, now);
          json.writeEndObject();
        });
  }
}
