package dev.tallystick.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MigrationsTest {
  private static final Migration TABLE =
      Migration.ofFile(
          "0001_table.sql", "CREATE TABLE app.a (id int); INSERT INTO app.a VALUES (1);");
  private static final Migration COLUMN =
      Migration.ofFile("0002_column.sql", "ALTER TABLE app.a ADD COLUMN b text DEFAULT ':x';");

  private final Database database = Database.open(TestPostgres.freshDatabase(), 4);

  @AfterEach
  void close() {
    database.close();
  }

  private static Migrations migrations(Migration... migrations) {
    return new Migrations("app", List.of(migrations));
  }

  @Test
  void appliesWhatIsMissingInOrder() {
    assertThat(migrations(TABLE).apply(database)).containsExactly(TABLE);
    assertThat(migrations(COLUMN, TABLE).apply(database)).containsExactly(COLUMN);
    assertThat(migrations(TABLE, COLUMN).apply(database)).isEmpty();
    assertThat(text("SELECT b FROM app.a")).isEqualTo(":x");
  }

  private String text(String sql) {
    return database.inTransaction(tx -> tx.query(sql).mapTo(String.class).one());
  }

  @Test
  void aFailedMigrationLeavesNothingBehind() {
    var broken =
        Migration.ofFile("0002_broken.sql", "CREATE TABLE app.c (id int); SELECT nothing;");
    assertThatThrownBy(() -> migrations(TABLE, broken).apply(database))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("0002_broken")
        .hasMessageContaining("nothing");
    assertThat(text("SELECT coalesce(to_regclass('app.c')::text, 'none')")).isEqualTo("none");
    assertThat(text("SELECT max(version)::text FROM app.schema_migrations")).isEqualTo("1");
  }

  @Test
  void anEditedMigrationIsRefused() {
    migrations(TABLE).apply(database);
    var edited = Migration.ofFile("0001_table.sql", TABLE.sql() + " -- a word more");
    assertThatThrownBy(() -> migrations(edited).apply(database))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("was edited");
  }

  @Test
  void aNewerDatabaseIsRefused() {
    migrations(TABLE, COLUMN).apply(database);
    assertThatThrownBy(() -> migrations(TABLE).apply(database))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("start the newer program");
  }

  @Test
  void numbersHaveNoGapsAndNamesHaveAForm() {
    assertThatThrownBy(() -> migrations(COLUMN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> migrations(TABLE, TABLE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Migration.ofFile("1_table.sql", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
