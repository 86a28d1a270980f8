package dev.tallystick.schema.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShadowTest {
  private static Shadow shadow;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private static Declared declare(String... files) throws SQLException {
    var scripts = new ArrayList<Script>();
    for (int i = 0; i < files.length; i++) scripts.add(Script.of("f" + i + ".sql", files[i]));
    return shadow.declare(List.copyOf(scripts));
  }

  @Test
  void filesLoadInAnyOrder() throws SQLException {
    try (var declared =
        declare(
            "CREATE VIEW app.names AS SELECT name FROM app.users;",
            "CREATE TABLE app.users (id int PRIMARY KEY, name text, team int REFERENCES app.teams);",
            "CREATE TABLE app.teams (id int PRIMARY KEY);",
            "CREATE SCHEMA app;")) {
      assertThat(declared.catalogue().objects())
          .containsKey(ObjectKey.of(ObjectKey.Kind.VIEW, "app", "names"));
    }
  }

  @Test
  void filesThatNeedEachOtherLoadStatementByStatement() throws SQLException {
    try (var declared =
        declare(
            """
            CREATE TABLE a (id int PRIMARY KEY, b int);
            ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            """,
            """
            CREATE TABLE b (id int PRIMARY KEY, a int);
            ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a;
            """)) {
      assertThat(declared.catalogue().objects()).hasSizeGreaterThan(6);
    }
  }

  @Test
  void aCommentOnTheColumnOfAViewIsNotTheViews() throws SQLException {
    try (var declared =
        declare(
            """
            CREATE VIEW v AS SELECT 1 AS a, 2 AS b;
            COMMENT ON COLUMN v.a IS 'before';
            COMMENT ON VIEW v IS 'the view';
            COMMENT ON COLUMN v.b IS 'after';
            """)) {
      assertThat(declared.catalogue().comments())
          .containsExactly(
              entry(ObjectKey.column("public", "v", "a"), "before"),
              entry(ObjectKey.column("public", "v", "b"), "after"),
              entry(ObjectKey.of(ObjectKey.Kind.VIEW, "public", "v"), "the view"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE TABLE t (id int,\\n  name txt)              | f0.sql:2:8: type "txt" does not exist
          CREATE TABEL t ()                                   | f0.sql:1:8: syntax error
          CREATE TABLE t (id int REFERENCES nowhere)          | f0.sql:1:35: relation "nowhere"
          SELECT 1;\\nCREATE INDEX ON t (x)                   | f0.sql:2:17: relation "t" does not
          CREATE TABLE t (s text DEFAULT 'x)                  | f0.sql:1:32: this string does not end
          CREATE EXTENSION nothing_like_it                    | extension "nothing_like_it" is not
          CREATE FUNCTION f() RETURNS int\\nLANGUAGE sql AS 'SELECT x' | f0.sql:2:25: column "x"
          """)
  void whatDoesNotLoadIsNamedWithItsPlace(String sql, String message) {
    assertThatThrownBy(() -> declare(sql.replace("\\n", "\n")).close())
        .hasMessageContaining(message);
  }

  private static Migrations migrations(String sql) {
    return new Migrations(List.of(Migration.ofFile("0001_first.sql", sql)));
  }

  @Test
  void whatAnotherProcessForgetsMeanwhileIsBuiltAgain() throws SQLException {
    var replayed = shadow.replay(migrations("CREATE TABLE kept (id int);"));
    try (var other = Shadow.embedded(Path.of("target", "shadow"))) {
      for (int i = 0; i < 17; i++) {
        var _ = other.replay(migrations("CREATE TABLE t%d (id int);".formatted(i)));
      }
    }
    try (var copy = shadow.copy(replayed.migrations());
        var connection = copy.connect()) {
      assertThat(CatalogueReader.read(connection)).isEqualTo(replayed.catalogue());
    }
  }
}
