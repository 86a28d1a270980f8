package dev.tallystick.schema.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.schema.queries.QueryReport.Outcome;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueryCheckTest {
  private static final String SCHEMA =
      """
      CREATE SCHEMA app;
      CREATE TABLE app.users (id uuid PRIMARY KEY, email text UNIQUE, name text);
      CREATE TABLE app.orders (
          id bigint PRIMARY KEY,
          user_id uuid NOT NULL REFERENCES app.users,
          state text NOT NULL,
          made_at timestamptz NOT NULL
      );
      CREATE INDEX orders_user_idx ON app.orders (user_id);
      CREATE INDEX orders_state_idx ON app.orders (state) WHERE state = 'open';
      CREATE TABLE app.unread (id int PRIMARY KEY);
      CREATE INDEX unread_idx ON app.unread ((id + 1));
      """;

  private static Shadow shadow;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private CodeQueries code(String java) throws IOException {
    Files.writeString(folder.resolve("Code.java"), java);
    return CodeQueries.in(List.of(folder), List.of());
  }

  private static QueryReport check(CodeQueries code, String... tries) throws SQLException {
    var check =
        new QueryCheck(
            List.of(Script.of("schema.sql", SCHEMA)), new Sizes.Assumed(1_000_000), "public");
    var scripts = List.of(tries).stream().map(sql -> Script.of("--try", sql)).toList();
    return check.run(shadow, code, scripts);
  }

  private static Outcome only(QueryReport report) {
    assertThat(report.results()).hasSize(1);
    return report.results().getFirst().outcome();
  }

  @Test
  void whatDoesNotPrepareIsNamedWithItsPlace() throws IOException, SQLException {
    var report =
        check(
            code(
                """
                class Code {
                  static final String A =
                      \"""
                      SELECT id,
                             nmae
                        FROM app.users WHERE id = :id
                      \""";
                }
                """));
    var refused = (Outcome.Refused) only(report);
    assertThat(refused.position()).hasToString("5:14");
    assertThat(refused.message()).startsWith("column \"nmae\" does not exist");
    assertThat(report.isGood(false)).isFalse();
  }

  @Test
  void eachPlanSaysWhichIndexItUses() throws IOException, SQLException {
    var report =
        check(
            code(
                """
                class Code {
                  String a = "SELECT name FROM app.users WHERE email = ?";
                  String b = "select * from app.orders where user_id = :user";
                  String c = "UPDATE app.orders SET made_at = now() WHERE state = 'open' AND state = :s";
                  String d = "SELECT * FROM app.orders WHERE made_at = :at";
                  String e = "INSERT INTO app.users (id) VALUES (:id) ON CONFLICT (id) DO NOTHING";
                  String f = "SELECT relname FROM pg_class WHERE oid = :oid";
                  String g = "Select a file"; String h = "DELETE"; String i = "DELETE /v1/users";
                  String j = "CREATE TABLE x ()"; String k = "SELECT " + columns + " FROM app.users";
                }
                """));
    assertThat(report.refused()).isEmpty();
    assertThat(report.results()).hasSize(6);
    assertThat(report.code().others()).isEqualTo(1);
    assertThat(report.code().builtAtRunTime()).singleElement().asString().endsWith("Code.java:9");
    assertThat(report.results().get(5).outcome()).isEqualTo(new Outcome.OfSystem());
    assertThat(report.unserved())
        .singleElement()
        .satisfies(result -> assertThat(result.query().place()).endsWith("Code.java:5"));
    assertThat(report.tablesNeverRead()).containsExactly("app.unread");
    assertThat(report.idle())
        .extracting(QueryReport.IndexUse::index)
        .containsExactly("app.unread_idx");
    assertThat(report.indexes())
        .extracting(
            use -> use.index() + " " + use.constraint().orElse("-") + " " + use.queries().size())
        .containsExactly(
            "app.orders_pkey primary key 0",
            "app.orders_state_idx - 1",
            "app.orders_user_idx foreign key orders_user_id_fkey 1",
            "app.unread_pkey primary key 0",
            "app.unread_idx - 0",
            "app.users_pkey primary key 1",
            "app.users_email_key unique 1");
    assertThat(report.isGood(false)).isTrue();
    assertThat(report.isGood(true)).isFalse();
  }

  @Test
  void placeholdersAreFilledInWhereTheyAreConstants() throws IOException, SQLException {
    var code =
        code(
            """
            class Code {
              static final String COLUMNS = "id, email";
              static final String A = "SELECT %s FROM app.users WHERE id = :id".formatted(COLUMNS);
              static final String B = "SELECT * FROM app.users WHERE name LIKE '%s'";
              static final String C = "SELECT * FROM %s";
              void f(String table) { run(C.formatted(table)); }
            }
            """);
    assertThat(code.queries())
        .extracting(Query::words)
        .hasSize(2)
        .first()
        .asString()
        .contains("id, email");
    assertThat(code.builtAtRunTime()).singleElement().asString().endsWith("Code.java:5");
    assertThat(check(code).refused()).isEmpty();
  }

  @Test
  void typesOfArraysComeFromTheCodeThatBindsThem() throws IOException, SQLException {
    var report =
        check(
            code(
                """
                class Code {
                  String a = "INSERT INTO app.users SELECT * FROM unnest(:ids, :emails, :names)";
                  void f() { q.bindArray("ids", UUID.class, ids).bindArray("emails", String.class, e)
                      .bindArray(
                          "names", String.class, names); }
                  // tally:sql :ids uuid[]
                  String b = "SELECT u FROM unnest(:ids) AS u";
                  String c = "SELECT u FROM unnest(:unknown) AS u";
                }
                """));
    assertThat(report.refused())
        .singleElement()
        .satisfies(result -> assertThat(result.query().place()).endsWith("Code.java:8"));
  }

  @Test
  void filtersThatMayBeLeftOutArePlannedOneByOne() throws IOException, SQLException {
    var report =
        check(
            code(
                """
                class Code {
                  String a = "SELECT * FROM app.orders WHERE (:user::uuid IS NULL OR user_id = :user) AND (CAST(:state AS text) IS NULL OR state = :state) AND (:from::bigint IS NULL OR id >= :from) AND (:to::bigint IS NULL OR id < :to)";
                }
                """));
    var planned = (Outcome.Planned) only(report);
    assertThat(planned.forms())
        .extracting(form -> form.given() + " " + form.reads().getFirst().index().orElse("-"))
        .containsExactly(
            "no filter -",
            ":user app.orders_user_idx",
            ":state -",
            ":from app.orders_pkey",
            ":to app.orders_pkey",
            ":from and :to app.orders_pkey");
  }

  @Test
  void anIndexThatIsTriedShowsWhatItChanges() throws IOException, SQLException {
    var code =
        code(
            """
            class Code {
              String a = "SELECT * FROM app.orders WHERE made_at = :at";
              String b = "SELECT * FROM app.orders WHERE id = :id";
            }
            """);
    var report =
        check(
            code,
            "CREATE INDEX tried_idx ON app.orders (made_at)",
            "CREATE INDEX vain_idx ON app.users (name)");
    assertThat(report.triedInVain()).containsExactly("app.vain_idx");
    assertThat(report.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.after().reads().getFirst().index()).contains("app.tried_idx");
              assertThat(change.after().cost()).isLessThan(change.before().cost() / 1.5);
            });
    assertThat(report.indexes())
        .extracting(QueryReport.IndexUse::index)
        .doesNotContain("app.tried_idx");
    assertThatThrownBy(() -> check(code, "CREATE INDEX ON app.orders (nothing)"))
        .hasMessageStartingWith("--try:1:");
  }

  @Test
  void aScanThatStopsAtTheFirstRowReadsNoTableWhole() throws IOException, SQLException {
    var report =
        check(
            code(
                """
                class Code {
                  String a = "SELECT EXISTS (SELECT FROM app.orders)";
                  // tally:sql scan
                  String b = "SELECT count(*) FROM app.orders WHERE made_at = :at";
                  String c = "SELECT DISTINCT state FROM app.orders";
                }
                """));
    assertThat(report.unserved())
        .singleElement()
        .satisfies(result -> assertThat(result.query().place()).endsWith("Code.java:5"));
  }

  @Test
  void filesOfSqlAreReadAStatementAtATime() throws IOException, SQLException {
    Files.writeString(
        folder.resolve("orders.sql"),
        "-- :name\nSELECT * FROM app.orders WHERE id = :id;\nSET x = 1;\nSELECT nothing FROM app.orders;");
    var report = check(CodeQueries.in(List.of(), List.of(folder)));
    assertThat(report.code().others()).isEqualTo(1);
    assertThat(report.refused())
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.outcome())
                    .hasToString(
                        "Refused[position=4:8, message=column \"nothing\" does not exist]"));
  }
}
