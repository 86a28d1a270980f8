package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.postgres.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Verification finds what is wrong between payments and credits. What is wrong is SQL, past all
/// triggers.
class PurchaseVerificationTest {
  private final Database database = Database.open(TestingDatabase.fresh(), 2);
  private final DirectPurchases stripe = DirectPurchases.on(database);
  private final TestingBooks books = stripe.books();
  private final UUID user = stripe.customer();
  private final UUID other = stripe.customer();
  private final Paying pack =
      Paying.forPack(user, "100.000001").refunded(333).disputed(300, "lost", 200, "under_review");
  private final Paying plain = Paying.forPack(user, "50");
  private final Billing invoice =
      Billing.of(user).line("price_basic", 1, "2026-11-22", "2026-12-22");

  @BeforeEach
  void threePurchasesStandAsTheyShould() {
    stripe.apply(pack);
    stripe.apply(plain);
    stripe.apply(invoice, Paying.forInvoice(700).refunded(500), Paying.forInvoice(2000));
    assertThat(broken()).isEmpty();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> broken() {
    return LedgerVerification.verify(database).stream()
        .filter(finding -> !finding.holds())
        .map(finding -> finding.invariant().name())
        .toList();
  }

  /// Runs SQL in which `<pack>` is the operation that gave the pack, and so on.
  private void damage(String sql) {
    database.useTransaction(
        tx -> {
          tx.update("SET LOCAL session_replication_role = replica").execute();
          var written =
              sql.replace("<pack>", "'stripe:" + pack.id() + "'")
                  .replace("<plain>", "'stripe:" + plain.id() + "'")
                  .replace("<invoice>", "'stripe:" + invoice.id() + ":1'")
                  .replace("<other>", "'" + other + "'");
          for (var statement : written.split(";", -1)) {
            assertThat(tx.update(statement).execute()).as(statement).isPositive();
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      textBlock =
          """
          UPDATE tally.stripe_payments SET user_id = <other> WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          UPDATE tally.stripe_payments SET status = 'processing' WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          UPDATE tally.stripe_payments SET amount_received = 999 WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          UPDATE tally.stripe_payments SET checkout_id = NULL WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          UPDATE tally.stripe_payments SET credits = NULL WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          DELETE FROM tally.stripe_payments WHERE 'stripe:' || id = <plain> -> belong to it, and to who paid
          UPDATE tally.stripe_invoices SET user_id = <other> -> belong to it, and to who paid
          UPDATE tally.stripe_invoices SET status = 'void' -> belong to it, and to who paid
          UPDATE tally.credit_grants SET operation_id = <plain> || ':x' WHERE operation_id = <plain> -> belong to it, and to who paid
          UPDATE tally.credit_grants SET operation_id = 'given by hand' WHERE operation_id = <plain> -> gave what it bought
          UPDATE tally.stripe_payments SET credits = 51 WHERE 'stripe:' || id = <plain> -> gave what it bought
          UPDATE tally.credit_grants SET type = 'free' WHERE operation_id = <plain> -> gave what it bought
          UPDATE tally.stripe_payments SET amount_refunded = 1 WHERE 'stripe:' || id = <plain> -> as money went back
          UPDATE tally.stripe_payments SET amount_disputed = 1 WHERE 'stripe:' || id = <plain> -> as money went back
          UPDATE tally.stripe_payments SET amount_refunded = 332 WHERE 'stripe:' || id = <pack> -> as money went back
          UPDATE tally.stripe_payments SET amount_lost = 200, amount_disputed = 300 WHERE 'stripe:' || id = <pack> -> as money went back
          UPDATE tally.stripe_payments SET amount_refunded = 501 WHERE invoice_id IS NOT NULL AND amount_refunded > 0 -> as money went back
          UPDATE tally.stripe_payments SET invoice_id = NULL WHERE amount_refunded = 500 -> as money went back
          UPDATE tally.credit_reversals SET operation_id = replace(operation_id, 'lost:1', 'dispute:9') WHERE operation_id LIKE '%lost%' -> as money went back
          """)
  void findsTheRuleThatIsBroken(String sql, String rule) {
    damage(sql);
    assertThat(broken()).anySatisfy(each -> assertThat(each).contains(rule));
  }

  @Test
  void findsAPaymentThatGaveToTwo() {
    damage(
        """
        INSERT INTO tally.credit_grants
               (user_id, id, operation_id, type, priority, principal, balance)
        SELECT <other>, gen_random_uuid(), operation_id, type, priority, principal, balance
          FROM tally.credit_grants WHERE operation_id = <plain>
        """);
    assertThat(broken()).singleElement().asString().contains("belong to it, and to who paid");
  }

  @Test
  void findsAReversalThatWasUndoneByHand() {
    var grant = stripe.grantId(user, pack.id());
    var reversal =
        books.reversals().list(user, Optional.empty(), 100).stream()
            .filter(each -> each.grantId().equals(grant) && each.operationId().contains("refund"))
            .findFirst()
            .orElseThrow();
    var _ = books.restore(user, reversal.id());
    assertThat(broken()).singleElement().asString().contains("as money went back");
  }

  @Test
  void findsNothingWhereSupportTookBackItself() {
    var grant = stripe.grantId(user, plain.id());
    var request =
        new ReversalRequest(
            user,
            grant,
            "by hand",
            Reversal.Kind.REVOCATION,
            Optional.of(TestingBooks.credits("10")),
            Reversal.Spent.DEBT);
    var _ = books.reverse(request);
    stripe.apply(plain.refunded(1000));
    assertThat(broken()).isEmpty();
  }

  @Test
  void findsNothingWhereWhatWasPaidForWasRefused() {
    database.useTransaction(tx -> books.ledger().close(tx, other));
    stripe.apply(Paying.forPack(other, "10"));
    assertThat(broken()).isEmpty();
    damage("UPDATE tally.stripe_payments SET refused = NULL WHERE user_id = <other>");
    assertThat(broken()).containsExactly("a payment gave what it bought");
  }
}
