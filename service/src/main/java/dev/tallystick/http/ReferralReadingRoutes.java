package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.referral.Pair;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
    var user = call.queryUuid("userId");
    return page(
        call,
        (status, cursor, limit) -> {
          if (user.isPresent()) return reader.ofUser(user.get(), status, cursor, limit);
          return status.equals(Optional.of(Referral.Status.REVIEW))
              ? reader.reviewQueue(cursor, limit)
              : reader.all(status, cursor, limit);
        },
        ReferralViews::referral);
  }

  private Answer listOwn(Call call) {
    var user = call.session().userId();
    return page(
        call,
        (status, cursor, limit) -> reader.ofUser(user, status, cursor, limit),
        (json, seen, now) -> ReferralViews.own(json, seen, user, now));
  }

  private interface Reading {
    List<SeenReferral> page(Optional<Referral.Status> status, Optional<UUID> cursor, int limit);
  }

  private interface Writing {
    void to(JsonGenerator json, SeenReferral seen, Instant now) throws IOException;
  }

  private Answer page(Call call, Reading reading, Writing writing) {
    int limit = call.queryLimit(ReferralReader.PAGE_MAX);
    var page = reading.page(status(call), call.queryUuid("cursor"), limit);
    var now = clock.instant();
    return Views.page(
        "referrals",
        page,
        limit,
        seen -> seen.referral().referredId(),
        (json, seen) -> writing.to(json, seen, now));
  }

  private static Optional<Referral.Status> status(Call call) {
    return call.query("status")
        .map(word -> Fields.oneOf("status", word, Referral.Status.values(), Referral.Status::word));
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
    var standing = reader.standing(user);
    if (standing.isEmpty()) return UserRoutes.userNotFound(user);
    var pending = reader.pending(user);
    var now = clock.instant();
    return Answer.json(
        200, json -> ReferralViews.standing(json, standing.get(), pending, call.publicUrl(), now));
  }
}
