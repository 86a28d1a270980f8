package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MigratorTest {
  private static final Migration TABLE =
      script("0001_table.sql", "CREATE TABLE app.a (id int); INSERT INTO app.a VALUES (1);");
  private static final Migration COLUMN =
      script("0002_column.sql", "ALTER TABLE app.a ADD COLUMN b text DEFAULT ':x ? {d}';");

  private final TestingMigrator testing = new TestingMigrator();

  @AfterEach
  void close() {
    testing.close();
  }

  @Test
  void appliesWhatIsMissingInOrder() {
    assertThat(testing.apply(TABLE)).containsExactly("0001_table.sql");
    assertThat(testing.apply(COLUMN, TABLE)).containsExactly("0002_column.sql");
    assertThat(testing.apply(TABLE, COLUMN)).isEmpty();
    assertThat(testing.text("SELECT b FROM app.a")).isEqualTo(":x ? {d}");
    assertThat(testing.history()).containsExactly("1 1 finished", "2 1 finished");
  }

  @Test
  void aFailedTransactionLeavesNothingBehindAndSaysWhere() {
    var broken = script("0002_broken.sql", "CREATE TABLE app.c (id int);\nSELECT '😀', nothing;");
    assertThatThrownBy(() -> testing.apply(TABLE, broken))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageStartingWith("0002_broken.sql:2:14: column \"nothing\" does not exist")
        .hasMessageContaining("left nothing behind");
    assertThat(testing.text("SELECT to_regclass('app.c') IS NULL")).isEqualTo("t");
    assertThat(testing.history()).containsExactly("1 1 finished");
  }

  @Test
  void whatIsCheckedAtTheCommitFailsThere() {
    var deferred =
        script(
            "0001_deferred.sql",
            """
            CREATE TABLE app.p (id int PRIMARY KEY);
            CREATE TABLE app.q (p int REFERENCES app.p DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO app.q VALUES (1);
            """);
    assertThatThrownBy(() -> testing.apply(deferred))
        .hasMessageStartingWith("0001_deferred.sql:3:1: insert or update on table \"q\"")
        .hasMessageContaining("left nothing behind");
    assertThat(testing.history()).isEmpty();
  }

  @Test
  void anEditedMigrationIsRefused() {
    testing.apply(TABLE);
    var edited = script("0001_table.sql", TABLE.sql() + " -- a word more");
    assertThatThrownBy(() -> testing.apply(edited))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("was edited");
  }

  @Test
  void aNewerDatabaseIsRefused() {
    testing.apply(TABLE, COLUMN);
    assertThatThrownBy(() -> testing.apply(TABLE))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("start the newer program");
  }

  @Test
  void aVersionBehindAnAppliedOneIsRefused() {
    var first = script("V1__a.sql", "SELECT 1");
    var last = script("V3__c.sql", "SELECT 3");
    testing.apply(first, last);
    assertThatThrownBy(() -> testing.apply(first, script("V2__b.sql", "SELECT 2"), last))
        .hasMessageContaining("V2__b.sql was not applied here, but V3__c.sql was");
    assertThatThrownBy(() -> testing.apply(last)).hasMessageContaining("not in the folder");
  }

  @Test
  void aMigrationMayNotEndItsTransactionItself() {
    assertThatThrownBy(() -> testing.apply(script("0001_a.sql", "SELECT 1;\nCOMMIT;")))
        .hasMessageContaining("0001_a.sql:2:1")
        .hasMessageContaining("-- tally: commit");
  }

  @Test
  void lookingWritesNothing() {
    var outstanding = testing.migrator(TABLE, COLUMN).outstanding();
    assertThat(outstanding).extracting(Outstanding::migration).containsExactly(TABLE, COLUMN);
    assertThat(testing.migrator(TABLE).history()).isEmpty();
    assertThat(testing.text("SELECT to_regnamespace('app') IS NULL")).isEqualTo("t");
  }

  @Test
  void anOlderHistoryIsReadAsItIsAndExtendedByARun() {
    testing.run(
        "CREATE SCHEMA app",
        "CREATE TABLE app.a (id int)",
        """
        CREATE TABLE app.schema_migrations (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """,
        "INSERT INTO app.schema_migrations VALUES (1, 'table', '%s')".formatted(TABLE.checksum()));
    assertThat(testing.history()).containsExactly("1 1 finished");
    assertThat(testing.migrator(TABLE, COLUMN).outstanding()).hasSize(1);
    assertThat(
            testing.text(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.schema_migrations'::regclass AND attnum > 0"))
        .isEqualTo("4");

    assertThat(testing.apply(TABLE, COLUMN)).containsExactly("0002_column.sql");
    assertThat(testing.apply(TABLE, COLUMN)).isEmpty();
    assertThat(testing.history()).containsExactly("1 1 finished", "2 1 finished");
  }

  @Test
  void settingsOfOneMigrationDoNotReachTheNext() {
    testing.apply(
        script(
            "0001_a.sql", "CREATE ROLE tally_nobody; SET ROLE tally_nobody; SET search_path = app"),
        script("0002_b.sql", "CREATE TABLE b AS SELECT current_user <> 'tally_nobody' AS is_me"));
    assertThat(testing.text("SELECT is_me FROM public.b")).isEqualTo("t");
    testing.run("DROP ROLE tally_nobody");
  }

  @Test
  void runnersThatStartAtOnceApplyEachMigrationOnce() throws Exception {
    // A runner that waited inside a statement would have a snapshot, and the index would wait for
    // it.
    var index = script("0002_index.sql", "CREATE INDEX CONCURRENTLY a_id ON app.a (id); SELECT 1");
    Callable<Integer> run = () -> testing.apply(TABLE, index).size();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var applied = new ArrayList<Integer>();
      for (var each : executor.invokeAll(IntStream.range(0, 4).mapToObj(_ -> run).toList())) {
        applied.add(each.get());
      }
      assertThat(applied).containsExactlyInAnyOrder(2, 0, 0, 0);
    }
    assertThat(testing.events(MigrationEvent.Queued.class))
        .allSatisfy(queued -> assertThat(queued.holders()).hasSize(1));
  }

  @Test
  void aPrivilegeThatLacksIsNamed() {
    testing.run("CREATE ROLE tally_guest", "CREATE SCHEMA closed");
    var denied = script("0001_a.sql", "SET LOCAL ROLE tally_guest; CREATE TABLE closed.a (id int)");
    assertThatThrownBy(() -> testing.apply(denied))
        .hasMessageContaining("permission denied for schema closed")
        .hasMessageContaining("GRANT USAGE, CREATE ON SCHEMA closed");
    testing.run("DROP ROLE tally_guest");
  }

  @Test
  void aHistoryThatMayNotBeMadeIsNoRiddle() {
    testing.run("CREATE ROLE tally_visitor");
    var url = testing.url().withPassword();
    var options = (url.contains("?") ? "&" : "?") + "options=-c%20role%3Dtally_visitor";
    try (var visitor = Database.open(DatabaseUrl.parse(url + options), 2)) {
      var migrator = new Migrator(visitor, new Migrations(List.of(TABLE)), "app");
      assertThatThrownBy(migrator::apply)
          .isInstanceOf(MigrationRefused.class)
          .hasMessageStartingWith("cannot migrate: permission denied for database")
          .hasMessageContaining("GRANT CREATE ON DATABASE " + testing.url().name());
    }
    testing.run("DROP ROLE tally_visitor");
  }

  @Test
  void anExtensionThatLacksIsNamed() {
    assertThatThrownBy(
            () -> testing.apply(script("0001_a.sql", "CREATE EXTENSION postgis_of_ours")))
        .hasMessageContaining("install the extension postgis_of_ours");
  }
}
