package dev.tallystick.postgres;

import java.time.Instant;
import java.util.List;

/// A container as `docker container inspect` describes it.
///
/// @param status Docker's word: created, running, paused, restarting, removing, exited or dead
/// @param health Docker's word: starting, healthy or unhealthy
/// @param image with its tag
/// @param port on this machine
record ContainerState(String status, String health, Instant startedAt, String image, int port) {
  /// A line of [#FIELDS] words. The zero is the port of a container that has none, and leads that
  /// of one that has.
  static final String FORMAT =
      "{{.State.Status}} {{with .State.Health}}{{.Status}}{{else}}none{{end}} {{.State.StartedAt}}"
          + " {{.Config.Image}} 0{{range .HostConfig.PortBindings}}{{(index . 0).HostPort}}{{end}}";

  private static final int FIELDS = 5;

  static ContainerState parse(String line) {
    var words = line.strip().split(" ", -1);
    if (words.length != FIELDS) {
      throw new ServerFailure("`docker container inspect` said what we do not know: " + line);
    }
    return new ContainerState(
        words[0], words[1], Instant.parse(words[2]), words[3], Integer.parseInt(words[4]));
  }

  boolean isUp() {
    return status.equals("running");
  }

  boolean isReady() {
    return isUp() && health.equals("healthy");
  }

  /// Whether nothing of it runs any more, or yet.
  boolean isOver() {
    return List.of("created", "exited", "dead").contains(status);
  }

  /// For people.
  String description() {
    return isUp() ? health : status;
  }
}
