package dev.tallystick.page;

import dev.tallystick.account.Authority;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.limit.Limits;
import dev.tallystick.limit.Limits.Rule;
import dev.tallystick.login.Approvals;
import dev.tallystick.login.Decision;
import dev.tallystick.login.LoginCode;
import dev.tallystick.login.LoginRequest;
import dev.tallystick.login.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Where a person lets a command line in, or not. A link fills in its code and does nothing else:
/// it takes a person who sends one form to see what asks, and another to decide.
final class DevicePages {
  private static final LocalPath ENTRY = new LocalPath("/device");
  private static final int CODE_CHARS_MAX = 50;

  private final Site site;
  private final Approvals approvals;
  private final Limits limits;
  private final InstantSource clock;

  DevicePages(Site site, Approvals approvals, Limits limits, InstantSource clock) {
    this.site = site;
    this.approvals = approvals;
    this.limits = limits;
    this.clock = clock;
  }

  /// The form for a code.
  ///
  /// @param code as a link or a person gave it
  record Entry(String code, Optional<String> error) {}

  /// What asks to be let in.
  ///
  /// @param code as the client shows it
  /// @param age how long ago it asked, in words
  /// @param isPasted whether a code is to be carried back
  record Asking(
      String code,
      String client,
      String label,
      Optional<String> address,
      String age,
      boolean isPasted) {}

  /// The code to be carried back to the client.
  record PasteCode(String code, String label) {}

  List<Route> routes() {
    return List.of(
        site.getSignedIn("/device", visit -> entry(visit, 200, Optional.empty())),
        site.postSignedIn("/device", ENTRY, visit -> withCode(visit, this::show)),
        site.postSignedIn("/device/approve", ENTRY, visit -> withCode(visit, this::approve)),
        site.postSignedIn("/device/deny", ENTRY, visit -> withCode(visit, this::deny)),
        site.getSignedIn("/device/approved", DevicePages::approved),
        site.getSignedIn("/device/denied", DevicePages::denied));
  }

  private static Answer entry(Visit visit, int status, Optional<String> error) {
    var code = visit.call().query("user_code").or(() -> visit.form().text("user_code")).orElse("");
    var shown = code.length() > CODE_CHARS_MAX ? "" : code;
    return visit.page(status, "device", "Sign in a device", new Entry(shown, error));
  }

  /// Each form with a code is a guess, whichever it is.
  private Answer withCode(Visit visit, BiFunction<Visit, LoginCode, Answer> action) {
    var code = visit.form().text("user_code").flatMap(LoginCode::parse);
    if (code.isEmpty()) return notACode(visit);
    return limits
        .take(Rule.USER_CODE_BY_CLIENT, visit.call().clientAddress().network())
        .map(wait -> Site.slowDown(visit, wait, "Many codes were typed."))
        .orElseGet(() -> action.apply(visit, code.get()));
  }

  private Answer show(Visit visit, LoginCode code) {
    return switch (approvals.find(code, visit.person().userId())) {
      case Lookup.Found(var request) ->
          switch (request.status()) {
            case PENDING -> visit.page(200, "deviceAsking", "Let it in?", asking(code, request));
            // For who approved and lost the page with the paste code.
            case APPROVED ->
                request.isPasted()
                    ? visit.page(200, "deviceAsking", "Let it in?", asking(code, request))
                    : decidedBefore(visit, request);
            case DENIED, REDEEMED -> decidedBefore(visit, request);
          };
      case Lookup.Refused refused -> refusal(visit, refused);
    };
  }

  private Asking asking(LoginCode code, LoginRequest request) {
    return new Asking(
        code.shown(),
        request.clientName().orElse("A program that gave no name"),
        request.label(),
        request.address(),
        Ages.ago(request.createdAt(), clock.instant()),
        request.isPasted());
  }

  private Answer approve(Visit visit, LoginCode code) {
    return answer(visit, approvals.approve(code, visit.person().userId(), authority(visit)));
  }

  private Answer deny(Visit visit, LoginCode code) {
    return answer(visit, approvals.deny(code, visit.person().userId(), authority(visit)));
  }

  private Answer answer(Visit visit, Decision decision) {
    return switch (decision) {
      // Its page can be loaded again without asking again.
      case Decision.Approved(var request, var pasteCode) ->
          pasteCode.isEmpty()
              ? Answer.seeOther("/device/approved")
              : visit.page(
                  200,
                  "devicePaste",
                  "One more step",
                  new PasteCode(pasteCode.get().shown(), request.label()));
      case Decision.Denied _ -> Answer.seeOther("/device/denied");
      case Decision.Before(var request) -> decidedBefore(visit, request);
      case Lookup.Refused refused -> refusal(visit, refused);
    };
  }

  private static Answer approved(Visit visit) {
    return visit.message(
        200,
        Message.of(
            "The device is signed in",
            "You can close this page and go back to it. It is on the list in your account, where"
                + " you can sign it out again.",
            "Go to your account",
            "/account"));
  }

  private static Answer denied(Visit visit) {
    return visit.message(
        200,
        Message.of(
            "The device stays out",
            "Nobody was signed in. If somebody sent you that code or its link, tell them nothing.",
            "Go to your account",
            "/account"));
  }

  private static Answer notACode(Visit visit) {
    return entry(visit, 422, Optional.of("A code has eight letters, such as WDJB-MJHT."));
  }

  private static Answer decidedBefore(Visit visit, LoginRequest request) {
    var text =
        switch (request.status()) {
          case PENDING, APPROVED -> "It was approved before; the device is about to notice.";
          case REDEEMED -> "It was approved before, and the device is signed in.";
          case DENIED -> "It was denied before. Start again on the device to get another code.";
        };
    return visit.message(
        409, Message.of("This was decided already", text, "Go to your account", "/account"));
  }

  private static Authority authority(Visit visit) {
    return new Authority(Visit.actor(visit.person()), Set.of());
  }

  private Answer refusal(Visit visit, Lookup.Refused refused) {
    return switch (refused) {
      case Lookup.CodeUnknown() ->
          entry(
              visit,
              422,
              Optional.of(
                  "No device waits with this code. Look at its screen again: a code serves"
                      + " for ten minutes."));
      case Lookup.TooManyTries(var until) -> tooManyTries(visit, until);
      case Lookup.SignedOut() -> Answer.seeOther("/sign-in");
      case Lookup.RightsMissing _ -> throw new IllegalStateException("one decides for oneself");
      case Lookup.UserUnknown(), Lookup.UserInactive() -> SignInPages.userInactive(visit);
    };
  }

  private Answer tooManyTries(Visit visit, Instant until) {
    var wait = Duration.between(clock.instant(), until);
    return Site.slowDown(visit, wait, "You typed too many codes that no device has.");
  }
}
