package dev.tallystick.schema.queries;

import static java.util.Collections.nCopies;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Asks PostgreSQL for plans, inside the transaction of its connection.
final class Planner {
  private final Connection connection;

  Planner(Connection connection, String searchPath) throws SQLException {
    this.connection = connection;
    run("SET LOCAL plan_cache_mode = force_generic_plan");
    run("SET LOCAL search_path = " + searchPath);
  }

  /// What came of a statement.
  sealed interface Answer {
    /// It prepares.
    ///
    /// @param forms one, or one for each filter that may be left out
    record Planned(List<FormPlan> forms) implements Answer {}

    /// It does not.
    ///
    /// @param offset of the character that PostgreSQL points at
    record Refused(int offset, String message) implements Answer {}
  }

  /// The plan of one form of a statement.
  record FormPlan(String given, Plan plan) {}

  /// Prepares and plans a statement; leaves nothing behind.
  Answer plan(Query query) throws SQLException {
    run("SAVEPOINT query");
    try {
      return planned(query);
    } finally {
      run("ROLLBACK TO SAVEPOINT query; DEALLOCATE ALL");
    }
  }

  private Answer planned(Query query) throws SQLException {
    var refusal = prepare(List.of(), query.sql());
    if (refusal.isPresent() && hasBoundTypes(query)) {
      run("ROLLBACK TO SAVEPOINT query");
      refusal = prepare(boundTypes(query), query.sql());
    }
    if (refusal.isPresent()) return refusal.get();
    var types = preparedTypes();
    var plans = new ArrayList<FormPlan>();
    for (var form : Filters.forms(query.statement())) {
      if (!form.given().isEmpty()) {
        run("DEALLOCATE query");
        // The other filters' parameters are gone, and with them what told their types.
        var failure = prepare(types, form.sql());
        if (failure.isPresent()) throw new IllegalStateException(failure.get().message());
      }
      plans.add(new FormPlan(form.given(), explain(types.size())));
    }
    return new Answer.Planned(List.copyOf(plans));
  }

  private static boolean hasBoundTypes(Query query) {
    return query.statement().parameters().stream().anyMatch(n -> query.typeOf(n).isPresent());
  }

  private static List<String> boundTypes(Query query) {
    return query.statement().parameters().stream()
        .map(name -> query.typeOf(name).orElse("unknown"))
        .toList();
  }

  private Optional<Answer.Refused> prepare(List<String> types, String sql) throws SQLException {
    var head = types.isEmpty() ? "" : "(" + String.join(", ", types) + ")";
    var prefix = "PREPARE query" + head + " AS ";
    try {
      run(prefix + sql);
      return Optional.empty();
    } catch (SQLException failure) {
      if (said(failure).isEmpty()) throw failure;
      int position = said(failure).map(ServerErrorMessage::getPosition).orElse(0);
      int codePoints = Math.max(0, position - prefix.length() - 1);
      int offset =
          sql.offsetByCodePoints(0, Math.min(codePoints, sql.codePointCount(0, sql.length())));
      return Optional.of(new Answer.Refused(offset, message(failure)));
    }
  }

  private static Optional<ServerErrorMessage> said(SQLException failure) {
    return failure instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
        : Optional.empty();
  }

  private static String message(SQLException failure) {
    var lines = new ArrayList<String>();
    said(failure).map(ServerErrorMessage::getMessage).ifPresent(lines::add);
    said(failure).map(ServerErrorMessage::getDetail).ifPresent(lines::add);
    said(failure).map(ServerErrorMessage::getHint).ifPresent(lines::add);
    return String.join("\n  ", lines);
  }

  private static final String PARAMETER_TYPES =
      """
      SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'query'
      """;

  private List<String> preparedTypes() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(PARAMETER_TYPES)) {
      if (!rows.next()) throw new IllegalStateException("what was prepared is not there");
      return List.of((String[]) rows.getArray(1).getArray());
    }
  }

  private Plan explain(int parameters) throws SQLException {
    var nulls = parameters == 0 ? "" : "(" + String.join(", ", nCopies(parameters, "NULL")) + ")";
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT XML) EXECUTE query" + nulls)) {
      if (!rows.next()) throw new IllegalStateException("EXPLAIN said nothing");
      return PlanReader.read(rows.getString(1));
    }
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }
}
