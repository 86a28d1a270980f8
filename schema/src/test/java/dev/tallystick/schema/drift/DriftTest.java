package dev.tallystick.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.MigrationRefused;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DriftTest {
  private static final String USERS =
      """
      CREATE SCHEMA app;
      CREATE TABLE app.users (
          id int PRIMARY KEY,
          plan varchar(9) CHECK (plan IN ('free', 'pro'))
      );
      """;

  private static Shadow shadow;

  private final DatabaseUrl url = TestPostgres.freshDatabase();

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private void run(String sql) throws SQLException {
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"));
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static Migrations migrations(String... scripts) {
    var all = new ArrayList<Migration>();
    for (var sql : scripts) {
      all.add(Migration.ofFile("%04d_step.sql".formatted(all.size() + 1), sql));
    }
    return new Migrations(all);
  }

  /// Runs the first migrations on the live database and records them.
  private void apply(Migrations migrations, int count) throws SQLException {
    run(
        """
        CREATE SCHEMA IF NOT EXISTS tally_schema;
        CREATE TABLE tally_schema.schema_migrations (
            version text PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(), parts_done integer NOT NULL DEFAULT 0,
            done_checksum text, finished_at timestamptz)
        """);
    for (var migration : migrations.all().subList(0, count)) {
      run(migration.sql());
      run(
          """
          INSERT INTO tally_schema.schema_migrations
          VALUES ('%s', 'step', '%s', now(), 1, NULL, now())
          """
              .formatted(migration.version(), migration.checksum()));
    }
  }

  private List<String> moved(String files, Migrations migrations) throws SQLException {
    var live = LiveDatabase.read(url, migrations, "tally_schema");
    try (var declared = shadow.declare(List.of(Script.of("app.sql", files)))) {
      var sides = new Comparison(shadow).sides(declared, migrations, Optional.of(live));
      return Drift.between(sides).movements().stream()
          .map(m -> m.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + m.subject())
          .toList();
    }
  }

  @Test
  void whereAllAgreeNobodyMoved() throws SQLException {
    var migrations = migrations(USERS);
    apply(migrations, 1);
    assertThat(moved(USERS, migrations)).isEmpty();
  }

  @Test
  void eachWayToMoveIsToldApart() throws SQLException {
    var later = "ALTER TABLE app.users ADD d text, ADD e text, ADD f text;";
    var migrations = migrations(USERS + "ALTER TABLE app.users ADD a text;", later);
    apply(migrations, 1);
    run(
        """
        ALTER TABLE app.users ADD b text, ADD live text, ADD e text, ADD apart text;
        COMMENT ON TABLE app.users IS 'by hand';
        """);
    // a and apart: in the files otherwise; b: in files and live; d: pending; e: pending and live;
    // f: pending, and not in the files.
    var files =
        USERS
            + """
            ALTER TABLE app.users ADD a int, ADD b text, ADD d text, ADD e text, ADD apart int;
            """;
    assertThat(moved(files, migrations))
        .containsExactly(
            "live comment on table app.users",
            "files column app.users.a",
            "apart column app.users.apart",
            "filesandlive column app.users.b",
            "unrecorded column app.users.e",
            "migrations column app.users.f",
            "live column app.users.live");
  }

  @Test
  void whatIsAnothersIsNoDrift() throws SQLException {
    var migrations = migrations(USERS);
    apply(migrations, 1);
    run(
        """
        CREATE SCHEMA other;
        CREATE TABLE other.things (id int PRIMARY KEY);
        CREATE TABLE stray ();
        CREATE EXTENSION citext;
        CREATE ROLE reader_%1$s;
        GRANT SELECT ON app.users TO reader_%1$s;
        """
            .formatted(url.name()));
    assertThat(moved(USERS, migrations)).isEmpty();
  }

  @Test
  void anExpressionThatADumpRespelledIsNoDrift() throws SQLException {
    var migrations = migrations(USERS);
    apply(migrations, 1);
    run(
        """
        ALTER TABLE app.users DROP CONSTRAINT users_plan_check;
        ALTER TABLE app.users ADD CONSTRAINT users_plan_check CHECK (((plan)::text = ANY
            ((ARRAY['free'::character varying, 'pro'::character varying])::text[])));
        """);
    assertThat(moved(USERS, migrations)).isEmpty();
    // Nor where the files have moved on, so that only the migrations can tell.
    var files = USERS.replace("'free', 'pro'", "'free', 'pro', 'max'");
    assertThat(moved(files, migrations))
        .containsExactly("files constraint app.users.users_plan_check");
  }

  @Test
  void withoutAHistoryNothingIsApplied() throws SQLException {
    run(USERS);
    var live = LiveDatabase.read(url, migrations(USERS), "tally_schema");
    assertThat(live.applied().isRecorded()).isFalse();
    assertThat(moved(USERS, migrations(USERS)))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("unrecorded "));
  }

  @Test
  void aMigrationThatWasInterruptedCountsAsFarAsItWent() throws SQLException {
    var migrations =
        migrations(USERS, "ALTER TABLE app.users ADD a int;\n-- tally: commit\nSELECT 1;");
    apply(migrations, 1);
    var second = migrations.all().getLast();
    run("ALTER TABLE app.users ADD a int");
    run(
        """
        INSERT INTO tally_schema.schema_migrations
        VALUES ('2', 'step', '%s', now(), 1, encode(sha256('ALTER TABLE app.users ADD a int'), 'hex'))
        """
            .formatted(second.checksum()));
    assertThat(moved(USERS + "ALTER TABLE app.users ADD a int;", migrations)).isEmpty();
  }

  @Test
  void aHistoryThatMayNotBeReadIsNamed() throws SQLException {
    apply(migrations(USERS), 1);
    var role = "stranger_" + url.name();
    run("CREATE ROLE %s LOGIN PASSWORD 'x'".formatted(role));
    var stranger =
        DatabaseUrl.parse(url.withPassword().replaceFirst("//[^@]*@", "//" + role + ":x@"));
    assertThatThrownBy(() -> LiveDatabase.read(stranger, migrations(USERS), "tally_schema"))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("may not read the history tally_schema.schema_migrations");
  }

  @Test
  void bothWaysAreShown() throws SQLException {
    var migrations = migrations(USERS);
    apply(migrations, 1);
    run("ALTER TABLE app.users ADD nick text; CREATE INDEX users_nick ON app.users (nick);");
    var live = LiveDatabase.read(url, migrations, "tally_schema");
    try (var declared = shadow.declare(List.of(Script.of("app.sql", USERS)))) {
      var ways = Ways.of(new Comparison(shadow).sides(declared, migrations, Optional.of(live)));
      assertThat(ways.done())
          .first()
          .asString()
          .isEqualTo("ALTER TABLE app.users ADD COLUMN nick text");
      assertThat(ways.revert())
          .last()
          .asString()
          .isEqualTo("ALTER TABLE app.users DROP COLUMN nick");
    }
  }

  @Test
  void aBaselineIsProved() throws SQLException {
    run(USERS + "CREATE SCHEMA other; CREATE TABLE other.things ();");
    var live = LiveDatabase.read(url, migrations(), "tally_schema");
    var comparison = new Comparison(shadow);
    assertThat(comparison.unproved(live, migrations(USERS)).isEmpty()).isTrue();
    var more = migrations(USERS, "ALTER TABLE app.users ADD a int;");
    assertThat(comparison.unproved(live, more).objects().keySet())
        .extracting(Object::toString)
        .containsExactly("column app.users.a");
  }
}
