package dev.tallystick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Times `tally schema plan` as a developer meets it: a file is saved, the command is started, the
/// plan is on the screen. Every run has another change to plan, prove and print.
final class SchemaBenchmark {
  private final Path launcher;
  private final Workspace workspace;
  private final Progress progress;

  SchemaBenchmark(Path launcher, Workspace workspace, Progress progress) {
    this.launcher = launcher;
    this.workspace = workspace;
    this.progress = progress;
  }

  /// @param isWarm whether the shadow runs before
  record Case(int tables, boolean isWarm, long targetMillis) {}

  /// Wall times of one case, in milliseconds, sorted.
  record Figure(Case benchmarkCase, List<Long> sorted) {
    long median() {
      return sorted.get(sorted.size() / 2);
    }

    long min() {
      return sorted.getFirst();
    }

    long max() {
      return sorted.getLast();
    }
  }

  /// Nobody saves twice in a second; meanwhile the server makes the copy for the next plan.
  private static final long PAUSE_MILLIS = 1500;

  private static final List<Case> CASES =
      List.of(new Case(18, true, 350), new Case(18, false, 600), new Case(500, true, 3000));

  List<Figure> run(int runs) throws IOException, InterruptedException {
    var figures = new ArrayList<Figure>();
    for (var each : CASES) figures.add(run(each, runs));
    tally("schema", "shadow", "stop");
    return figures;
  }

  private Figure run(Case which, int runs) throws IOException, InterruptedException {
    var project = project(which.tables());
    progress.say(
        "%d tables: the first plan, which replays the migrations".formatted(which.tables()));
    tally("schema", "shadow", which.isWarm() ? "start" : "stop");
    plan(project, 0);
    var millis = new ArrayList<Long>();
    for (int run = 1; run <= runs; run++) {
      progress.say("%d tables: run %d of %d".formatted(which.tables(), run, runs));
      Thread.sleep(PAUSE_MILLIS);
      millis.add(plan(project, run));
    }
    return new Figure(which, millis.stream().sorted().toList());
  }

  private long plan(Path project, int run) throws IOException, InterruptedException {
    save(project, run);
    long start = System.nanoTime();
    tally(
        "schema",
        "plan",
        "--schema",
        project.resolve("schema").toString(),
        "--migrations",
        project.resolve("migrations").toString());
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /// Adds a column and an index to one table.
  private static void save(Path project, int run) throws IOException {
    Files.writeString(
        project.resolve("schema").resolve("t0.sql"),
        table(0).replace("    note text,", "    note text,\n    added_%d bigint,".formatted(run))
            + "CREATE INDEX t0_added_idx ON app.t0 (added_%d);%n".formatted(run));
  }

  private Path project(int tables) throws IOException {
    var project = workspace.data().resolve("project-" + tables);
    Files.createDirectories(project.resolve("schema"));
    Files.createDirectories(project.resolve("migrations"));
    var migration = new StringBuilder("CREATE SCHEMA app;\n");
    Files.writeString(project.resolve("schema").resolve("app.sql"), "CREATE SCHEMA app;\n");
    for (int i = 0; i < tables; i++) {
      Files.writeString(project.resolve("schema").resolve("t%d.sql".formatted(i)), table(i));
      migration.append(table(i));
    }
    Files.writeString(project.resolve("migrations").resolve("0001_initial.sql"), migration);
    return project;
  }

  /// A table as an account book has them: a key, a reference, checks, a generated column, an index.
  private static String table(int number) {
    var reference = number == 0 ? "" : " REFERENCES app.t%d (id)".formatted(number - 1);
    return """
    CREATE TABLE app.t%1$d (
        id uuid PRIMARY KEY,
        parent_id uuid%2$s,
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
        amount numeric(20,6) NOT NULL CHECK (amount >= 0),
        body jsonb,
        last_message jsonb GENERATED ALWAYS AS (body -> -1) STORED,
        note text,
        created_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE app.t%1$d IS 'Table %1$d of a benchmark';
    CREATE INDEX t%1$d_parent_idx ON app.t%1$d (parent_id) WHERE parent_id IS NOT NULL;
    """
        .formatted(number, reference);
  }

  private void tally(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var log = workspace.data().resolve("tally.log").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    process.environment().put("TALLY_SHADOW_DIR", workspace.postgres().toString());
    // A local database of whoever measures would be asked for the sizes of its tables.
    process.environment().put("TALLY_DATA", workspace.data().resolve("none").toString());
    int code = process.start().waitFor();
    if (code != 0) {
      throw new DoesNotHold(
          "%s ended with %d: %s"
              .formatted(String.join(" ", command), code, Files.readString(log.toPath())));
    }
  }
}
