package dev.tallystick.schema.shadow;

import dev.tallystick.schema.sql.Position;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.ServerErrorMessage;

/// Loads schema files into a database, in whatever order works, inside the caller's transaction.
final class Loader {
  /// Something is missing that another file may bring: a table, column, function, type or schema.
  private static final Set<String> MISSING =
      Set.of("42P01", "42703", "42883", "42704", "3F000", "42830", "42P17");

  private final Connection connection;
  private final Roles roles;

  /// @param roles makes the roles that the files name and the server lacks
  Loader(Connection connection, Roles roles) {
    this.connection = connection;
    this.roles = roles;
  }

  /// @throws LoadFailure if a file does not load, whatever is loaded before it
  void load(List<Script> scripts) throws SQLException {
    // Bodies are checked at the end, when all they may name is there.
    run("SET check_function_bodies = off");
    var waiting = wholeFiles(LoadOrder.of(scripts));
    if (!waiting.isEmpty()) statementByStatement(waiting);
    checkBodies(scripts);
  }

  /// Loads whole files until none of the rest can be loaded, and returns that rest. One round trip
  /// a file: this is what nearly always suffices.
  private List<Script> wholeFiles(List<Script> scripts) throws SQLException {
    Deque<Script> waiting = new ArrayDeque<>(scripts);
    for (int failures = 0; failures < waiting.size(); ) {
      var script = waiting.remove();
      var failure = attempt(script.text(), true);
      if (failure.isEmpty()) {
        failures = 0;
      } else {
        if (!MISSING.contains(Complaint.code(failure.get()))) throw blame(script, failure.get());
        waiting.add(script);
        failures++;
      }
    }
    return List.copyOf(waiting);
  }

  private record Open(Script script, Statement statement) {}

  /// Two files that need each other are loaded a statement at a time.
  private void statementByStatement(List<Script> scripts) throws SQLException {
    var waiting = new ArrayList<Open>();
    for (var script : scripts) {
      for (var statement : script.statements()) waiting.add(new Open(script, statement));
    }
    while (!waiting.isEmpty()) {
      var rest = new ArrayList<Open>();
      Optional<LoadFailure> first = Optional.empty();
      for (var open : waiting) {
        var failure = attempt(open.statement().text(), false);
        if (failure.isEmpty()) continue;
        var complaint = Complaint.of(open.script(), open.statement(), failure.get());
        if (!MISSING.contains(Complaint.code(failure.get()))) throw complaint;
        if (first.isEmpty()) first = Optional.of(complaint);
        rest.add(open);
      }
      if (rest.size() == waiting.size()) throw first.orElseThrow();
      waiting = rest;
    }
  }

  /// What PostgreSQL says against `sql`, which then has left nothing behind.
  private Optional<SQLException> attempt(String sql, boolean resetsPath) throws SQLException {
    run(resetsPath ? "SET search_path TO DEFAULT; SAVEPOINT attempt" : "SAVEPOINT attempt");
    try {
      run(sql);
      run("RELEASE SAVEPOINT attempt");
      return Optional.empty();
    } catch (SQLException failure) {
      if (connection.isClosed()) throw failure;
      run("ROLLBACK TO SAVEPOINT attempt");
      if (roles.madeFor(failure)) return attempt(sql, resetsPath);
      return Optional.of(failure);
    }
  }

  /// Runs the statements of a file that failed one by one, to point at the one that does.
  private LoadFailure blame(Script script, SQLException failure) throws SQLException {
    for (var statement : script.statements()) {
      var own = attempt(statement.text(), false);
      if (own.isPresent()) return Complaint.of(script, statement, own.get());
    }
    return new LoadFailure(Complaint.text(script.file(), new Position(1, 1), failure), failure);
  }

  private void run(String sql) throws SQLException {
    Shadow.execute(connection, sql);
  }

  private static final String CHECK_BODIES =
      """
      SET check_function_bodies = on;
      SET search_path TO DEFAULT;
      SELECT CASE l.lanname WHEN 'sql' THEN fmgr_sql_validator(p.oid)::text
                            ELSE plpgsql_validator(p.oid)::text END
        FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND l.lanname IN ('sql', 'plpgsql')
         AND p.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1255 AND deptype = 'e')
      """;

  private static final String BODIES =
      """
      SELECT p.oid, p.proname, p.prosrc,
             CASE l.lanname WHEN 'sql' THEN 'fmgr_sql_validator' ELSE 'plpgsql_validator' END AS check
        FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
       WHERE p.oid >= 16384 AND l.lanname IN ('sql', 'plpgsql')
      """;

  private void checkBodies(List<Script> scripts) throws SQLException {
    if (attempt(CHECK_BODIES, false).isEmpty()) return;
    record Body(long oid, String name, String source, String check) {}
    var bodies = new ArrayList<Body>();
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BODIES)) {
      while (rows.next()) {
        bodies.add(
            new Body(
                rows.getLong("oid"),
                rows.getString("proname"),
                rows.getString("prosrc"),
                rows.getString("check")));
      }
    }
    run("SET check_function_bodies = on; SET search_path TO DEFAULT");
    for (var body : bodies) {
      var failure = attempt("SELECT %s(%d)".formatted(body.check(), body.oid()), false);
      if (failure.isPresent()) throw inBody(scripts, body.name(), body.source(), failure.get());
    }
  }

  private static LoadFailure inBody(
      List<Script> scripts, String name, String source, SQLException failure) {
    int inSource = Complaint.server(failure).map(ServerErrorMessage::getInternalPosition).orElse(0);
    for (var script : scripts) {
      int start = source.isEmpty() ? -1 : script.text().indexOf(source);
      if (start < 0) continue;
      int offset =
          source.offsetByCodePoints(0, Math.max(0, Math.min(inSource, source.length()) - 1));
      return new LoadFailure(
          Complaint.text(script.file(), script.position(start + offset), failure), failure);
    }
    return new LoadFailure("function %s: %s".formatted(name, Complaint.message(failure)), failure);
  }
}
