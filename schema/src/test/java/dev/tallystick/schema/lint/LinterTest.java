package dev.tallystick.schema.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinterTest {
  private static final Instant TODAY = Instant.parse("2027-03-01T23:59:59Z");

  private static Shadow shadow;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private static Linter linter() {
    return Linter.of(LiveStatistics.NONE, InstantSource.fixed(TODAY));
  }

  private static List<Finding> lint(Linter linter, String sql) throws SQLException {
    var scripts = List.of(Script.of("a.sql", sql));
    try (var declared = shadow.declare(scripts)) {
      return linter.lint(scripts, declared.catalogue());
    }
  }

  private static List<String> found(String sql) throws SQLException {
    return lint(linter(), sql).stream()
        .map(finding -> finding.line() + " " + finding.rule())
        .toList();
  }

  private static Mender.Mended mend(String sql) throws SQLException {
    return new Mender(shadow, linter()).mend(List.of(Script.of("a.sql", sql)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # comment                                                   | findings
          lint: allow json-not-jsonb: signed                          | []
          lint: allow json-not-jsonb: signed (until 2027-03-01)       | []
          lint: allow json-not-jsonb: signed (until 2027-02-28)       | [2 json-not-jsonb, 2 suppression]
          lint: allow json-not-jsonb: signed (until next year)        | [2 json-not-jsonb, 2 suppression]
          lint: allow json-not-jsonb                                  | [2 json-not-jsonb, 2 suppression]
          lint: allow json-not-jsonb: (until 2028-01-01)              | [2 json-not-jsonb, 2 suppression]
          lint: allow json-no-jsonb: signed                           | [2 json-not-jsonb, 2 suppression]
          lint: ignore json-not-jsonb: signed                         | [2 json-not-jsonb, 2 suppression]
          lint: allow json-not-jsonb, money-as-float: signed          | [2 suppression]
          lint: allow unused-index: no database was named to tell     | [2 json-not-jsonb]
          just json                                                   | [2 json-not-jsonb]
          """)
  void aSuppressionNeedsARuleAReasonAndADateToCome(String comment, String findings)
      throws SQLException {
    var sql = "CREATE TABLE a (id bigint PRIMARY KEY,\n  body json -- %s\n);".formatted(comment);
    assertThat(found(sql)).hasToString(findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # which of a table's two faults a comment covers, by where it stands
          -- C\\nCREATE TABLE a (id int,\\n b json,\\n c json,\\n PRIMARY KEY (id));     |
          CREATE TABLE a (id int,\\n b json,\\n c json,\\n PRIMARY KEY (id)); -- C       |
          CREATE TABLE a (id int,\\n b json, -- C\\n c json,\\n PRIMARY KEY (id));       | 3
          CREATE TABLE a (id int,\\n -- C\\n -- and so on\\n b json,\\n c json,\\n PRIMARY KEY (id)); | 5
          CREATE TABLE z ();\\n-- C\\n\\nCREATE TABLE a (id int PRIMARY KEY, b json, c json);   |
          """)
  void aSuppressionCoversItsLineOrItsStatement(String sql, String line) throws SQLException {
    var text = sql.replace("\\n", "\n").replace("-- C", "-- lint: allow json-not-jsonb: signed");
    var lines = found(text).stream().map(found -> found.split(" ", 2)[0]).toList();
    assertThat(String.join(" ", lines)).isEqualTo(line == null ? "" : line);
  }

  @Test
  void whatPostgresNamedHasAPlaceToo() throws SQLException {
    var sql =
        """
        CREATE TABLE teams (id bigint, part bigint, PRIMARY KEY (id, part));
        CREATE TABLE users (
          id bigint PRIMARY KEY, team bigint, part bigint, seen timestamptz,
          FOREIGN KEY (team, part) REFERENCES teams,
          CHECK (id > 0), UNIQUE (team, seen)
        );
        CREATE INDEX ON users (part, id);
        CREATE INDEX ON users (seen);
        """;
    assertThat(found(sql))
        .containsExactly(
            "4 foreign-key-without-index", "5 nullable-unique-column", "8 timestamp-index");
  }

  @Test
  void anEditThatBreaksTheFilesIsLeftOutAndTheOthersAreMade() throws SQLException {
    var sql =
        """
        CREATE TABLE a (
          id bigint PRIMARY KEY,
          body json,
          parts int GENERATED ALWAYS AS (json_array_length(body)) STORED,
          other json,
          seen timestamp NOT NULL
        )""";
    var mended = mend(sql);
    assertThat(mended.scripts().getFirst().text())
        .isEqualTo(
            sql.replace("other json", "other jsonb").replace("timestamp NOT", "timestamptz NOT"));
    assertThat(mended.mended()).hasSize(2);
    assertThat(mended.left()).extracting(Finding::line).containsExactly(3);
  }

  @Test
  void aMendedFindingMayBringOneThatIsMendedNext() throws SQLException {
    var mended =
        mend(
            """
            CREATE TABLE teams (id bigint, part bigint, PRIMARY KEY (id, part));
            CREATE TABLE users (
              id bigint PRIMARY KEY, team bigint, part bigint,
              FOREIGN KEY (team, part) REFERENCES teams
            );
            CREATE INDEX users_team_idx ON users (team)""");
    assertThat(mended.scripts().getFirst().text())
        .contains("CREATE INDEX users_team_part_idx ON public.users (team, part)")
        .doesNotContain("users_team_idx ");
    assertThat(mended.left()).isEmpty();
  }

  @Test
  void rulesMayBeChosenByName() throws SQLException {
    var sql = "CREATE TABLE a (b json);";
    var only = Linter.of(Set.of("json-not-jsonb"), LiveStatistics.NONE, InstantSource.fixed(TODAY));
    assertThat(lint(only, sql)).extracting(Finding::rule).containsExactly("json-not-jsonb");
    assertThat(lint(linter(), sql))
        .extracting(Finding::rule)
        .containsExactly("json-not-jsonb", "missing-primary-key");
    assertThatThrownBy(
            () -> Linter.of(Set.of("nope"), LiveStatistics.NONE, InstantSource.fixed(TODAY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nope");
  }
}
