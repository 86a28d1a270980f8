package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the database refuses by itself, whoever writes. Here it is SQL.
class ReferralConstraintsTest {
  private static final Database database = Database.open(TestingDatabase.fresh(), 2);
  private static final Random RANDOM = new Random(6);
  private static final Instant SIGNED_UP = Instant.parse("2026-09-10T10:00:00Z");

  private static final Set<String> EDGES =
      Set.of(
          "review > pending",
          "review > rejected",
          "review > expired",
          "pending > review",
          "pending > completed",
          "pending > rejected",
          "pending > expired",
          "completed > reversed",
          "reversed > completed",
          "rejected > pending",
          "expired > pending");

  @AfterAll
  static void close() {
    database.close();
  }

  private static List<UUID> users(int count) {
    return TestingUsers.make(database, RANDOM, count, SIGNED_UP).stream()
        .map(TestingUsers.Someone::id)
        .toList();
  }

  private static Pair pair() {
    var two = users(2);
    return new Pair(two.getFirst(), two.getLast());
  }

  private static void run(String sql) {
    database.useTransaction(tx -> tx.update(sql).execute());
  }

  private static final String INSERT =
      """
      INSERT INTO tally.referrals
             (referrer_id, referred_id, status, outcome, completes, hold_days, qualify_days, spent,
              referrer_credits, referred_credits, score, review_score, created_at, redeemable_until,
              qualifies_until, qualified_at, due_at)
      VALUES ('%s', '%s', '%s', 'attributed', 'at_once', 0, 90, 'debt', 500, 500, %d, 100, '%s',
              timestamptz '2026-10-10 10:00Z', timestamptz '2026-12-10 10:00Z', now(), now())
      """;

  private static void insert(UUID referrer, UUID referred) {
    insert(new Pair(referrer, referred), "pending", 0, "2026-09-11 10:00Z");
  }

  private static void insert(Pair pair, String status, int score, String createdAt) {
    run(INSERT.formatted(pair.referrer(), pair.referred(), status, score, createdAt));
  }

  private static final String GIVE =
      """
      INSERT INTO tally.credit_grants
             (user_id, id, operation_id, type, priority, principal, balance)
      SELECT id, id, 'referral:by-hand', 'referral', 20, 500, 500
        FROM unnest(ARRAY['%s', '%s']::uuid[]) AS id
      ON CONFLICT DO NOTHING
      """;

  // All that the columns ask of a status is as it should be: what refuses is the edge.
  private static final String MOVE =
      """
      UPDATE tally.referrals
         SET status = '%1$s',
             reviewed_at = now(),
             completed_at = CASE WHEN '%1$s' IN ('completed', 'reversed') THEN now() END,
             referrer_grant_id =
                 CASE WHEN '%1$s' IN ('completed', 'reversed') THEN referrer_id END,
             referred_grant_id =
                 CASE WHEN '%1$s' IN ('completed', 'reversed') THEN referred_id END,
             reversals = 1
       WHERE referred_id = '%2$s'
      """;

  private static void move(Pair pair, String to) {
    run(GIVE.formatted(pair.referrer(), pair.referred()));
    run(MOVE.formatted(to, pair.referred()));
  }

  /// A referral that has come to a status in a way that is allowed.
  private static Pair standing(String status) {
    var pair = pair();
    var first = status.equals("review") ? "review" : "pending";
    insert(pair, first, status.equals("review") ? 100 : 0, "2026-09-11 10:00Z");
    if (status.equals("reversed")) move(pair, "completed");
    if (!status.equals(first)) move(pair, status);
    return pair;
  }

  private static void assertRefused(ThrowingCallable write, String... why) {
    assertThatThrownBy(write)
        .hasStackTraceContaining(why[0])
        .satisfies(it -> assertThat(SqlState.of(it).isDataFault()).as("%s", it).isTrue());
  }

  private static int used(UUID referrer) {
    return database.inTransaction(
        tx ->
            tx.query("SELECT referrals_used FROM tally.users WHERE id = :id")
                .bind("id", referrer)
                .mapTo(Integer.class)
                .one());
  }

  @Test
  void nobodyRefersThemselves() {
    var user = users(1).getFirst();
    // Whichever looks first: the row alone, or a circle of one.
    assertRefused(() -> insert(user, user), "referral");
  }

  @Test
  void nobodyIsReferredTwice() {
    var three = users(3);
    insert(three.get(0), three.get(2));
    assertRefused(() -> insert(three.get(1), three.get(2)), "referrals_referred_id_key");
    assertRefused(() -> insert(three.get(0), three.get(2)), "referrals_pkey");
  }

  @Test
  void notEvenOnceTheFirstWasRejectedOrExpired() {
    for (var status : List.of("rejected", "expired")) {
      var pair = standing(status);
      var other = users(1).getFirst();
      assertRefused(() -> insert(other, pair.referred()), "referrals_referred_id_key");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void circlesDoNotClose(int length) {
    var circle = users(length);
    for (int i = 1; i < length; i++) insert(circle.get(i - 1), circle.get(i));
    assertRefused(() -> insert(circle.getLast(), circle.getFirst()), "closes a circle");
    // Nor when what leads round was rejected: who was referred once is for ever.
    move(new Pair(circle.getFirst(), circle.get(1)), "rejected");
    assertRefused(() -> insert(circle.getLast(), circle.getFirst()), "closes a circle");
  }

  @Test
  void theLimitHolds() {
    var users = users(7);
    var referrer = users.getFirst();
    for (int i = 1; i <= 5; i++) insert(referrer, users.get(i));
    assertRefused(() -> insert(referrer, users.get(6)), "the referral limit of");
    assertThat(used(referrer)).isEqualTo(5);
    move(new Pair(referrer, users.get(1)), "rejected");
    assertThat(used(referrer)).isEqualTo(4);
    insert(referrer, users.get(6));
    assertThat(used(referrer)).isEqualTo(5);
    // What was rejected takes a slot when it goes on, and there is none.
    assertRefused(() -> move(new Pair(referrer, users.get(1)), "pending"), "the referral limit of");
    assertThat(used(referrer)).isEqualTo(5);
  }

  @Test
  void aLimitBelowWhatIsUsedBreaksNothingAndLetsNobodyIn() {
    var users = users(4);
    var referrer = users.getFirst();
    insert(referrer, users.get(1));
    insert(referrer, users.get(2));
    run("UPDATE tally.users SET referral_limit = 1 WHERE id = '%s'".formatted(referrer));
    assertRefused(() -> insert(referrer, users.get(3)), "the referral limit of");
    move(new Pair(referrer, users.get(1)), "completed");
    move(new Pair(referrer, users.get(1)), "reversed");
    move(new Pair(referrer, users.get(1)), "completed");
    move(new Pair(referrer, users.get(2)), "expired");
    assertThat(used(referrer)).isEqualTo(1);
    assertRefused(() -> insert(referrer, users.get(3)), "the referral limit of");
    run("UPDATE tally.users SET referral_limit = 2 WHERE id = '%s'".formatted(referrer));
    insert(referrer, users.get(3));
    assertRefused(
        () -> run("UPDATE tally.users SET referral_limit = -1 WHERE id = '%s'".formatted(referrer)),
        "users_referral_limit_check");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "closed", "deleted"})
  void onlyActiveUsersReferEachOther(String status) {
    for (int side = 0; side < 2; side++) {
      var two = users(2);
      run("UPDATE tally.users SET status = '%s' WHERE id = '%s'".formatted(status, two.get(side)));
      assertRefused(() -> insert(two.getFirst(), two.getLast()), "only active users");
    }
  }

  @Test
  void aCodeIsRedeemedInTime() {
    insert(pair(), "pending", 0, "2026-10-10 10:00Z");
    assertRefused(() -> insert(pair(), "pending", 0, "2026-10-10 10:00:00.000001Z"), "check");
  }

  @Test
  void aReferralGoesOnlyWhereItsLifeAllows() {
    var statuses = Stream.of(Referral.Status.values()).map(Referral.Status::word).toList();
    for (var from : statuses) {
      for (var to : statuses) {
        if (from.equals(to)) continue;
        var pair = standing(from);
        if (EDGES.contains(from + " > " + to)) {
          move(pair, to);
        } else {
          assertRefused(() -> move(pair, to), "does not go from " + from + " to " + to);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "reversed", "rejected", "expired"})
  void aLifeBeginsAtItsBeginning(String status) {
    var pair = pair();
    run(GIVE.formatted(pair.referrer(), pair.referred()));
    var sql =
        """
        INSERT INTO tally.referrals
               (referrer_id, referred_id, status, outcome, completes, hold_days, qualify_days, spent,
                referrer_credits, referred_credits, review_score, redeemable_until, qualifies_until, qualified_at,
                due_at, completed_at, reversals, referrer_grant_id, referred_grant_id)
        SELECT a, b, status, 'completed', 'at_once', 0, 90, 'debt', 500, 500, 100, now() + interval '1 day',
               now(), now(), now(), CASE WHEN given THEN now() END, 1,
               CASE WHEN given THEN a END, CASE WHEN given THEN b END
          FROM (SELECT '%1$s'::uuid AS a, '%2$s'::uuid AS b, '%3$s' AS status,
                       '%3$s' IN ('completed', 'reversed') AS given) AS one
        """;
    assertRefused(
        () -> run(sql.formatted(pair.referrer(), pair.referred(), status)), "does not begin");
  }

  @Test
  void whatIsHeldForReviewDoesNotGoOnUnlessAPersonLetItPass() {
    var pair = standing("review");
    assertRefused(() -> run(set(pair, "status = 'pending'")), "violates check constraint");
    run(set(pair, "status = 'pending', reviewed_at = now()"));
    assertRefused(() -> run(set(pair, "reviewed_at = NULL")), "violates check constraint");
    assertRefused(
        () -> insert(pair(), "pending", 100, "2026-09-11 10:00Z"), "violates check constraint");
  }

  private static String set(Pair pair, String assignments) {
    return "UPDATE tally.referrals SET %s WHERE referred_id = '%s'"
        .formatted(assignments, pair.referred());
  }

  @Test
  void nothingCompletesWithoutItsGrants() {
    var pair = standing("pending");
    run(GIVE.formatted(pair.referrer(), pair.referred()));
    var completes = "status = 'completed', completed_at = now(), ";
    for (var grants :
        List.of(
            "reason = NULL",
            "referrer_grant_id = referrer_id",
            "referred_grant_id = referred_id",
            // Another's grant is none, nor is one that was never given.
            "referrer_grant_id = referred_id, referred_grant_id = referred_id",
            "referrer_grant_id = gen_random_uuid(), referred_grant_id = referred_id")) {
      assertRefused(() -> run(set(pair, completes + grants)), "referrals");
    }
    assertRefused(
        () ->
            run(
                set(
                    pair,
                    "status = 'completed', referrer_grant_id = referrer_id,"
                        + " referred_grant_id = referred_id")),
        "violates check constraint");
    assertRefused(
        () -> run(set(pair, "qualified_at = NULL, due_at = NULL, status = 'completed'")),
        "violates check constraint");
    run(set(pair, completes + "referrer_grant_id = referrer_id, referred_grant_id = referred_id"));
    assertRefused(() -> run(set(pair, "referrer_grant_id = NULL")), "violates check constraint");
    assertRefused(
        () -> run(set(pair, "qualified_at = NULL, due_at = NULL")), "violates check constraint");
    assertRefused(() -> run(set(pair, "status = 'reversed'")), "violates check constraint");
  }

  @Test
  void aSideThatGetsNothingHasNoGrant() {
    var pair = standing("pending");
    run(GIVE.formatted(pair.referrer(), pair.referred()));
    run(set(pair, "referrer_credits = 0"));
    var completes = "status = 'completed', completed_at = now(), referred_grant_id = referred_id";
    assertRefused(
        () -> run(set(pair, completes + ", referrer_grant_id = referrer_id")),
        "violates check constraint");
    run(set(pair, completes));
  }

  @Test
  void noReferralIsDeletedNorGivenToOthers() {
    var pair = standing("pending");
    note(pair);
    var other = users(1).getFirst();
    assertRefusedChange("DELETE FROM tally.referrals");
    assertRefusedChange("TRUNCATE tally.referrals CASCADE");
    // Its history holds it.
    assertRefused(() -> run(set(pair, "referrer_id = '%s'".formatted(other))), "foreign key");
    assertRefused(() -> run(set(pair, "referred_id = '%s'".formatted(other))), "foreign key");
    assertRefused(
        () -> run("DELETE FROM tally.users WHERE id = '%s'".formatted(pair.referrer())),
        "foreign key");
  }

  @Test
  void historyIsOnlyAddedTo() {
    note(standing("pending"));
    assertRefusedChange("UPDATE tally.referral_events SET reason = 'better'");
    assertRefusedChange("DELETE FROM tally.referral_events");
    assertRefusedChange("TRUNCATE tally.referral_events");
    assertRefused(() -> note(pair()), "foreign key");
  }

  private static void note(Pair pair) {
    run(
        """
        INSERT INTO tally.referral_events (referrer_id, referred_id, to_status, actor)
        VALUES ('%s', '%s', 'pending', 'operator')
        """
            .formatted(pair.referrer(), pair.referred()));
  }

  private static void assertRefusedChange(String sql) {
    assertThatThrownBy(() -> run(sql))
        .as(sql)
        .hasStackTraceContaining("its rows are never changed, only added");
  }
}
