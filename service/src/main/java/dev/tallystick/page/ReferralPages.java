package dev.tallystick.page;

import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import dev.tallystick.referral.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where users share their code, and see what came of it.
final class ReferralPages {
  static final String PATH = "/account/referral";

  private static final int ROWS_MAX = 50;

  private final Site site;
  private final ReferralReader reader;
  private final InstantSource clock;

  ReferralPages(Site site, ReferralReader reader, InstantSource clock) {
    this.site = site;
    this.reader = reader;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(site.getSignedIn(PATH, this::show));
  }

  private Answer show(Visit visit) {
    var user = visit.person().userId();
    var before = before(visit);
    // One more than is shown says whether there are older ones.
    var page = reader.ofUser(user, Optional.empty(), before, ROWS_MAX + 1);
    return reader
        .standing(user)
        .map(
            standing ->
                visit.widePage(
                    "referral",
                    "Your invitations",
                    view(visit, standing, page, before.isPresent())))
        .orElseThrow(() -> new IllegalStateException("a session has a user"));
  }

  /// What is no cursor of ours begins at the first page.
  private static Optional<UUID> before(Visit visit) {
    try {
      return visit.call().query("before").map(UUID::fromString);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private ReferralView view(
      Visit visit, Standing standing, List<SeenReferral> page, boolean isLaterPage) {
    var now = clock.instant();
    var user = standing.userId();
    var asReferred = standing.earnedAsReferred();
    return new ReferralView(
        standing.code(),
        visit.call().publicUrl() + "/r/" + standing.code(),
        standing.left() == 0 ? Optional.of(limitReached(standing)) : Optional.empty(),
        counted(standing),
        standing.left(),
        CreditWords.credits(standing.earnedAsReferrer()),
        asReferred.isPositive() ? Optional.of(CreditWords.credits(asReferred)) : Optional.empty(),
        page.stream().limit(ROWS_MAX).map(seen -> row(seen, user, now)).toList(),
        isLaterPage ? "There are no older ones." : "Nobody yet. Send somebody your link.",
        page.size() <= ROWS_MAX
            ? Optional.empty()
            : Optional.of(PATH + "?before=" + page.get(ROWS_MAX - 1).referral().referredId()));
  }

  private static String counted(Standing standing) {
    int used = standing.used();
    boolean isWithin = used <= standing.limit() && standing.limit() > 0;
    return isWithin ? used + " of " + standing.limit() : Integer.toString(used);
  }

  private static String limitReached(Standing standing) {
    return standing.limit() == 0
        ? "Your code cannot be redeemed now."
        : "You have brought as many people as count, so nobody else can redeem your code.";
  }

  private static ReferralView.Row row(SeenReferral seen, UUID user, Instant now) {
    var referral = seen.referral();
    return new ReferralView.Row(
        seen.otherName(user),
        seen.isReferrer(user) ? "invited by you" : "invited you",
        ReferralWords.status(referral.status()),
        kind(referral.status()),
        ReferralWords.detail(seen, user, now),
        ReferralWords.credits(seen, user),
        Ages.day(referral.createdAt()));
  }

  private static String kind(Referral.Status status) {
    return switch (status) {
      case COMPLETED -> "good";
      case REVIEW, PENDING -> "open";
      case REVERSED, REJECTED, EXPIRED -> "over";
    };
  }
}
