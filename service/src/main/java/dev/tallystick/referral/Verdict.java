package dev.tallystick.referral;

import dev.tallystick.account.User;
import dev.tallystick.postgres.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Why a code that is redeemed leads to no new referral.
sealed interface Verdict {
  /// The user redeemed the same code before.
  record Repeated(Referral referral) implements Verdict {}

  /// It does not count.
  record No(Redemption.Refused refused) implements Verdict {}

  /// Empty if a referral may begin.
  ///
  /// @param window how long after signing up a user may redeem a code
  static Optional<Verdict> of(Facts facts, UUID user, Duration window, Instant now) {
    return facts
        .before()
        .map(before -> repeated(before, facts))
        .or(() -> refused(facts, user, window, now).map(No::new));
  }

  private static Verdict repeated(Referral before, Facts facts) {
    boolean isSame =
        facts.above().stream().findFirst().filter(before.referrerId()::equals).isPresent();
    return isSame ? new Repeated(before) : new No(new Redemption.AlreadyReferred());
  }

  private static Optional<Redemption.Refused> refused(
      Facts facts, UUID user, Duration window, Instant now) {
    if (facts.status().isEmpty() || facts.status().get() == User.Status.DELETED) {
      return Optional.of(new Redemption.UserUnknown(facts.status().isPresent()));
    }
    if (facts.referrer().isEmpty() || facts.referrer().get() == User.Status.DELETED) {
      return Optional.of(new Redemption.UnknownCode());
    }
    if (facts.above().getFirst().equals(user)) return Optional.of(new Redemption.OwnCode());
    if (facts.status().get() != User.Status.ACTIVE) {
      return Optional.of(new Redemption.Suspended(false));
    }
    if (facts.referrer().get() != User.Status.ACTIVE) {
      return Optional.of(new Redemption.Suspended(true));
    }
    var until = facts.signedUpAt().plus(window);
    if (now.isAfter(until)) return Optional.of(new Redemption.WindowOver(until));
    if (facts.above().contains(user)) return Optional.of(new Redemption.Circular());
    if (facts.left() <= 0) return Optional.of(new Redemption.LimitReached());
    return Optional.empty();
  }

  /// What a redemption is decided by, as of one moment.
  ///
  /// @param status of who redeems; empty if there is no such user
  /// @param signedUpAt when who redeems signed up
  /// @param above the code's owner, who brought them, and so on, at most [#ABOVE_MAX]; empty if
  ///   nobody ever had the code
  /// @param referrer the owner's status; a deleted user's code is nobody's, except for who redeemed
  ///   it before
  /// @param left how many referrals of the owner may still count; negative if their limit was
  ///   lowered
  /// @param before the referral of who redeems, if there is one
  record Facts(
      Optional<User.Status> status,
      Instant signedUpAt,
      List<UUID> above,
      Optional<User.Status> referrer,
      int left,
      Optional<Referral> before) {
    /// Circles of up to this many users are found; a trigger of referrals finds the same.
    static final int ABOVE_MAX = 5;

    public Facts {
      above = List.copyOf(above);
    }

    private static final String FIND =
        """
        WITH RECURSIVE above (id, steps) AS (
            SELECT id, 1 FROM tally.users WHERE referral_code = :code
            UNION ALL
            SELECT r.referrer_id, above.steps + 1
              FROM above
              JOIN tally.referrals AS r ON r.referred_id = above.id
             WHERE above.steps < :above_max
        )
        SELECT referred.status,
               referred.created_at,
               (SELECT array_agg(id ORDER BY steps) FROM above) AS above,
               referrer.status AS referrer_status,
               coalesce(referrer.referral_limit - referrer.referrals_used, 0) AS referrals_left
          FROM (SELECT) AS one
          LEFT JOIN tally.users AS referred ON referred.id = :user
          LEFT JOIN tally.users AS referrer ON referrer.referral_code = :code
        """;

    static Facts find(Tx tx, Redeeming.Request request) {
      var found =
          tx.query(FIND)
              .bind("code", request.code())
              .bind("user", request.userId())
              .bind("above_max", ABOVE_MAX)
              .map(Facts::read)
              .one();
      // Afterwards: what took the last slot meanwhile may have been the same request.
      return found.with(Steps.findOf(tx, request.userId()));
    }

    private Facts with(Optional<Referral> referral) {
      return new Facts(status, signedUpAt, above, referrer, left, referral);
    }

    private static Facts read(ResultSet row, StatementContext context) throws SQLException {
      @Nullable OffsetDateTime createdAt = row.getObject("created_at", OffsetDateTime.class);
      @Nullable Array above = row.getArray("above");
      return new Facts(
          Optional.ofNullable(row.getString("status")).map(User.Status::ofWord),
          createdAt == null ? Instant.EPOCH : createdAt.toInstant(),
          above == null ? List.of() : List.of((UUID[]) above.getArray()),
          Optional.ofNullable(row.getString("referrer_status")).map(User.Status::ofWord),
          row.getInt("referrals_left"),
          Optional.empty());
    }
  }
}
