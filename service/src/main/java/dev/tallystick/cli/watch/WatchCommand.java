package dev.tallystick.cli.watch;

import dev.tallystick.cli.DatabaseOptions;
import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Failure;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.changes.ChangeFeed;
import dev.tallystick.postgres.changes.Columns;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally watch`: what changes in a database, while it changes.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Watch what changes in any PostgreSQL database; Ctrl-C ends it.",
      "",
      "Named tables show each row as it is committed: + inserted, ~ updated with old and new values,"
          + " - deleted; by logical replication, or by reading them again and again where the server"
          + " or the role has none.",
      "",
      "With --sql, a statement is run again and again. On a terminal its result is redrawn in place:"
          + " a changed cell is marked *, a new row +, a row that is gone -. Elsewhere each run is"
          + " printed, as text or as JSON."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally watch users messages --columns status,credits",
      "  tally watch messages --where \"status = 'unpriced'\" --json | jq .row.model",
      "  tally watch --sql 'SELECT state, count(*) FROM pg_stat_activity GROUP BY 1' --every 2s",
      "  tally watch --sql 'TABLE jobs' --key id --on-change --json | jq -c .changed"
    })
public final class WatchCommand implements Callable<Integer> {
  private static final Duration EVERY_MIN = Duration.ofMillis(100);
  private static final Duration EVERY_MAX = Duration.ofDays(1);
  private static final int ROWS_MAX = 100_000;

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..*",
      description = "Tables of any schema: users, or tally.users where several have the name.")
  private List<String> tables = List.of();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Only rows of the tables that meet this condition of SQL, before or after.")
  private @Nullable String where;

  @Option(
      names = "--columns",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Only these columns of the tables, beside the key; an update that changes none of them is"
              + " left out.")
  private List<String> columns = List.of();

  @Option(
      names = "--sql",
      paramLabel = "SQL",
      description = "One statement of any kind, with or without a result.")
  private @Nullable String sql;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = Durations.class,
      description =
          "From the start of one run to the start of the next, or from one look at the tables to the"
              + " next where they have to be read; at least 100ms (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "The columns by which a row is found again in the next run (default: the fewest leading"
              + " columns that are unique).")
  private List<String> key = List.of();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many rows are fetched at most (default: ${DEFAULT-VALUE}).")
  private int rows = 1000;

  @Option(names = "--count", paramLabel = "N", description = "End after so many runs, or changes.")
  private @Nullable Integer count;

  @Option(
      names = "--on-change",
      description = "Print only runs that differ from the one before; a screen shows all.")
  private boolean isOnChange;

  @Option(names = "--json", description = "Print a JSON object a line for each run, or change.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    check();
    if (sql == null) return database.withUrl(this::watchTables);
    var statement = statement(sql);
    return database.withUrl(url -> watch(url, statement));
  }

  private int watchTables(DatabaseUrl url) {
    var selection =
        new ChangeFeed.Selection(
            tables,
            Optional.ofNullable(where),
            columns.isEmpty() ? new Columns.All() : new Columns.Only(Set.copyOf(columns)),
            every);
    var max = count == null ? OptionalLong.empty() : OptionalLong.of(count);
    var watch =
        new TableWatch(
            spec.commandLine().getOut(), spec.commandLine().getErr(), selection, max, isJson);
    try {
      watch.run(url);
      return 0;
    } catch (SQLException failure) {
      throw new Failure("the database said: " + failure.getMessage(), failure);
    }
  }

  private static Statement statement(String sql) {
    var statements = Script.of("--sql", sql).statements();
    if (statements.isEmpty()) throw new Failure("--sql holds no statement");
    if (statements.size() > 1) {
      throw new Failure(
          "--sql holds %d statements and takes one; join them with UNION ALL or WITH"
              .formatted(statements.size()));
    }
    var statement = statements.getFirst();
    if (statement.startsWith("copy")) throw new Failure("COPY cannot be watched; name a SELECT");
    return statement;
  }

  private void check() {
    if ((sql == null) == tables.isEmpty()) {
      throw new Failure("name tables, or a statement with --sql 'SELECT …'; see --help");
    }
    if (sql != null && (where != null || !columns.isEmpty())) {
      throw new Failure("--where and --columns are for tables; --sql says by itself what it shows");
    }
    if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
      throw new Failure("--every is from 100ms to 24h");
    }
    if (rows < 1 || rows > ROWS_MAX) throw new Failure("--rows is from 1 to " + ROWS_MAX);
    if (count != null && count < 1) throw new Failure("--count is at least 1");
  }

  private int watch(DatabaseUrl url, Statement statement) {
    var clock = InstantSource.system();
    var pace = new SqlWatch.Pace(every, Optional.ofNullable(count), isOnChange, key);
    try (var signals = new CaughtSignals();
        var watched = new WatchedStatement(url, statement, rows, clock);
        var view = view(watched.sql(), clock)) {
      new SqlWatch(watched, view, pace, clock).run(signals);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private View view(String sql, InstantSource clock) {
    var out = spec.commandLine().getOut();
    if (isJson) return new JsonView(out);
    var subject = new Frame.Subject(sql, every, ZoneId.systemDefault());
    return Screen.open()
        .<View>map(screen -> new ScreenView(screen, subject, clock))
        .orElseGet(() -> new TextView(out, subject));
  }
}
