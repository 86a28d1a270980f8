package dev.tallystick;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tallystick.postgres.Tx;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which room may know which: the directions of docs/architecture.md.
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tallystick");

  @Test
  void onlyTheEdgesAndTheWiringKnowTheEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..http..", "..page..", "..cli..", "..bench..", "dev.tallystick")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.tallystick.http..",
            "dev.tallystick.page..",
            "dev.tallystick.cli..",
            "dev.tallystick")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # package   | may not know
          postgres    | schema, account, session, credit, message, price, usage, environment, watch
          schema      | account, session, credit, message, price, usage, environment
          usage       | postgres, schema, account, session, credit, message, price, environment
          price       | schema, account, session, credit, message, environment
          account     | schema, session, login, identity, mail, credit, referral, message, price, usage, environment
          session     | schema, login, identity, mail, credit, referral, message, price, usage, environment
          alert       | schema, account, session, login, identity, credit, referral, message, price, usage, environment, watch, lifecycle, limit, stripe
          referral    | schema, login, mail, message, price, usage, environment, watch, lifecycle, limit, stripe
          mail        | postgres, schema, account, session, login, identity, credit, message, price, limit
          identity    | schema, login, credit, message, price, usage, environment, watch, limit
          login       | schema, identity, mail, credit, message, price, usage, environment, watch
          lifecycle   | schema, price, usage, environment, watch
          credit      | schema, account, session, referral, message, price, usage, environment, stripe
          stripe      | schema, session, login, identity, mail, message, price, usage, environment, watch, lifecycle, limit
          message     | schema, account, session, environment
          environment | postgres, schema, account, session, credit, message, price, usage, watch
          limit       | schema, account, session, credit, message, price, usage, environment
          watch       | schema, account, session, credit, message, price, usage, environment
          """)
  void domainsPointInOneDirection(String room, String forbidden) {
    var packages =
        Arrays.stream(forbidden.split(",", -1)).map(String::strip).toArray(String[]::new);
    for (int i = 0; i < packages.length; i++) packages[i] = "dev.tallystick." + packages[i] + "..";
    noClasses()
        .that()
        .resideInAPackage("dev.tallystick." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(CLASSES);
  }

  @Test
  void theSimulatorAndTheProductDoNotKnowEachOther() {
    var simulator = "dev.tallystick.simulator..";
    noClasses()
        .that()
        .resideInAPackage(simulator)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.tallystick..").and(resideOutsideOfPackage(simulator)))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(simulator, "..bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(simulator)
        .check(CLASSES);
  }

  @Test
  void oneClassAloneTalksToStripe() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.tallystick.stripe.StripeApi")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.stripe.StripeClient")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tallystick.stripe..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.stripe..")
        .check(CLASSES);
  }

  /// Whoever phrases requests to Stripe takes no part in a transaction; that none is sent inside
  /// one is checked when it is sent.
  @Test
  void whoAsksStripeJoinsNoTransaction() {
    noMethods()
        .that()
        .areDeclaredInClassesThat(
            describe(
                "phrase requests to Stripe",
                it ->
                    it.getDirectDependenciesFromSelf().stream()
                        .map(each -> each.getTargetClass().getPackageName())
                        .anyMatch(name -> name.startsWith("com.stripe.param"))))
        .should()
        .haveRawParameterTypes(
            describe(
                "a transaction",
                types -> types.stream().anyMatch(it -> it.isEquivalentTo(Tx.class))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tallystick.(*)..").should().beFreeOfCycles().check(CLASSES);
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
        .check(CLASSES);
  }

  @Test
  void theRoomsOfStripeKnowTheirRootAndNotEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.tallystick.stripe")
        .and()
        .doNotHaveFullyQualifiedName("dev.tallystick.stripe.Stripe")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tallystick.stripe.*..")
        .check(CLASSES);
    slices().matching("dev.tallystick.stripe.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Dto|Dao)$")
        .check(CLASSES);
  }
}
