package dev.tallystick.credit;

import static dev.tallystick.credit.TestingBooks.all;
import static dev.tallystick.credit.TestingBooks.credits;
import static dev.tallystick.credit.TestingBooks.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What another grant paid of a reversal that is undone.
final class RestorationsTest {
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

  @ParameterizedTest
  @ValueSource(longs = {0, 40})
  void whatAnotherGrantPaidOutlivesAGrantThatExpires(long days) {
    var grant = books.grant(user, credits("500"), Optional.of(DAY.multipliedBy(30)));
    charge("500");
    var reversal = books.reversed(all(grant, "a"));
    grant("700");
    assertThat(books.holds(user)).isEqualTo("200 0");
    books.pass(DAY.multipliedBy(days));
    books.restored(reversal);
    books.pass(DAY.multipliedBy(40));
    books.ledger().expireGrants();
    assertThat(books.holds(user)).isEqualTo("700 0");
    var anew = books.account(user).grants().getLast();
    assertThat(anew.operationId()).isEqualTo("restoration:" + reversal.id());
    assertThat(List.of(anew.type(), anew.priority(), anew.principal(), anew.balance()))
        .containsExactly(grant.type(), grant.priority(), credits("500"), credits("500"));
    assertThat(anew.expiresAt()).isEmpty();
    // Once more: each time has a grant of its own.
    var again = books.reversed(all(grant, "b"));
    assertThat(parts(again)).isEqualTo("0 500 0");
    grant("500");
    books.restored(again);
    assertThat(books.holds(user)).isEqualTo("1200 0");
  }

  @Test
  void whatWasTakenLapsesWhereTheGrantHasExpired() {
    var grant = books.grant(user, credits("10"), Optional.of(DAY));
    charge("4");
    var reversal = books.reversed(all(grant, "a"));
    assertThat(parts(reversal)).isEqualTo("6 4 0");
    grant("5");
    books.pass(DAY);
    books.restored(reversal);
    assertThat(books.ledger().expireGrants()).isEqualTo(1);
    assertThat(books.holds(user)).isEqualTo("5 0");
  }

  @Test
  void aDeletedUserGetsBackWhatWasPaidToo() {
    var grant = books.grant(user, credits("10"), Optional.of(DAY));
    charge("10");
    var reversal = books.reversed(all(grant, "a"));
    grant("10");
    DATABASE.useTransaction(tx -> books.ledger().close(tx, user));
    books.pass(DAY);
    books.restored(reversal);
    assertThat(books.holds(user)).isEqualTo("10 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what goes wrong                 | what it was            | what says so
          operation_id = 'restoration:x'    | operation_id = :right  | add up to what it took
          operation_id = 'x'                | operation_id = :right  | add up to what it took
          principal = 5, balance = 5        | principal = 4, balance = 4 | add up to what it took
          expires_at = '2100-01-01'         | expires_at = NULL      | given anew was owed
          priority = 21                     | priority = 20          | given anew was owed
          type = 'admin'                    | type = 'free'          | given anew was owed
          operation_id = 'restoration:x'    | operation_id = :right  | given anew was owed
          """)
  void verificationFindsWhatIsWronglyGivenAnew(String wrong, String right, String rule) {
    var grant = books.grant(user, credits("4"), Optional.of(DAY));
    charge("4");
    var reversal = books.reversed(all(grant, "a"));
    grant("4");
    books.restored(reversal);
    var operation = "restoration:" + reversal.id();
    var anew = books.reversals().grants(user, Optional.empty(), 1).getFirst().grant();
    assertThat(anew.operationId()).isEqualTo(operation);
    setGrant(anew, wrong);
    assertThat(LedgerVerification.verify(DATABASE))
        .filteredOn(finding -> !finding.holds())
        .extracting(finding -> finding.invariant().name())
        .anySatisfy(name -> assertThat(name).contains(rule));
    setGrant(anew, right.replace(":right", "'" + operation + "'"));
  }

  private static void setGrant(Grant grant, String columns) {
    DATABASE.useTransaction(
        tx ->
            tx.update("UPDATE tally.credit_grants SET " + columns + " WHERE id = :id")
                .bind("id", grant.id())
                .execute());
  }
}
