package dev.tallystick.cli.watch;

import dev.tallystick.cli.DatabaseOptions;
import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Failure;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally watch`: what changes in a database, while it changes.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Watch what changes in any PostgreSQL database; Ctrl-C ends it.",
      "",
      "With --sql, a statement is run again and again. On a terminal its result is redrawn in place:"
          + " a changed cell is marked *, a new row +, a row that is gone -. Elsewhere each run is"
          + " printed, as text or as JSON."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally watch --sql 'SELECT state, count(*) FROM pg_stat_activity GROUP BY 1' --every 2s",
      "  tally watch --sql 'TABLE jobs' --key id --on-change --json | jq -c .changed"
    })
public final class WatchCommand implements Callable<Integer> {
  private static final Duration EVERY_MIN = Duration.ofMillis(100);
  private static final Duration EVERY_MAX = Duration.ofDays(1);
  private static final int ROWS_MAX = 100_000;

  @Mixin private DatabaseOptions database = new DatabaseOptions();

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
          "From the start of one run to the start of the next, at least 100ms (default:"
              + " ${DEFAULT-VALUE}).")
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

  @Option(names = "--count", paramLabel = "N", description = "End after so many runs.")
  private @Nullable Integer count;

  @Option(
      names = "--on-change",
      description = "Print only runs that differ from the one before; a screen shows all.")
  private boolean isOnChange;

  @Option(names = "--json", description = "Print a JSON object a line for each run.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (sql == null) {
      throw new Failure("tables cannot be watched yet; name a statement with --sql 'SELECT …'");
    }
    var statement = statement(sql);
    check();
    return database.withUrl(url -> watch(url, statement));
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
