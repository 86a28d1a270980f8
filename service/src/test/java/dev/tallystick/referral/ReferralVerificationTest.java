package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Granting;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Verification finds what is wrong with referrals. What is wrong is SQL, past all triggers.
class ReferralVerificationTest {
  private static final Instant NOW = Instant.parse("2026-09-10T10:00:00Z");
  private static final Program AT_ONCE = Program.of(Map.of("TALLY_REFERRAL_COMPLETES", "at_once"));
  private static final String SIDES = "both sides of a referral";
  private static final String PURCHASE = "whose purchase went back";
  private static final String CIRCLE = "in no circle";

  private final Database database = Database.open(TestingDatabase.fresh(), 2);
  private final Ledger ledger =
      new Ledger(
          database, InstantSource.fixed(NOW), Generators.timeBasedEpochGenerator()::generate);
  private final Reversals reversals =
      new Reversals(
          database,
          ledger,
          InstantSource.fixed(NOW),
          Generators.timeBasedEpochGenerator()::generate);
  private final DirectReferrals referrals =
      DirectReferrals.on(database, AT_ONCE, InstantSource.fixed(NOW));
  private final List<TestingUsers.Someone> users =
      TestingUsers.make(database, new Random(6), 7, NOW);

  @BeforeEach
  void aBringsBAndCAndBWasReinstated() {
    redeem(0, 1);
    redeem(0, 2);
    var pair = new Pair(id(0), id(1));
    assertThat(referrals.reverse(pair)).isInstanceOf(Decision.Decided.class);
    assertThat(referrals.reinstate(pair)).isInstanceOf(Decision.Decided.class);
    assertThat(broken()).isEmpty();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private UUID id(int user) {
    return users.get(user).id();
  }

  private void redeem(int referrer, int referred) {
    var redemption = referrals.redeem(users.get(referrer).code(), id(referred));
    assertThat(redemption).as("%s", redemption).isInstanceOf(Redemption.Redeemed.class);
  }

  private List<String> broken() {
    return LedgerVerification.verify(database).stream()
        .filter(finding -> !finding.holds())
        .map(finding -> finding.invariant().name())
        .toList();
  }

  /// Runs SQL in which `<a>` is the first user's id, and so on.
  private void damage(String sql) {
    database.useTransaction(
        tx -> {
          tx.update("SET LOCAL session_replication_role = replica").execute();
          var written = sql;
          for (int user = 0; user < users.size(); user++) {
            written = written.replace("<" + (char) ('a' + user) + ">", "'" + id(user) + "'");
          }
          for (var statement : written.split(";", -1)) {
            assertThat(tx.update(statement).execute()).as(statement).isPositive();
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE tally.credit_grants SET principal = 700, balance = 700 WHERE user_id = <c>; UPDATE tally.credit_grants SET principal = 300, balance = 300 WHERE user_id = <a> AND operation_id LIKE concat('%', <c>, '%') | both sides of a referral
          UPDATE tally.credit_grants SET type = 'free' WHERE user_id = <c>                                | both sides of a referral
          UPDATE tally.credit_grants SET operation_id = 'referral:c' WHERE user_id = <c>                  | both sides of a referral
          UPDATE tally.referrals SET referrer_credits = 400, referred_credits = 600 WHERE referred_id = <c> | both sides of a referral
          UPDATE tally.users SET referrals_used = 1 WHERE id = <a>                                        | as many referrals count
          UPDATE tally.users SET referrals_used = 1 WHERE id = <c>                                        | as many referrals count
          DELETE FROM tally.referral_events WHERE referred_id = <b>                                       | every step of a referral
          DELETE FROM tally.referral_events WHERE referred_id = <b> AND from_status IS NULL               | every step of a referral
          DELETE FROM tally.referral_events WHERE referred_id = <b> AND to_status = 'reversed'            | every step of a referral
          DELETE FROM tally.referral_events WHERE referred_id = <b> AND from_status = 'reversed'          | every step of a referral
          UPDATE tally.referral_events SET from_status = NULL WHERE referred_id = <b> AND from_status = 'completed' | every step of a referral
          UPDATE tally.referral_events SET from_status = 'review' WHERE referred_id = <c> AND to_status = 'completed' | every step of a referral
          """)
  void findsTheRuleThatIsBroken(String sql, String rule) {
    damage(sql);
    assertThat(broken()).singleElement().asString().contains(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Both name one grant.
        """
        UPDATE tally.referrals AS c SET referrer_grant_id = b.referrer_grant_id
          FROM tally.referrals AS b WHERE c.referred_id = <c> AND b.referred_id = <b>
        """,
        // Each names the other's.
        """
        UPDATE tally.referrals AS r SET referrer_grant_id = other.referrer_grant_id
          FROM tally.referrals AS other
         WHERE other.referrer_id = r.referrer_id AND other.referred_id <> r.referred_id
        """,
        // One that was given for something else.
        """
        INSERT INTO tally.credit_grants
               (user_id, id, operation_id, type, priority, principal, balance)
        SELECT user_id, gen_random_uuid(), 'by hand', type, priority, principal, balance
          FROM tally.credit_grants WHERE user_id = <c>;
        UPDATE tally.referrals SET referred_grant_id = g.id
          FROM tally.credit_grants AS g
         WHERE referred_id = <c> AND g.user_id = <c> AND g.operation_id = 'by hand'
        """,
        // None, in a database whose checks are gone.
        "UPDATE tally.referrals SET referred_grant_id = gen_random_uuid() WHERE referred_id = <c>",
      })
  void findsAGrantThatIsAnotherReferrals(String sql) {
    damage(sql);
    assertThat(broken()).anySatisfy(rule -> assertThat(rule).contains(SIDES));
  }

  @Test
  void findsAGrantThatBelongsToNoReferral() {
    damage(
        """
        INSERT INTO tally.credit_grants
               (user_id, id, operation_id, type, priority, principal, balance)
        SELECT <d>, gen_random_uuid(), 'referral:x', type, priority, principal, balance
          FROM tally.credit_grants WHERE user_id = <c>
        """);
    assertThat(broken()).containsExactly("credits for referrals belong to one");
  }

  @Test
  void findsASideThatWasPutBackWithoutTheOther() {
    var pair = new Pair(id(0), id(2));
    var _ = referrals.reverse(pair);
    assertThat(broken()).isEmpty();
    var reversal = reversals.list(id(2), Optional.empty(), 1).getFirst();
    database.useTransaction(tx -> reversals.restore(tx, id(2), reversal.id()));
    assertThat(broken()).singleElement().asString().contains(SIDES);
  }

  /// The circle is of the first user, the third, the fourth and so on.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void findsCirclesOfUpToFiveUsers(int length) {
    for (int user = 2; user < length; user++) redeem(user, user + 1);
    damage(CLOSE.replace("<last>", "<" + (char) ('a' + length) + ">"));
    if (length > 5) {
      assertThat(broken()).isEmpty();
    } else {
      assertThat(broken()).singleElement().asString().contains(CIRCLE);
    }
  }

  private static final String CLOSE =
      """
      INSERT INTO tally.referrals
             (referrer_id, referred_id, status, outcome, completes, hold_days, referrer_credits,
              referred_credits, spent, review_score, redeemable_until, qualify_days, qualifies_until)
      VALUES (<last>, <a>, 'pending', 'attributed', 'first_message', 0, 500, 500, 'debt', 100,
              timestamptz '2100-01-01', 90, timestamptz '2100-01-01');
      INSERT INTO tally.referral_events (referrer_id, referred_id, to_status, actor)
      VALUES (<last>, <a>, 'pending', 'operator');
      UPDATE tally.users SET referrals_used = referrals_used + 1 WHERE id = <last>
      """;

  @Test
  void findsAReferralThatStandsThoughItsPurchaseWentBack() {
    var credits = new Credits(10_000_000);
    var request =
        new GrantRequest(id(2), "order", Grant.Type.PURCHASE, 80, credits, Optional.empty());
    var purchase = ((Granting.Granted) ledger.grant(request)).grant().id();
    damage("UPDATE tally.referrals SET qualified_by = '" + purchase + "' WHERE referred_id = <c>");
    reverse(purchase, "a part", Optional.of(new Credits(9_000_000)));
    assertThat(broken()).isEmpty();
    var rest = reverse(purchase, "the rest", Optional.empty());
    assertThat(broken()).singleElement().asString().contains(PURCHASE);
    database.useTransaction(tx -> reversals.restore(tx, id(2), rest));
    assertThat(broken()).isEmpty();
  }

  private UUID reverse(UUID purchase, String operation, Optional<Credits> credits) {
    var request =
        new ReversalRequest(
            id(2), purchase, operation, Reversal.Kind.REFUND, credits, Reversal.Spent.DEBT);
    database.useTransaction(tx -> reversals.reverse(tx, request));
    return reversals.list(id(2), Optional.empty(), 1).getFirst().id();
  }
}
