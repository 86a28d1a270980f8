package dev.tallystick.stripe.topup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.Pack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a top-up is worked on again.
class TopUpStepsTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);

  private final TestingBooks books = new TestingBooks(DATABASE);
  private final UUID user = books.user();
  private TopUp claimed;

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void aTopUpIsWorkedOn() {
    var pack = new Pack("starter", TestingBooks.credits("1000"), 1000, "usd");
    DATABASE.useTransaction(
        tx -> Shortfalls.note(tx, List.of(books.account(user)), books.now(), TestingBooks::newId));
    claimed = claim();
    DATABASE.useTransaction(
        tx -> TopUpSteps.order(tx, claimed, TopUp.Order.of(pack, 1, books.now())));
  }

  private TopUp claim() {
    var until = books.now().plus(TopUpDecisions.LEASE);
    return DATABASE.inTransaction(
        tx -> {
          var key = TopUpSteps.due(tx, books.now(), new UUID(0, 0), 100).getLast();
          assertThat(key.user()).isEqualTo(user);
          return TopUpSteps.claim(tx, key, books.now(), until).orElseThrow();
        });
  }

  private Instant retryAt() {
    return DATABASE.inTransaction(tx -> TopUpSteps.latest(tx, user)).orElseThrow().retryAt();
  }

  private Instant in(Duration time) {
    return books.now().plus(time);
  }

  private void fails(Instant retryAt) {
    DATABASE.useTransaction(tx -> TopUpSteps.noteError(tx, claimed, "down", retryAt));
  }

  private void isDeclined(Instant retryAt) {
    DATABASE.useTransaction(tx -> TopUpSteps.noteDecline(tx, claimed, "no money", retryAt));
  }

  @Test
  void workThatTookLongerThanItsClaimPausesAfterwards() {
    books.pass(TopUpDecisions.LEASE.plusSeconds(30));
    var later = in(Duration.ofMinutes(5));
    fails(later);
    assertThat(retryAt()).isEqualTo(later);
  }

  @Test
  void aDeclineAfterTheClaimRanOutIsTriedAgainWhenItsTimeComes() {
    books.pass(TopUpDecisions.LEASE.plusSeconds(30));
    var later = in(Duration.ofDays(1));
    isDeclined(later);
    assertThat(retryAt()).isEqualTo(later);
  }

  @Test
  void whatWasHurriedMeanwhileStaysDue() {
    books.pass(Duration.ofSeconds(10));
    var hurried = books.now();
    DATABASE.useTransaction(tx -> TopUpSteps.hurry(tx, user, hurried));
    fails(in(Duration.ofMinutes(5)));
    isDeclined(in(Duration.ofDays(1)));
    assertThat(retryAt()).isEqualTo(hurried);
  }

  @Test
  void whatSomebodyElseClaimedMeanwhileStaysTheirs() {
    books.pass(TopUpDecisions.LEASE.plusSeconds(30));
    var other = claim();
    fails(in(Duration.ofSeconds(5)));
    isDeclined(in(Duration.ofDays(1)));
    assertThat(retryAt()).isEqualTo(other.retryAt());
  }
}
