package dev.tallystick.credit;

import static dev.tallystick.credit.TestingBooks.all;
import static dev.tallystick.credit.TestingBooks.credits;
import static dev.tallystick.credit.TestingBooks.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReversalsTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 20);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);
  private static final Duration DAY = Duration.ofDays(1);

  private final TestingBooks books = new TestingBooks(DATABASE);
  private UUID user;

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void openAnAccount() {
    user = books.user();
  }

  private Grant grant(String credits) {
    return books.grant(user, credits(credits), Optional.empty());
  }

  private void charge(String credits) {
    books.charge(user, credits(credits));
  }

  private ReversalRequest part(Grant grant, String operation, String credits) {
    return new ReversalRequest(
        grant.userId(),
        grant.id(),
        operation,
        Reversal.Kind.REFUND,
        Optional.of(credits(credits)),
        Reversal.Spent.DEBT);
  }

  private static ReversalRequest writingOff(ReversalRequest request) {
    return new ReversalRequest(
        request.userId(),
        request.grantId(),
        request.operationId(),
        request.kind(),
        request.credits(),
        Reversal.Spent.WRITE_OFF);
  }

  @Test
  void takesWhatIsLeftAndWhatWasSpentIsOwed() {
    var grant = grant("10");
    grant("1");
    charge("4");
    assertThat(parts(books.reversed(all(grant, "a")))).isEqualTo("6 4 0");
    assertThat(books.holds(user)).isEqualTo("1 4");
    assertThat(books.ledger().entries(user, Optional.empty(), Optional.empty(), 10))
        .extracting(entry -> entry.kind() + " " + entry.amount())
        .containsExactly("REFUND -4", "REFUND -6", "CHARGE -4");
  }

  @Test
  void whatWasSpentIsWrittenOffWhereThePolicySaysSo() {
    var grant = grant("10");
    charge("4");
    assertThat(parts(books.reversed(writingOff(all(grant, "a"))))).isEqualTo("6 0 4");
    assertThat(books.holds(user)).isEqualTo("0 0");
  }

  @Test
  void partsInSequenceAddUpToTheGrantAndNoMore() {
    var grant = grant("10");
    charge("4");
    assertThat(parts(books.reversed(part(grant, "a", "2.5")))).isEqualTo("2.5 0 0");
    assertThat(parts(books.reversed(part(grant, "b", "5")))).isEqualTo("3.5 1.5 0");
    assertThat(books.reverse(part(grant, "c", "2.500001")))
        .isEqualTo(new Reversing.MoreThanLeft(credits("2.5")));
    assertThat(parts(books.reversed(all(grant, "d")))).isEqualTo("0 2.5 0");
    assertThat(books.reverse(all(grant, "e"))).isEqualTo(new Reversing.NothingLeft());
    assertThat(books.reverse(part(grant, "f", "1"))).isEqualTo(new Reversing.NothingLeft());
    assertThat(books.holds(user)).isEqualTo("0 4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatHadExpiredIsForgoneWhetherOrNotItIsWrittenOff(boolean isWrittenOff) {
    var grant = books.grant(user, credits("10"), Optional.of(DAY));
    charge("4");
    books.pass(DAY);
    if (isWrittenOff) assertThat(books.ledger().expireGrants()).isEqualTo(1);
    assertThat(parts(books.reversed(part(grant, "a", "3")))).isEqualTo("0 3 0");
    assertThat(parts(books.reversed(all(grant, "b")))).isEqualTo("0 1 6");
    assertThat(books.holds(user)).isEqualTo("0 4");
    assertThat(books.ledger().expireGrants()).isZero();
  }

  @Test
  void whatWasWrittenOffIsNotOwedLater() {
    var grant = books.grant(user, credits("10"), Optional.of(DAY));
    charge("4");
    books.pass(DAY);
    assertThat(parts(books.reversed(writingOff(part(grant, "a", "3"))))).isEqualTo("0 0 3");
    assertThat(parts(books.reversed(all(grant, "b")))).isEqualTo("0 1 6");
  }

  @Test
  void whatPaidDebtIsOwedAgain() {
    charge("6");
    var grant = grant("10");
    assertThat(books.holds(user)).isEqualTo("4 0");
    assertThat(parts(books.reversed(all(grant, "a")))).isEqualTo("4 6 0");
    assertThat(books.holds(user)).isEqualTo("0 6");
  }

  @Test
  void anOperationIsDoneOnce() {
    var grant = grant("10");
    var reversal = books.reversed(part(grant, "a", "3"));
    assertThat(books.reverse(part(grant, "a", "3"))).isEqualTo(new Reversing.Replayed(reversal));
    assertThat(books.reverse(all(grant, "a"))).isEqualTo(new Reversing.Replayed(reversal));
    for (var other :
        List.of(
            part(grant, "a", "4"), writingOff(part(grant, "a", "3")), part(grant("1"), "a", "3"))) {
      assertThat(books.reverse(other)).isEqualTo(new Reversing.OperationReused(reversal));
    }
    books.restored(reversal);
    assertThat(books.reverse(part(grant, "a", "3"))).isInstanceOf(Reversing.Replayed.class);
    assertThat(books.holds(user)).isEqualTo("11 0");
  }

  @Test
  void aGrantIsReversedForItsOwnUserOnly() {
    var grant = grant("10");
    user = books.user();
    var stranger =
        new ReversalRequest(
            user, grant.id(), "a", Reversal.Kind.REVOCATION, Optional.empty(), Reversal.Spent.DEBT);
    assertThat(books.reverse(stranger)).isEqualTo(new Reversing.GrantUnknown());
    var reversal = books.reversed(all(grant, "a"));
    assertThat(books.restore(user, reversal.id())).isEqualTo(new Restoring.ReversalUnknown());
    assertThat(books.restore(UUID.randomUUID(), reversal.id()))
        .isEqualTo(new Restoring.UserUnknown());
  }

  @Test
  void whatAReferralGaveIsTakenBackByTheReferralAlone() {
    var grant = grant("10");
    assertThat(books.reverse(all(grant, "referral:a:b:referrer:reversal:1")))
        .isEqualTo(new Reversing.OfReferral());
    DATABASE.useTransaction(
        tx ->
            tx.update("UPDATE tally.credit_grants SET operation_id = :operation WHERE id = :id")
                .bind("operation", "referral:a:b:referrer")
                .bind("id", grant.id())
                .execute());
    assertThat(books.reverse(all(grant, "a"))).isEqualTo(new Reversing.OfReferral());
    assertThat(books.holds(user)).isEqualTo("10 0");
    books.reversed(all(grant, "referral:a:b:referrer:reversal:1"));
    DATABASE.useTransaction(
        tx ->
            tx.update("UPDATE tally.credit_grants SET operation_id = 'own' WHERE id = :id")
                .bind("id", grant.id())
                .execute());
  }

  @Test
  void aDeletedUsersGrantsAreReversedToo() {
    var grant = grant("10");
    charge("4");
    DATABASE.useTransaction(tx -> books.ledger().close(tx, user));
    var reversal = books.reversed(all(grant, "a"));
    assertThat(books.holds(user)).isEqualTo("0 4");
    books.restored(reversal);
    assertThat(books.holds(user)).isEqualTo("6 0");
  }

  @Test
  void aReversalIsUndoneOnce() {
    var grant = grant("10");
    charge("4");
    var reversal = books.reversed(all(grant, "a"));
    var restored = books.restored(reversal);
    assertThat(restored.restoredAt()).contains(books.now());
    assertThat(books.holds(user)).isEqualTo("6 0");
    assertThat(books.restore(user, reversal.id()))
        .isEqualTo(new Restoring.AlreadyRestored(restored));
    assertThat(books.holds(user)).isEqualTo("6 0");
    assertThat(parts(books.reversed(all(grant, "b")))).as("reversed anew").isEqualTo("6 4 0");
  }

  @Test
  void whatWasOwedAndIsPaidByNowComesBackIntoTheGrant() {
    var grant = grant("10");
    charge("10");
    var reversal = books.reversed(all(grant, "a"));
    var payer = grant("7");
    assertThat(books.holds(user)).isEqualTo("0 3");
    books.restored(reversal);
    assertThat(books.holds(user)).isEqualTo("7 0");
    assertThat(books.account(user).grants()).extracting(Grant::id).containsExactly(grant.id());
    assertThat(parts(books.reversed(all(grant, "b")))).isEqualTo("7 3 0");
    assertThat(parts(books.reversed(all(payer, "c")))).isEqualTo("0 7 0");
    assertThat(books.holds(user)).isEqualTo("0 10");
  }

  @Test
  void whatWasTakenPaysTheDebtThatAroseWithoutIt() {
    var grant = grant("10");
    var reversal = books.reversed(all(grant, "a"));
    charge("4");
    assertThat(books.holds(user)).isEqualTo("0 4");
    books.restored(reversal);
    assertThat(books.holds(user)).isEqualTo("6 0");
  }

  @Test
  void debtOfAnotherReversalIsLeftToItsOwnUndoing() {
    var lapsed = books.grant(user, credits("10"), Optional.of(DAY));
    charge("3");
    books.pass(DAY);
    var grant = grant("5");
    var owed = books.reversed(all(lapsed, "a"));
    var taken = books.reversed(all(grant, "b"));
    charge("1");
    assertThat(books.holds(user)).isEqualTo("0 4");
    books.restored(taken);
    assertThat(books.holds(user)).isEqualTo("4 3");
    books.restored(owed);
    assertThat(books.holds(user)).isEqualTo("4 0");
  }

  @Test
  void whatComesBackToAnExpiredGrantPaysDebtAndLapses() {
    var grant = books.grant(user, credits("10"), Optional.of(DAY));
    var reversal = books.reversed(all(grant, "a"));
    charge("4");
    books.pass(DAY);
    books.restored(reversal);
    assertThat(books.holds(user)).isEqualTo("0 0");
    assertThat(books.ledger().expireGrants()).isEqualTo(1);
    assertThat(parts(books.reversed(all(grant, "b")))).isEqualTo("0 4 6");
  }

  @Test
  void aWriteOffIsUndoneWithoutTheCreditsThatWereSpent() {
    var grant = grant("10");
    charge("4");
    books.restored(books.reversed(writingOff(all(grant, "a"))));
    assertThat(books.holds(user)).isEqualTo("6 0");
    assertThat(parts(books.reversed(all(grant, "b")))).isEqualTo("6 4 0");
  }

  @Test
  void anAccountHoldsAndOwesNoMoreThanCreditsReach() {
    var first = grant("1000000000000");
    charge("1000000000000");
    var second = grant("1000000000000");
    var taken = books.reversed(part(second, "a", "1000"));
    grant("1000");
    assertThat(books.restore(user, taken.id())).isEqualTo(new Restoring.TooMuch());
    charge("1000000000000");
    books.restored(taken);
    assertThat(books.holds(user)).isEqualTo("1000 0");
    books.reversed(all(first, "b"));
    assertThat(books.reverse(all(second, "c"))).isEqualTo(new Reversing.TooMuchDebt());
    assertThat(books.holds(user)).isEqualTo("1000 1000000000000");
  }

  @Test
  void manyAtOnceReverseAGrantOnce() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      user = books.user();
      var grant = grant("100");
      charge("60");
      var tries = new ArrayList<Callable<Reversing>>();
      for (int i = 0; i < 8; i++) {
        var operation = "at-once-" + i;
        var request = i % 2 == 0 ? all(grant, operation) : part(grant, operation, "35");
        tries.add(() -> books.reverse(request));
      }
      try (var executor = Executors.newFixedThreadPool(8)) {
        assertThat(executor.invokeAll(tries)).allSatisfy(each -> each.resultNow());
      }
      var reversals = books.reversals().list(user, Optional.empty(), 10);
      assertThat(reversals.stream().mapToLong(each -> each.amount().micros()).sum())
          .isEqualTo(credits("100").micros());
      assertThat(books.holds(user)).isEqualTo("0 60");
    }
  }

  @Test
  void chargesAndReversalsAtOnceAddUp() throws InterruptedException {
    var grant = grant("100");
    var work = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 20; i++) {
      var operation = "part-" + i;
      work.add(
          () -> {
            charge("3");
            return true;
          });
      work.add(() -> books.reverse(part(grant, operation, "4")) instanceof Reversing.Reversed);
      work.add(
          () ->
              books.restore(user, books.reversed(part(grant, operation + "x", "1")).id())
                  instanceof Restoring.Restored);
    }
    try (var executor = Executors.newFixedThreadPool(8)) {
      assertThat(executor.invokeAll(work))
          .filteredOn(each -> each.resultNow())
          .hasSizeGreaterThan(40);
    }
    books.reverse(all(grant, "rest"));
    assertThat(books.holds(user)).isEqualTo("0 60");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what goes wrong         | what it was             | what says so
          amount = 11               | amount = 10             | no more of a grant is reversed
          taken = 5                 | taken = 6               | add up to what it took
          owed = 3                  | owed = 4                | add up to what it took
          restored_at = created_at  | restored_at = NULL      | add up to what it took
          kind = 'clawback'         | kind = 'refund'         | of its grant and its kind
          """)
  void verificationFindsAReversalThatIsNotWhatItSays(String wrong, String right, String rule) {
    var grant = grant("10");
    charge("4");
    var reversal = books.reversed(all(grant, "a"));
    set(reversal, wrong);
    assertThat(LedgerVerification.verify(DATABASE))
        .filteredOn(finding -> !finding.holds())
        .extracting(finding -> finding.invariant().name())
        .singleElement()
        .asString()
        .contains(rule);
    set(reversal, right);
  }

  private static void set(Reversal reversal, String column) {
    DATABASE.useTransaction(
        tx ->
            tx.update("UPDATE tally.credit_reversals SET " + column + " WHERE id = :id")
                .bind("id", reversal.id())
                .execute());
  }
}
