package dev.tallystick.cli.watch;

import dev.tallystick.cli.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that the screen shows at one moment.
///
/// @param lines from the top; none is wider than the screen, and there are not more than fit
record Frame(List<Line> lines) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /// A run that is over sooner is not worth a word.
  private static final Duration RUNNING_MIN = Duration.ofSeconds(1);

  Frame {
    lines = List.copyOf(lines);
  }

  /// What is watched, and where the watcher's clock is.
  record Subject(String sql, Duration every, ZoneId zone) {}

  /// What there is to show.
  ///
  /// @param runningSince since when a run is under way, if one is
  record Moment(Progress progress, Optional<Instant> runningSince, Instant now) {}

  static Frame of(Subject subject, Moment moment, Room room) {
    var progress = moment.progress();
    var lines = new ArrayList<Line>();
    lines.add(Line.of(CellText.visible(subject.sql().strip().replaceAll("\\s+", " ")), Style.BOLD));
    lines.add(Line.of(status(subject, moment), Style.FAINT));
    for (var problem : problem(subject, progress)) lines.add(Line.of(problem, Style.BAD));
    lines.add(Line.EMPTY);
    progress
        .comparison()
        .map(
            comparison ->
                Table.of(
                    comparison,
                    progress.statistics(),
                    moment.now(),
                    new Room(room.columns(), room.lines() - lines.size())))
        .ifPresent(lines::addAll);
    return new Frame(
        lines.stream().limit(room.lines()).map(line -> cut(line, room.columns())).toList());
  }

  private static String status(Subject subject, Moment moment) {
    var parts = new ArrayList<String>();
    parts.add("every " + Durations.written(subject.every()));
    var progress = moment.progress();
    progress
        .last()
        .ifPresent(
            run -> {
              parts.add(
                  "run %d at %s took %s"
                      .formatted(
                          progress.runs(),
                          TIME.format(run.at().atZone(subject.zone())),
                          Durations.text(run.took())));
              if (run.outcome() instanceof Outcome.Done done) parts.add(done.toString());
            });
    progress.comparison().ifPresent(comparison -> parts.add(comparison.snapshot().size()));
    progress
        .changedAt()
        .map(at -> "changed %s ago".formatted(Durations.age(Duration.between(at, moment.now()))))
        .ifPresent(parts::add);
    moment
        .runningSince()
        .map(since -> Duration.between(since, moment.now()))
        .filter(running -> running.compareTo(RUNNING_MIN) >= 0)
        .ifPresent(running -> parts.add("running for " + Durations.age(running)));
    return String.join(" · ", parts);
  }

  private static List<String> problem(Subject subject, Progress progress) {
    return progress
        .last()
        .map(
            run ->
                switch (run.outcome()) {
                  case Outcome.Rows _, Outcome.Done _ -> List.<String>of();
                  case Outcome.Refused(var refusal) -> refusal.lines(subject.sql());
                  case Outcome.Lost lost -> List.of(lost.toString());
                })
        .orElse(List.of());
  }

  /// Only lines of a single piece can be too wide: a table is made to fit.
  private static Line cut(Line line, int columns) {
    if (line.width() <= columns) return line;
    var style = line.spans().getFirst().style();
    return Line.of(CellText.shortened(line.text(), columns), style);
  }
}
