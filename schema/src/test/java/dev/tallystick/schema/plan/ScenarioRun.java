package dev.tallystick.schema.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs one scenario: plan, proof, apply on a copy with rows in it, catalogue equal, rows kept,
/// second plan empty.
final class ScenarioRun {
  private final Shadow shadow;

  ScenarioRun(Shadow shadow) {
    this.shadow = shadow;
  }

  void run(Scenario scenario) throws SQLException {
    var old = new Migrations(List.of(Migration.ofFile("0001_old.sql", scenario.section("old"))));
    var files = List.of(Script.of("new.sql", scenario.section("new")));
    switch (Plan.make(shadow, files, old, scenario.allowed())) {
      case Plan.UpToDate _ -> assertThat(scenario.isNothing()).as("the plan is empty").isTrue();
      case Plan.Refused(var refusals) -> {
        var text = refusals.stream().map(Refusal::message).collect(Collectors.joining("\n"));
        if (scenario.lines("refused").isEmpty()) fail("refused: " + text);
        assertThat(text).contains(scenario.lines("refused"));
      }
      case Plan.Unproved(var steps, var failed, var rest) ->
          fail(sql(steps) + "\nfailed: " + failed + "\nrest: " + rest);
      case Plan.Proved proved -> check(scenario, shadow.replay(old), proved);
    }
  }

  private static String sql(List<Measured> steps) {
    return steps.stream().map(m -> m.step().sql()).collect(Collectors.joining(";\n"));
  }

  private void check(Scenario scenario, Shadow.Replayed replayed, Plan.Proved plan)
      throws SQLException {
    var sql = sql(plan.steps());
    assertThat(scenario.isNothing()).as("nothing was to be done, but: %s", sql).isFalse();
    assertThat(scenario.lines("refused")).as("was to be refused, but: %s", sql).isEmpty();
    var folded = sql.toLowerCase(Locale.ROOT);
    for (var wanted : scenario.lines("plan")) {
      assertThat(folded).as(sql).contains(wanted.toLowerCase(Locale.ROOT));
    }
    for (var banned : scenario.lines("never")) {
      assertThat(folded).as(sql).doesNotContain(banned.toLowerCase(Locale.ROOT));
    }
    try (var copy = shadow.copy(replayed.migrations());
        var connection = copy.connect()) {
      if (!scenario.section("rows").isBlank()) {
        for (var row : Script.of("rows", scenario.section("rows")).statements()) {
          Proof.execute(connection, row.text());
        }
      }
      var kept = results(connection, scenario.lines("keeps"));
      apply(connection, plan);
      assertThat(results(connection, scenario.lines("keeps"))).as(sql).isEqualTo(kept);
      for (var query : scenario.lines("after")) {
        assertThat(results(connection, List.of(query)).get(query))
            .as("%s after %s", query, sql)
            .isEqualTo(List.of("[t]"));
      }
      Catalogue end = CatalogueReader.read(connection);
      assertThat(Difference.between(end, plan.after()).isEmpty())
          .as("the second plan is empty")
          .isTrue();
    }
  }

  private static void apply(Connection connection, Plan.Proved plan) throws SQLException {
    connection.setAutoCommit(false);
    for (var measured : plan.steps()) {
      var step = measured.step();
      if (step.timing() == Step.Timing.ALONE) {
        connection.commit();
        connection.setAutoCommit(true);
      }
      try {
        Proof.execute(connection, step.sql());
      } catch (SQLException failure) {
        throw new SQLException(step.sql() + "\n\nof " + sql(plan.steps()), failure);
      }
      if (step.timing() == Step.Timing.ALONE) connection.setAutoCommit(false);
      if (step.timing() == Step.Timing.LAST) connection.commit();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static Map<String, List<String>> results(Connection connection, List<String> queries)
      throws SQLException {
    var results = new LinkedHashMap<String, List<String>>();
    for (var query : queries) {
      var lines = new ArrayList<String>();
      try (var statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          var cells = new ArrayList<String>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            cells.add(String.valueOf(rows.getString(i)));
          }
          lines.add(cells.toString());
        }
      }
      results.put(query, lines);
    }
    return results;
  }
}
