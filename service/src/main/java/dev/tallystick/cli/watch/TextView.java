package dev.tallystick.cli.watch;

import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Terminal;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Runs as text, one below the other.
final class TextView implements View {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx");

  private final PrintWriter out;
  private final Frame.Subject subject;

  TextView(PrintWriter out, Frame.Subject subject) {
    this.out = out;
    this.subject = subject;
  }

  @Override
  public boolean show(Progress progress) {
    progress.last().ifPresent(run -> print(run, progress));
    return !Terminal.isUnread(out);
  }

  private void print(Run run, Progress progress) {
    var time = TIME.format(run.at().atZone(subject.zone()));
    var every = Durations.written(subject.every());
    out.printf(
        "%s  run %d, %s (every %s)%n", time, progress.runs(), Durations.text(run.took()), every);
    for (var line : lines(run, progress)) out.println(line.stripTrailing());
    out.println();
  }

  private List<String> lines(Run run, Progress progress) {
    return switch (run.outcome()) {
      case Outcome.Rows(var snapshot) -> {
        var lines = new ArrayList<String>();
        progress
            .comparison()
            .ifPresent(
                comparison ->
                    Table.of(comparison, Room.ENDLESS).forEach(line -> lines.add(line.text())));
        lines.add("(" + snapshot.size() + ")");
        yield lines;
      }
      case Outcome.Done done -> List.of(done.toString());
      case Outcome.Refused(var refusal) -> refusal.lines(subject.sql());
      case Outcome.Lost lost -> List.of(lost.toString());
    };
  }
}
