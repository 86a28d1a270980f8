package dev.tallystick.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.plan.Plan;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each change that was made by hand, and what becomes of the file.
final class AdoptTest {
  private static final String USERS =
      """
      CREATE SCHEMA app;

      -- Who may come in.
      CREATE TABLE app.users (
          id integer PRIMARY KEY,        -- ours
          email text NOT NULL CHECK (email <> ''),
          name text, -- as shown
          age integer
      );
      COMMENT ON TABLE app.users IS 'Accounts';

      -- Serves the login.
      CREATE INDEX users_email ON app.users (email);
      COMMENT ON INDEX app.users_email IS 'by email';

      CREATE VIEW app.names AS
          SELECT name FROM app.users;
      COMMENT ON VIEW app.names IS 'names';
      """;

  private static Shadow shadow;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private static final Path FOLDER = Path.of("schema");

  private static Adopted adopt(String text, String byHand) throws SQLException {
    DatabaseUrl url = TestPostgres.freshDatabase();
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"));
        var statement = connection.createStatement()) {
      var _ = statement.execute(text);
      var _ = statement.execute(byHand);
    }
    var migrations = new Migrations(List.of(Migration.ofFile("0001_all.sql", text)));
    var files = new SchemaFiles(FOLDER, List.of(Script.of("schema/users.sql", text)));
    var sides = sides(url, migrations, files);
    var subjects = new TreeSet<Subject>();
    for (var movement : Drift.between(sides).movements()) subjects.add(movement.subject());
    var adopted = Adopted.of(shadow, files, sides, subjects);
    if (adopted instanceof Adopted.Written(var changed)) {
      // What `generate` would plan from it is proved to lead there, too.
      var scripts = new ArrayList<Script>();
      changed.forEach((file, sql) -> scripts.add(Script.of(file, sql)));
      if (!changed.containsKey("schema/users.sql")) scripts.addAll(files.scripts());
      assertThat(Plan.make(shadow, scripts, migrations, Map.of()))
          .isNotInstanceOf(Plan.Unproved.class);
    }
    return adopted;
  }

  /// The live database counts as migrated, so that what differs was done by hand.
  private static Sides sides(DatabaseUrl url, Migrations migrations, SchemaFiles files)
      throws SQLException {
    var live = LiveDatabase.read(url, new Migrations(List.of()), "tally_schema");
    try (var declared = shadow.declare(files.scripts())) {
      var sides = new Comparison(shadow).sides(declared, migrations, Optional.of(live));
      return new Sides(sides.files(), sides.migrations(), sides.migrations(), sides.live());
    }
  }

  /// The file after `byHand`, as a diff without context.
  private static String diff(String text, String byHand) throws SQLException {
    return switch (adopt(text, byHand)) {
      case Adopted.ByHand(var subjects, var message) -> "by hand: " + subjects + message;
      case Adopted.Written(var files) ->
          files.entrySet().stream()
              .map(
                  entry ->
                      entry.getKey().equals("schema/users.sql")
                          ? lines(text, entry.getValue())
                          : entry.getKey() + ":\n" + entry.getValue())
              .collect(Collectors.joining("\n"));
    };
  }

  private static String lines(String before, String after) {
    var kept = LineDiff.between(before, after).stream().filter(line -> !line.startsWith(" "));
    return kept.map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
  }

  @Test
  void aColumnBecomesALineOfItsTable() throws SQLException {
    assertThat(diff(USERS, "ALTER TABLE app.users ADD nick varchar(9) NOT NULL DEFAULT 'x'"))
        .isEqualTo(
            """
            -    age integer
            +    age integer,
            +    nick character varying(9) DEFAULT 'x'::character varying NOT NULL
            """);
  }

  @Test
  void theCommasOfTheTableAreKept() throws SQLException {
    var add = "ALTER TABLE t ADD c int";
    assertThat(diff("CREATE TABLE t (a int, b int);\n", add))
        .isEqualTo("-CREATE TABLE t (a int, b int);\n+CREATE TABLE t (a int, b int, c integer);\n");
    assertThat(diff("CREATE TABLE t (\n    a int -- one\n  , b int -- two\n);\n", add))
        .isEqualTo("+  , c integer\n");
    assertThat(
            diff(
                "CREATE TABLE t (\n  a int, -- one\n  b int, /* two */\n  CHECK (a > b)\n);\n",
                add))
        .isEqualTo("+  c integer,\n");
    assertThat(diff("CREATE TABLE t (\n  a int,\n  b int -- last, (it is)\n);\n", add))
        .isEqualTo("-  b int -- last, (it is)\n+  b int, -- last, (it is)\n+  c integer\n");
    assertThat(diff("CREATE TABLE t ();\n", add))
        .isEqualTo("-CREATE TABLE t ();\n+CREATE TABLE t (\n+    c integer\n+);\n");
  }

  @Test
  void aColumnThatWentTakesItsLineAlong() throws SQLException {
    assertThat(diff(USERS, "ALTER TABLE app.users DROP age"))
        .isEqualTo("-    name text, -- as shown\n-    age integer\n+    name text -- as shown\n");
    assertThat(diff(USERS, "DROP INDEX app.users_email; ALTER TABLE app.users DROP email"))
        .contains("-    email text NOT NULL CHECK (email <> ''),\n")
        .doesNotContain("+");
    assertThat(diff("CREATE TABLE t (a int, b int);\n", "ALTER TABLE t DROP a"))
        .endsWith("+CREATE TABLE t (b int);\n");
    assertThat(diff("CREATE TABLE t (\n    a int\n  , b int\n);\n", "ALTER TABLE t DROP b"))
        .isEqualTo("-  , b int\n");
  }

  @Test
  void aPlainColumnIsWrittenAnew() throws SQLException {
    assertThat(diff(USERS, "ALTER TABLE app.users ALTER age TYPE bigint, ALTER age SET NOT NULL"))
        .isEqualTo("-    age integer\n+    age bigint NOT NULL\n");
  }

  @Test
  void aColumnWithMoreToItIsAltered() throws SQLException {
    assertThat(diff(USERS, "ALTER TABLE app.users ALTER email DROP NOT NULL"))
        .isEqualTo("+ALTER TABLE app.users ALTER COLUMN email DROP NOT NULL;\n");
  }

  @Test
  void indexesAreAddedChangedAndRemoved() throws SQLException {
    assertThat(diff(USERS, "CREATE INDEX users_age ON app.users (age) WHERE age > 1"))
        .isEqualTo("+CREATE INDEX users_age ON app.users USING btree (age) WHERE (age > 1);\n+\n");
    assertThat(diff(USERS, "DROP INDEX app.users_email"))
        .isEqualTo(
            """
            --- Serves the login.
            -CREATE INDEX users_email ON app.users (email);
            -COMMENT ON INDEX app.users_email IS 'by email';
            -
            """);
    assertThat(
            diff(
                USERS,
                """
                DROP INDEX app.users_email;
                CREATE INDEX users_email ON app.users (lower(email));
                COMMENT ON INDEX app.users_email IS 'by email';
                """))
        .isEqualTo(
            """
            -CREATE INDEX users_email ON app.users (email);
            +CREATE INDEX users_email ON app.users USING btree (lower(email));
            """);
  }

  @Test
  void constraintsAreAddedChangedAndRemoved() throws SQLException {
    assertThat(diff(USERS, "ALTER TABLE app.users ADD CONSTRAINT old CHECK (age > 9)"))
        .isEqualTo("+ALTER TABLE app.users ADD CONSTRAINT old CHECK ((age > 9));\n+\n");
    assertThat(diff(USERS, "ALTER TABLE app.users DROP CONSTRAINT users_email_check"))
        .isEqualTo("+ALTER TABLE app.users DROP CONSTRAINT users_email_check;\n+\n");
    var named = "CREATE TABLE t (\n    a int,\n    CONSTRAINT big CHECK (a > 9)\n);\n";
    assertThat(diff(named, "ALTER TABLE t DROP CONSTRAINT big"))
        .isEqualTo("-    a int,\n-    CONSTRAINT big CHECK (a > 9)\n+    a int\n");
  }

  @Test
  void viewsAndFunctionsAreReplacedAddedAndRemoved() throws SQLException {
    assertThat(
            diff(
                USERS,
                "CREATE OR REPLACE VIEW app.names AS SELECT upper(name) AS name FROM app.users"))
        .contains("-    SELECT name FROM app.users;")
        .contains("+SELECT upper(name) AS name");
    assertThat(diff(USERS, "DROP VIEW app.names"))
        .contains("-COMMENT ON VIEW app.names IS 'names';")
        .doesNotContain("+");
    assertThat(diff(USERS, "CREATE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 1'"))
        .startsWith("schema/one.sql:\nCREATE FUNCTION app.one()\n RETURNS integer");
  }

  @Test
  void triggersAndPoliciesComeBehindTheirTable() throws SQLException {
    assertThat(
            diff(
                USERS,
                """
                CREATE FUNCTION app.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER no BEFORE DELETE ON app.users FOR EACH ROW EXECUTE FUNCTION app.no();
                ALTER TABLE app.users DISABLE TRIGGER no;
                ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
                CREATE POLICY own ON app.users USING (age > 1);
                """))
        .contains("+CREATE TRIGGER no BEFORE DELETE ON app.users")
        .contains("+ALTER TABLE app.users DISABLE TRIGGER no;")
        .contains("+ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;")
        .contains("+CREATE POLICY own ON app.users");
  }

  @Test
  void commentsAndGrantsAreWritten() throws SQLException {
    assertThat(diff(USERS, "COMMENT ON TABLE app.users IS 'It''s them'"))
        .isEqualTo(
            """
            -COMMENT ON TABLE app.users IS 'Accounts';
            +COMMENT ON TABLE app.users IS 'It''s them';
            """);
    assertThat(diff(USERS, "COMMENT ON COLUMN app.users.age IS 'in years'"))
        .contains("+COMMENT ON COLUMN app.users.age IS 'in years';");
    assertThat(diff(USERS, "COMMENT ON INDEX app.users_email IS NULL"))
        .isEqualTo("-COMMENT ON INDEX app.users_email IS 'by email';\n");
    assertThat(diff(USERS, "GRANT SELECT ON app.users TO PUBLIC"))
        .isEqualTo("+GRANT SELECT ON app.users TO PUBLIC;\n+\n");
    assertThat(
            diff(
                USERS + "GRANT SELECT ON app.users TO PUBLIC;\n",
                "REVOKE ALL ON app.users FROM PUBLIC"))
        .isEqualTo("+\n+REVOKE SELECT ON app.users FROM PUBLIC;\n");
  }

  @Test
  void aTableBecomesAFile() throws SQLException {
    assertThat(
            diff(
                USERS,
                """
                CREATE TABLE app.teams (id serial PRIMARY KEY, lead int REFERENCES app.users);
                CREATE INDEX ON app.teams (lead);
                COMMENT ON COLUMN app.teams.lead IS 'who leads';
                """))
        .startsWith(
            "schema/teams.sql:\nCREATE SEQUENCE app.teams_id_seq AS integer;\n\nCREATE TABLE app.teams (\n")
        .contains("\n    id integer DEFAULT nextval(")
        .contains("FOREIGN KEY (lead) REFERENCES app.users(id)")
        .contains("ALTER SEQUENCE app.teams_id_seq OWNED BY app.teams.id;")
        .contains("CREATE INDEX teams_lead_idx ON app.teams USING btree (lead);")
        .contains("COMMENT ON COLUMN app.teams.lead IS 'who leads';");
  }

  @Test
  void aTableThatWentLeavesNothingBehind() throws SQLException {
    var more =
        """

        -- Teams.
        CREATE TABLE app.teams (id int, lead int REFERENCES app.users);
        CREATE INDEX ON app.teams (lead);
        COMMENT ON COLUMN app.teams.lead IS 'who leads';
        """;
    assertThat(diff(USERS + more, "DROP TABLE app.teams"))
        .contains("-CREATE TABLE app.teams")
        .contains("-CREATE INDEX ON app.teams (lead);")
        .doesNotContain("+");
  }

  @Test
  void typesAreWrittenAnew() throws SQLException {
    var text = "CREATE TYPE mood AS ENUM ('sad', 'ok'); -- how\nCREATE TABLE t (m mood);\n";
    assertThat(diff(text, "ALTER TYPE mood ADD VALUE 'glad' BEFORE 'ok'"))
        .isEqualTo(
            """
            -CREATE TYPE mood AS ENUM ('sad', 'ok'); -- how
            +CREATE TYPE public.mood AS ENUM ('sad', 'glad', 'ok'); -- how
            """);
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws SQLException {
    var text = "CREATE TABLE t (a int, b int);\nCREATE INDEX ON t (a);\n";
    assertThat(diff(text, "DROP INDEX t_a_idx")).isEqualTo("by hand: [index public.t_a_idx]");
  }
}
