package dev.tallystick.cli.schema;

import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.migrate.Blocker;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.MigrationEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Tells about migrations while they run: on a terminal in one line that is redrawn, elsewhere in a
/// line for each migration. What a person may have to act on, and waits for, goes to standard
/// error.
final class MigrationProgress implements Consumer<MigrationEvent> {
  private static final int WIDTH_MAX = 79;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean isQuiet;
  private final boolean isWatched;
  private final Map<Migration, Duration> applied = new LinkedHashMap<>();

  /// @param isQuiet whether standard output is for a program
  MigrationProgress(PrintWriter out, PrintWriter err, boolean isQuiet, boolean isWatched) {
    this.out = out;
    this.err = err;
    this.isQuiet = isQuiet;
    this.isWatched = isWatched && !isQuiet;
  }

  /// What is applied so far, and how long it took.
  Map<Migration, Duration> applied() {
    return applied;
  }

  @Override
  public void accept(MigrationEvent event) {
    switch (event) {
      case MigrationEvent.Queued(var holders) ->
          say("another migration runs: " + names(holders) + "; waiting for it");
      case MigrationEvent.Started(var migration, var partsDone) -> draw(migration, partsDone, "");
      case MigrationEvent.PartDone(var migration, var part) -> {
        if (part + 1 < migration.parts().size()) draw(migration, part + 1, "");
      }
      case MigrationEvent.StatementDone _ -> {}
      case MigrationEvent.IndexProgress progress -> draw(progress);
      case MigrationEvent.Waiting(var migration, _, var lock, var blockers) ->
          say("%s waits for %s, held by %s".formatted(migration.file(), lock, names(blockers)));
      case MigrationEvent.Retried retried ->
          say(
              "%s: %s; attempt %d of %d in %s"
                  .formatted(
                      retried.migration().file(),
                      retried.why(),
                      retried.attempt() + 1,
                      retried.attemptsMax(),
                      Durations.text(retried.pause())));
      case MigrationEvent.IndexDropped(var migration, var index) ->
          say("%s: dropped the invalid index %s".formatted(migration.file(), index));
      case MigrationEvent.FoundDone(var migration, var statement) ->
          say(
              "%s:%s is done already"
                  .formatted(migration.file(), migration.script().position(statement.start())));
      case MigrationEvent.Applied(var migration, var took) -> applied(migration, took);
    }
  }

  private static String names(List<Blocker> blockers) {
    return blockers.stream().map(Blocker::toString).collect(Collectors.joining(", "));
  }

  private void say(String line) {
    clear();
    err.println(Terminal.faint(line));
    err.flush();
  }

  private void draw(MigrationEvent.IndexProgress progress) {
    var migration = progress.migration();
    var text = progress.phase();
    if (progress.total() > 0) text += " %d %%".formatted(progress.percent());
    draw(migration, -1, text);
  }

  private void draw(Migration migration, int partsDone, String what) {
    if (!isWatched) return;
    var line = new StringBuilder("running  ").append(migration.file());
    if (partsDone >= 0 && migration.parts().size() > 1) {
      line.append("  part %d of %d".formatted(partsDone + 1, migration.parts().size()));
    }
    if (!what.isEmpty()) line.append("  ").append(what);
    clear();
    out.print(line.substring(0, Math.min(WIDTH_MAX, line.length())));
    out.flush();
  }

  /// Takes the line that is redrawn off the terminal.
  void clear() {
    if (!isWatched) return;
    out.print(CLEAR_LINE);
    out.flush();
  }

  private void applied(Migration migration, Duration took) {
    applied.put(migration, took);
    if (isQuiet) return;
    clear();
    out.printf(
        "%s  %-40s %10s%n", Terminal.good("applied"), migration.file(), Durations.text(took));
    out.flush();
  }
}
