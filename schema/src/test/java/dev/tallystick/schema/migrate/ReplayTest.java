package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayTest {
  private final TestingMigrator testing = new TestingMigrator();

  @AfterEach
  void close() {
    testing.close();
  }

  private void replay(Migration... migrations) throws SQLException {
    try (var connection = testing.database().connection()) {
      new Migrations(List.of(migrations)).replay(connection);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void runsEveryPartAndLeavesNoHistory() throws SQLException {
    replay(
        script(
            "0001_a.sql",
            """
            CREATE SCHEMA app;
            SET search_path = app;
            CREATE TYPE mood AS ENUM ('glad');
            ALTER TYPE mood ADD VALUE 'sad';
            CREATE TABLE a (m mood DEFAULT 'sad');
            CREATE INDEX CONCURRENTLY a_m ON a (m);
            CREATE FUNCTION sign(n int) RETURNS int LANGUAGE sql
            BEGIN ATOMIC
              SELECT CASE WHEN n > 0 THEN 1 ELSE 0 END;
              SELECT 2;
            END;
            """),
        script("0002_b.sql", "BEGIN; CREATE TABLE b AS SELECT 1; COMMIT; VACUUM b"));
    assertThat(
            testing.text(
                "SELECT string_agg(oid::regclass::text, ' ' ORDER BY relname) FROM pg_class WHERE relname IN ('a', 'a_m', 'b', 'schema_migrations')"))
        .isEqualTo("app.a app.a_m b");
  }

  @Test
  void aFailureSaysWhereItIs() {
    assertThatThrownBy(
            () -> replay(script("0001_a.sql", "CREATE TABLE a ();\nCREATE TABLE b (c text[[]);")))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageStartingWith("0001_a.sql:2:24: syntax error at or near \"[\"");
    assertThat(testing.text("SELECT to_regclass('a') IS NULL")).isEqualTo("t");
  }
}
