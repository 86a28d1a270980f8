package dev.tallystick.stripe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.PaymentIntentListParams;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.Database;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Nothing is asked of Stripe while a database transaction is open: locks would be held for as long
/// as Stripe likes.
final class NoCallInTransactionTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 2);
  private static final StripeSimulator SIMULATOR =
      StripeSimulator.start(
          Settings.of(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET, 1),
          InstantSource.system());

  private final StripeApi stripe =
      new StripeApi(StripeSettings.of(TestingStripe.environment(SIMULATOR)).orElseThrow());

  @AfterAll
  static void close() {
    SIMULATOR.close();
    DATABASE.close();
  }

  private int payments() {
    var params = PaymentIntentListParams.builder().build();
    return StripeApi.elements(stripe.json(it -> it.paymentIntents().list(params))).size();
  }

  @Test
  void aRequestWithinATransactionIsRefusedBeforeItIsSent() {
    assertThat(payments()).isZero();
    int before = SIMULATOR.calls().size();
    assertThatThrownBy(() -> DATABASE.inTransaction(_ -> payments()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
    assertThat(SIMULATOR.calls()).hasSize(before);
    assertThat(payments()).isZero();
  }

  /// So that nobody gets past the guard, the pace and the idempotency keys.
  @Test
  void onlyClassesNamedApiAskStripe() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.tallystick\\.stripe\\.(\\w+\\.)?(\\w*Api|StripeLists|MissedEvents)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("com\\.stripe\\.(StripeClient|service\\..*|param\\..*|model\\..*)")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tallystick"));
  }
}
