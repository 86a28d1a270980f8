package dev.tallystick.credit;

import static dev.tallystick.credit.TestingBooks.credits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final Database database = Database.open(TestingDatabase.fresh(), 20);
  private final TestingBooks books = new TestingBooks(database);
  private final Ledger ledger = books.ledger();
  private final UUID user = books.user();

  @AfterEach
  void ledgerHolds() {
    try (database) {
      assertThat(LedgerVerification.verify(database))
          .allSatisfy(
              finding -> assertThat(finding.rows()).as(finding.invariant().name()).isEmpty());
    }
  }

  private GrantRequest request(String operation, String amount) {
    return new GrantRequest(
        user, operation, Grant.Type.FREE, 20, credits(amount), Optional.empty());
  }

  private Account account() {
    return ledger.account(user).orElseThrow();
  }

  private void charge(String amount) {
    books.charge(user, credits(amount));
  }

  @Test
  void givesAnOperationOnce() {
    var first = ledger.grant(request("a", "10"));
    var again = ledger.grant(request("a", "10"));
    var other = ledger.grant(request("a", "11"));
    assertThat(first).isInstanceOf(Granting.Granted.class);
    assertThat(again).isInstanceOf(Granting.Replayed.class);
    assertThat(other).isInstanceOf(Granting.OperationReused.class);
    assertThat(account().available()).hasToString("10");
  }

  @Test
  void givesAnOperationOnceToManyAtATime() throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Callable<Granting>>();
      for (int i = 0; i < 50; i++) tries.add(() -> ledger.grant(request("a", "10")));
      var granted =
          executor.invokeAll(tries).stream()
              .filter(each -> each.resultNow() instanceof Granting.Granted)
              .count();
      assertThat(granted).isEqualTo(1);
    }
    assertThat(account().balance()).hasToString("10");
  }

  @Test
  void aNewGrantPaysTheDebtFirstAndARedeliveryPaysNothing() {
    charge("7.5");
    assertThat(account().debt()).hasToString("7.5");
    ledger.grant(request("small", "5"));
    assertThat(account().debt()).hasToString("2.5");
    assertThat(account().balance()).hasToString("0");
    ledger.grant(request("small", "5"));
    assertThat(account().debt()).as("a redelivery moves nothing").hasToString("2.5");
    ledger.grant(request("large", "10"));
    assertThat(account().debt()).hasToString("0");
    assertThat(account().available()).hasToString("7.5");
  }

  @Test
  void spendingInDebtIsMoreDebt() {
    charge("1");
    charge("2");
    assertThat(account().available()).hasToString("-3");
  }

  @Test
  void anExpiredGrantIsNotSpentAndIsWrittenOff() {
    var soon = Optional.of(books.now().plusSeconds(60));
    ledger.grant(new GrantRequest(user, "soon", Grant.Type.FREE, 20, credits("5"), soon));
    ledger.grant(request("later", "5"));
    charge("1");
    books.pass(Duration.ofMinutes(2));
    assertThat(account().available()).hasToString("5");
    charge("2");
    assertThat(ledger.expireGrants()).isEqualTo(1);
    assertThat(ledger.expireGrants()).isZero();
    assertThat(account().available()).hasToString("3");
    assertThat(ledger.entries(user, Optional.empty(), Optional.empty(), 10))
        .extracting(entry -> entry.kind() + " " + entry.amount())
        .containsExactly("EXPIRY -4", "CHARGE -2", "CHARGE -1");
  }

  @Test
  void aGrantIsNotBornExpired() {
    var request =
        new GrantRequest(user, "late", Grant.Type.FREE, 20, credits("5"), Optional.of(books.now()));
    assertThat(ledger.grant(request)).isEqualTo(new Granting.AlreadyExpired());
  }

  @Test
  void parallelChargesAndGrantsAddUp() throws InterruptedException {
    ledger.grant(request("start", "100"));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 40; i++) {
        int number = i;
        work.add(
            () -> {
              charge("7");
              return true;
            });
        if (i % 4 == 0) {
          work.add(() -> ledger.grant(request("more-" + number, "3")) instanceof Granting.Granted);
        }
      }
      assertThat(executor.invokeAll(work)).allMatch(done -> done.resultNow());
    }
    assertThat(account().available()).hasToString("-150");
  }

  @Test
  void theLedgerIsAppendOnly() {
    charge("1");
    for (var sql :
        List.of(
            "UPDATE tally.credit_entries SET amount = -2",
            "DELETE FROM tally.credit_entries",
            "TRUNCATE tally.credit_entries")) {
      assertThatThrownBy(() -> database.useTransaction(tx -> tx.update(sql).execute()))
          .as(sql)
          .satisfies(failure -> assertThat(SqlState.of(failure).code()).isEqualTo("23001"));
    }
  }

  @Test
  void aBalanceCannotFallBelowZeroOrRiseAboveThePrincipal() {
    var grant = ((Granting.Granted) ledger.grant(request("a", "10"))).grant();
    for (var amount : List.of("-10.000001", "0.000001")) {
      var entry =
          new NewEntry(
              user,
              Optional.of(grant.id()),
              Optional.empty(),
              Optional.empty(),
              Entry.Kind.REPAYMENT,
              credits(amount));
      assertThatThrownBy(() -> database.useTransaction(tx -> ledger.post(tx, List.of(entry))))
          .as(amount)
          .satisfies(failure -> assertThat(SqlState.of(failure).isDataFault()).isTrue());
    }
  }

  @Test
  void spendingIsAHotUpdate() {
    ledger.grant(request("a", "1000"));
    for (int i = 0; i < 20; i++) charge("1");
    var counts = database.inTransaction(LedgerTest::updates);
    assertThat(counts.get("updated")).isGreaterThan(0);
    assertThat(counts.get("hot")).isEqualTo(counts.get("updated"));
  }

  private static final String UPDATES =
      """
      SELECT pg_stat_get_xact_tuples_updated('tally.credit_grants'::regclass) AS updated,
             pg_stat_get_xact_tuples_hot_updated('tally.credit_grants'::regclass) AS hot
      """;

  /// The updates that this session has not handed to the statistics yet, one of our own at least.
  private static Map<String, Long> updates(Tx tx) {
    tx.update("UPDATE tally.credit_grants SET balance = balance - 0.5").execute();
    var updates =
        tx.query(UPDATES)
            .map((row, _) -> Map.of("updated", row.getLong("updated"), "hot", row.getLong("hot")))
            .one();
    tx.update("UPDATE tally.credit_grants SET balance = balance + 0.5").execute();
    return updates;
  }

  @Test
  void verificationFindsWhatIsWrong() {
    ledger.grant(request("a", "10"));
    database.useTransaction(
        tx -> tx.update("UPDATE tally.credit_grants SET balance = 9 WHERE balance = 10").execute());
    var broken =
        LedgerVerification.verify(database).stream().filter(finding -> !finding.holds()).toList();
    assertThat(broken).hasSize(1);
    assertThat(broken.getFirst().rows()).hasSize(1);
    assertThat(broken.getFirst().rows().getFirst()).containsEntry("user_id", user);
    database.useTransaction(
        tx -> tx.update("UPDATE tally.credit_grants SET balance = 10").execute());
  }
}
