package dev.tallystick.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A container, which need not be there, and the volume of the same name.
record Container(String name) {
  private static final Duration QUICK = Duration.ofSeconds(20);

  /// Docker kills a server that has not ended by then; the next start recovers.
  private static final int STOP_SECONDS_MAX = 60;

  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(STOP_SECONDS_MAX + 30);
  private static final Duration REMOVAL_WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOG_TAIL_LINES = 12;
  private static final Pattern NOT_THERE =
      Pattern.compile("no such container", Pattern.CASE_INSENSITIVE);

  /// Empty if it is not there.
  Optional<ContainerState> inspect() {
    var answer =
        Docker.call(QUICK, "container", "inspect", "--format", ContainerState.FORMAT, name);
    if (answer.isYes()) return Optional.of(ContainerState.parse(answer.out()));
    if (NOT_THERE.matcher(answer.err()).find()) return Optional.empty();
    throw new ServerFailure("Docker does not tell about %s: %s".formatted(name, answer.reason()));
  }

  boolean isUp() {
    return inspect().filter(ContainerState::isUp).isPresent();
  }

  void unpause() {
    Docker.must(QUICK, "unpause", name);
  }

  /// Lets the server end well.
  void stop() {
    var _ = Docker.call(STOP_WAIT_MAX, "stop", "-t", Integer.toString(STOP_SECONDS_MAX), name);
  }

  /// Removes it in whatever state it is, and returns when it is gone.
  void remove() {
    var answer = Docker.call(STOP_WAIT_MAX, "rm", "--force", name);
    var deadline = Deadline.in(REMOVAL_WAIT_MAX);
    // It may be on its way out already, because of somebody who was killed.
    while (inspect().isPresent()) {
      if (deadline.isOver()) {
        throw new ServerFailure(
            "the container %s cannot be removed: %s".formatted(name, answer.reason()));
      }
      Deadline.pause(PAUSE);
    }
  }

  boolean hasVolume() {
    return Docker.call(QUICK, "volume", "inspect", "--format", "{{.Name}}", name).isYes();
  }

  void removeVolume() {
    Docker.must(QUICK, "volume", "rm", "--force", name);
  }

  String logTail() {
    var answer = Docker.call(QUICK, "logs", "--tail", Integer.toString(LOG_TAIL_LINES), name);
    return (answer.out() + answer.err()).strip().indent(2).stripTrailing();
  }

  /// The command that prints its log on a terminal.
  List<String> logCommand(int lines, boolean follow) {
    var tail = Stream.of(Docker.PROGRAM, "logs", "--tail", Integer.toString(lines));
    return Stream.concat(tail, follow ? Stream.of("--follow", name) : Stream.of(name)).toList();
  }

  /// The command that runs a program of PostgreSQL's inside it, on the server's own socket.
  List<String> programCommand(String program, boolean onTerminal) {
    return List.of(
        Docker.PROGRAM,
        "exec",
        onTerminal ? "-it" : "-i",
        name,
        program,
        "--username",
        EmbeddedServer.USER,
        "--dbname",
        EmbeddedServer.DATABASE);
  }
}
