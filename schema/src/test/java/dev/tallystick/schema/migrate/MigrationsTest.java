package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.schema.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationsTest {
  @ParameterizedTest
  @CsvSource({"1, 0001, 0", "1, 1.0, 0", "1.2, 1_2, 0", "1.2, 1.10, -1", "2, 1.9, 1", "1, 1.1, -1"})
  void versionsAreOrderedByTheirNumbers(String a, String b, int order) {
    assertThat(Version.parse(a).compareTo(Version.parse(b))).isEqualTo(order);
    assertThat(Version.parse(a).equals(Version.parse(b))).isEqualTo(order == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.", ".1", "1..2", "-1", "1a", "1234567890123456789"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Migrations of(String... files) {
    return new Migrations(Stream.of(files).map(file -> script(file, "SELECT 1")).toList());
  }

  @Test
  void bothNamingsAreReadAndOrdered() {
    assertThat(of("0002_b.sql", "0001_a.sql").all())
        .extracting(Migration::name)
        .containsExactly("a", "b");
    assertThat(of("V10__z.sql", "V2_1__two one.sql", "V1.2__x.sql", "V1__init.sql").all())
        .extracting(migration -> migration.version() + " " + migration.description())
        .containsExactly("1 init", "1.2 x", "2.1 two one", "10 z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0002_b.sql |                | 0001 is missing before 0002_b.sql
          0001_a.sql | 0003_b.sql     | 0002 is missing before 0003_b.sql
          0001_a.sql | 0001_b.sql     | have the same version
          V1__a.sql  | V1.0__b.sql    | have the same version
          0001_a.sql | V2__b.sql      | named in two ways
          V1__a.sql  | R__views.sql   | repeatable
          0001_a.sql | 2_b.sql        | is not a migration's name
          0001_a.sql | V1_b.sql       | is not a migration's name
          """)
  void whatIsAmissIsNamed(String first, String second, String complaint) {
    assertThatThrownBy(
            () -> of(second == null ? new String[] {first} : new String[] {first, second}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aFolderIsReadWithoutItsOtherFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("0001_a.sql"), "SELECT 1");
    Files.writeString(folder.resolve("README.md"), "how to");
    assertThat(Migrations.inFolder(folder).all())
        .extracting(Migration::file)
        .containsExactly("0001_a.sql");
  }

  private static List<String> parts(String sql) {
    return script("0001_a.sql", sql).parts().stream().map(MigrationsTest::text).toList();
  }

  private static String text(Part part) {
    var statements = String.join(";", part.statements().stream().map(Statement::text).toList());
    return switch (part) {
      case Part.Alone _ -> "alone " + statements;
      case Part.Transaction _ -> statements;
    };
  }

  @Test
  void aScriptIsCutWhereATransactionHasToEnd() {
    assertThat(parts("A; B")).containsExactly("A;B");
    assertThat(parts("A; CREATE INDEX CONCURRENTLY i ON t (c); B; C"))
        .containsExactly("A", "alone CREATE INDEX CONCURRENTLY i ON t (c)", "B;C");
    assertThat(parts("A; ALTER TYPE t ADD VALUE 'x'; B"))
        .containsExactly("A;ALTER TYPE t ADD VALUE 'x'", "B");
    assertThat(
            parts(
                "A;\n-- tally: commit\nB; -- tally: commit, because\nC; /* tally: commitment */ D"))
        .containsExactly("A", "B", "C;D");
    assertThat(parts("-- tally: commit\nA; -- tally: commit")).containsExactly("A");
    assertThat(parts("-- nothing to do")).containsExactly("");
  }
}
