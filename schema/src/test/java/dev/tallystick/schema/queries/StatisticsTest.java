package dev.tallystick.schema.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.queries.StatisticsExport.Values;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The plans of the empty shadow against those of a live database that has the rows.
final class StatisticsTest {
  private static final String SCHEMA =
      """
      CREATE SCHEMA app;
      CREATE TABLE app.users (id int PRIMARY KEY, email text UNIQUE);
      CREATE TABLE app.orders (
          id int PRIMARY KEY,
          user_id int NOT NULL REFERENCES app.users,
          state text NOT NULL CHECK (state IN ('open', 'done')),
          note text,
          made_at timestamptz NOT NULL
      );
      CREATE INDEX orders_open_idx ON app.orders (made_at) WHERE state = 'open';
      CREATE INDEX orders_note_idx ON app.orders (lower(note));
      """;

  private static final String ROWS =
      """
      INSERT INTO app.users SELECT i, 'user' || i || '@example.org' FROM generate_series(1, 20000) AS i;
      INSERT INTO app.orders
      SELECT i, (hashint4(i)::bigint + 2147483648) % 20000 + 1,
             CASE WHEN i % 100 = 0 THEN 'open' ELSE 'done' END,
             CASE WHEN i % 3 = 0 THEN 'secret ' || i % 50 END,
             '2026-01-01'::timestamptz + i * interval '1 minute'
        FROM generate_series(1, 150000) AS i;
      """;

  private static Shadow shadow;
  private static Connection live;

  @BeforeAll
  static void open() throws SQLException {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
    // As the shadow does: the driver would bind $1 itself.
    live = TestPostgres.freshDatabase().connect(Map.of("preferQueryMode", "simple"));
    run(live, SCHEMA + ROWS);
    run(live, "VACUUM ANALYZE");
    // The same version plans on both sides; the test says nothing about others.
    Assumptions.assumeTrue(live.getMetaData().getDatabaseMajorVersion() >= 18);
  }

  @AfterAll
  static void close() throws SQLException {
    live.close();
    shadow.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static Plan plan(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT XML) " + sql)) {
      assertThat(rows.next()).isTrue();
      return PlanReader.read(rows.getString(1));
    }
  }

  /// The shadow's indexes have no levels, which spares the planner 0.25 each time it goes down one.
  private static Offset<Double> near(double cost) {
    return within(0.3 + 0.06 * cost);
  }

  private static List<String> shape(Plan plan) {
    return plan.scans().stream().map(scan -> scan.table() + " " + scan.index()).toList();
  }

  private static Script export(Values values) throws SQLException {
    return Script.of("statistics.sql", StatisticsExport.of(live, values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM app.orders",
        "SELECT * FROM app.orders WHERE id = $1",
        "SELECT * FROM app.orders WHERE user_id = $1",
        "SELECT * FROM app.orders WHERE state = 'open' AND made_at > $1 ORDER BY made_at LIMIT 10",
        "SELECT count(*) FROM app.orders WHERE state = 'open'",
        "SELECT * FROM app.orders WHERE lower(note) = $1",
        "SELECT * FROM app.users AS u JOIN app.orders AS o ON o.user_id = u.id WHERE u.email = $1",
        "SELECT u.id, count(*) FROM app.users AS u JOIN app.orders AS o ON o.user_id = u.id GROUP BY 1",
        "UPDATE app.orders SET note = '' WHERE id = ANY ($1)"
      })
  void plansWithoutRowsAreThoseOfTheLiveDatabase(String sql) throws SQLException {
    var expected = plan(live, sql);
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", SCHEMA)))) {
      var sizes = new ShadowSizes(declared.connection());
      assertThat(sizes.apply(new Sizes.Exported(export(Values.OMIT)))).isEmpty();
      var plan = plan(declared.connection(), sql);
      assertThat(shape(plan)).isEqualTo(shape(expected));
      assertThat(plan.cost()).isCloseTo(expected.cost(), near(expected.cost()));
    }
  }

  @Test
  void whatAnIndexWouldChangeIsWhatItChanges() throws SQLException {
    var sql = "SELECT * FROM app.orders WHERE user_id = $1";
    var tried = "CREATE INDEX tried_idx ON app.orders (user_id)";
    var scripts = List.of(Script.of("schema.sql", SCHEMA), Script.of("--try", tried));
    double before = plan(live, sql).cost();
    run(live, "BEGIN");
    run(live, tried);
    var expected = plan(live, sql);
    run(live, "ROLLBACK");
    try (var declared = shadow.declare(scripts)) {
      var _ = new ShadowSizes(declared.connection()).apply(new Sizes.Exported(export(Values.OMIT)));
      var plan = plan(declared.connection(), sql);
      assertThat(shape(plan)).isEqualTo(shape(expected));
      assertThat(plan.cost()).isCloseTo(expected.cost(), near(expected.cost()));
      assertThat(plan.cost()).isLessThan(before / 50);
    }
  }

  @Test
  void valuesStayOnlyWhereTheSchemaNamesThemOrTheyAreAskedFor() throws SQLException {
    var omitted = StatisticsExport.of(live, Values.OMIT);
    assertThat(omitted).contains("{done,open}").doesNotContain("secret", "example.org", "2026-");
    var hashed = StatisticsExport.of(live, Values.HASH);
    assertThat(hashed).contains("{done,open}").doesNotContain("secret", "example.org", "2026-");
    assertThat(hashed.length()).isGreaterThan(omitted.length());
    assertThat(StatisticsExport.of(live, Values.KEEP)).contains("secret", "example.org", "2026-");
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void everyExportLoads(Values values) throws SQLException {
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", SCHEMA)))) {
      var sizes = new ShadowSizes(declared.connection());
      assertThat(sizes.apply(new Sizes.Exported(export(values)))).isEmpty();
    }
  }

  @Test
  void whatTheSchemaDoesNotHaveIsLeftOutAndNamed() throws SQLException {
    var smaller = "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY);";
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", smaller)))) {
      var unknown =
          new ShadowSizes(declared.connection()).apply(new Sizes.Exported(export(Values.OMIT)));
      assertThat(unknown).isNotEmpty().allMatch(line -> line.contains("does not exist"));
      assertThat(plan(declared.connection(), "SELECT * FROM app.users").cost()).isGreaterThan(200);
    }
  }

  @Test
  void otherSqlIsNotRun() throws SQLException {
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", SCHEMA)))) {
      var sizes = new ShadowSizes(declared.connection());
      var script = Script.of("s.sql", "-- x\nDROP TABLE app.orders;");
      assertThatThrownBy(() -> sizes.apply(new Sizes.Exported(script)))
          .isInstanceOf(StatisticsFailure.class)
          .hasMessageStartingWith("s.sql:2:1: only");
    }
  }

  /// More than 1 GB: PostgreSQL keeps going in another file.
  @Test
  void largeTablesTakeUpNoDisk() throws SQLException {
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", SCHEMA)))) {
      var _ = new ShadowSizes(declared.connection()).apply(new Sizes.Assumed(100_000_000));
      var all = plan(declared.connection(), "SELECT * FROM app.orders");
      assertThat(all.cost()).isGreaterThan(2_000_000);
      var one = plan(declared.connection(), "SELECT * FROM app.orders WHERE id = $1");
      assertThat(one.scans().getFirst().index()).isEqualTo("orders_pkey");
      run(declared.connection(), "ROLLBACK");
      run(declared.connection(), "CHECKPOINT");
    }
  }
}
