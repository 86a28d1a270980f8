package dev.tallystick.http;

import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.referral.Pair;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Reading referrals over HTTP: all of them with a service key, one's own in a session.
final class ReferralReadingRoutes {
  private static final Set<String> QUERY = Set.of("userId", "status", "cursor", "limit");
  private static final Set<String> OWN_QUERY = Set.of("status", "cursor", "limit");

  private final ReferralReader reader;
  private final InstantSource clock;

  ReferralReadingRoutes(ReferralReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/referrals", QUERY, this::list),
        Route.get("/v1/referrals/{referrerId}/{referredId}", Set.of(), this::find),
        Route.get("/v1/users/{id}/referral", Set.of(), this::standing),
        Route.own("GET", "/v1/referral", PersonalScope.READ, this::ownStanding),
        new Route(
            "GET",
            "/v1/referrals/own",
            new Access.SessionWith(PersonalScope.READ),
            OWN_QUERY,
            this::listOwn));
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(ReferralReader.PAGE_MAX);
    var page = page(call, limit);
    var now = clock.instant();
    return Views.page(
        "referrals",
        page,
        next(page, limit),
        (json, seen) -> ReferralViews.referral(json, seen, now));
  }

  private List<SeenReferral> page(Call call, int limit) {
    var user = call.queryUuid("userId");
    var status = status(call);
    var cursor = call.queryUuid("cursor");
    if (user.isPresent()) return reader.ofUser(user.get(), status, cursor, limit);
    return status.equals(Optional.of(Referral.Status.REVIEW))
        ? reader.reviewQueue(cursor, limit)
        : reader.all(status, cursor, limit);
  }

  private Answer listOwn(Call call) {
    int limit = call.queryLimit(ReferralReader.PAGE_MAX);
    var user = call.session().userId();
    var page = reader.ofUser(user, status(call), call.queryUuid("cursor"), limit);
    var now = clock.instant();
    return Views.page(
        "referrals",
        page,
        next(page, limit),
        (json, seen) -> ReferralViews.own(json, seen, user, now));
  }

  private static Optional<String> next(List<SeenReferral> page, int limit) {
    return page.size() < limit
        ? Optional.empty()
        : Optional.of(page.getLast().referral().referredId().toString());
  }

  private static Optional<Referral.Status> status(Call call) {
    return call.query("status")
        .map(
            word ->
                Arrays.stream(Referral.Status.values())
                    .filter(status -> status.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> statusUnknown()));
  }

  private static Problem.Refused statusUnknown() {
    var words =
        Arrays.stream(Referral.Status.values())
            .map(Referral.Status::word)
            .collect(Collectors.joining(", "));
    return Fields.invalid("status", "must be one of " + words);
  }

  private Answer find(Call call) {
    var pair = pair(call);
    var now = clock.instant();
    return reader
        .find(pair)
        .map(
            seen -> {
              var history = reader.history(pair);
              return Answer.json(200, json -> ReferralViews.withHistory(json, seen, history, now));
            })
        .orElseGet(() -> notFound(pair));
  }

  /// The two users in the path.
  static Pair pair(Call call) {
    return new Pair(
        call.pathId("referrerId", Code.REFERRAL_NOT_FOUND),
        call.pathId("referredId", Code.REFERRAL_NOT_FOUND));
  }

  static Answer notFound(Pair pair) {
    return Problem.of(
            Code.REFERRAL_NOT_FOUND,
            "the user %s did not refer %s".formatted(pair.referrer(), pair.referred()))
        .answer();
  }

  private Answer standing(Call call) {
    return standing(call, call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer ownStanding(Call call) {
    return standing(call, call.session().userId());
  }

  private Answer standing(Call call, UUID user) {
    var now = clock.instant();
    return reader
        .standing(user)
        .map(
            standing ->
                Answer.json(
                    200, json -> ReferralViews.standing(json, standing, call.publicUrl(), now)))
        .orElseGet(() -> UserRoutes.userNotFound(user));
  }
}
