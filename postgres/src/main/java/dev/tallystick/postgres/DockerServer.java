package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// PostgreSQL in a container of the official image, as a local database. Its data is in a named
/// volume, so that a container is nothing worth keeping: one that does not run is removed and made
/// anew.
record DockerServer(ServerDirectory directory, VolumeRecord record, Container container)
    implements LocalServer {
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration PULL_WAIT_MAX = Duration.ofMinutes(30);
  private static final Duration RUN_WAIT_MAX = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS_MAX = 5;
  private static final int USUAL_PORT = 5432;

  /// @param data the data directory, whose path the name derives from: two directories never meet
  static DockerServer of(Path data) {
    var directory = ServerDirectory.at(data.resolve("docker"));
    var name = ContainerSpec.nameFor(real(data).toString());
    return new DockerServer(directory, new VolumeRecord(directory, name), new Container(name));
  }

  private String name() {
    return container.name();
  }

  /// The one path of a directory that symbolic links lead to, also while it is not there yet.
  private static Path real(Path path) {
    try {
      var parent = path.getParent();
      if (Files.exists(path) || parent == null) return path.toRealPath();
      return real(parent).resolve(path.getFileName());
    } catch (IOException _) {
      return path;
    }
  }

  /// The version that the data is of, as the tag of an image.
  Optional<String> version() {
    return record.image().map(PostgresImage::version);
  }

  @Override
  public boolean hasData() {
    return record.image().isPresent();
  }

  @Override
  public DatabaseUrl start(Wish wish, Consumer<String> progress) {
    record.requireOurs();
    requireEngine();
    var image = image(wish);
    try {
      return up(image, wish.port(), progress);
    } catch (ServerFailure failure) {
      if (record.isUnfinished()) forget(failure);
      throw failure;
    }
  }

  private void requireEngine() {
    switch (Docker.presence()) {
      case Docker.Presence.Answers _ -> {}
      case Docker.Presence.Silent(String reason) ->
          throw new ServerFailure(
              "%s. Start Docker and try again; or take an embedded server: %s"
                  .formatted(
                      reason,
                      hasData()
                          ? "name another directory with --data, because the data of this one is in Docker"
                          : "--engine embedded"));
    }
  }

  /// The image that was asked for, if it can read the data.
  private PostgresImage image(Wish wish) {
    var recorded = record.image();
    var image =
        wish.version().map(PostgresImage::new).or(() -> recorded).orElse(PostgresImage.DEFAULT);
    if (recorded.isPresent() && recorded.get().major() != image.major()) {
      throw new ServerFailure(
          "the volume %s holds data of PostgreSQL %d, which version %s cannot read. Name another"
                  .formatted(name(), recorded.get().major(), image.version())
              + " directory with --data, or delete the data: tally db reset");
    }
    return image;
  }

  private DatabaseUrl up(PostgresImage image, OptionalInt port, Consumer<String> progress) {
    var refused = new HashSet<Integer>();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      var status = container.inspect().map(ContainerState::status).orElse("");
      if (status.isEmpty()) {
        if (run(image, port, refused, progress)) return awaitReady().orElseThrow(this::ended);
        continue;
      }
      if (status.equals("paused")) {
        container.unpause();
      }
      if (status.equals("paused") || status.equals("running")) {
        // It may be ending, because somebody who was killed had asked for that.
        var url = awaitReady();
        if (url.isPresent()) return url.get();
      }
      remove();
    }
    throw new ServerFailure(
        "the container %s did not come up in %d attempts; look at it with `docker ps --all`"
            .formatted(name(), ATTEMPTS_MAX));
  }

  /// Runs a new container; false if somebody was quicker with its name or its port.
  ///
  /// @param refused ports that looked free and were not, because Docker sees more than we do
  private boolean run(
      PostgresImage image, OptionalInt fixedPort, Set<Integer> refused, Consumer<String> progress) {
    try {
      directory.create();
      directory.preparePassword(new SecureRandom());
      pull(image, progress);
      if (record.isUnfinished()) container.removeVolume();
      else if (!hasData()) requireNoVolume();
      record.write(image);
      int port = fixedPort.isPresent() ? fixedPort.getAsInt() : freePort(refused);
      progress.accept("Starting %s in Docker …".formatted(image.name()));
      var spec = new ContainerSpec(name(), directory.root().getParent() + "", image, port);
      var password = Map.of(ContainerSpec.PASSWORD, directory.password());
      var answer = Docker.call(RUN_WAIT_MAX, password, spec.runArguments());
      if (answer.isYes()) {
        directory.rememberPort(port);
        return true;
      }
      if (isPortTaken(answer.reason())) {
        refused.add(port);
        if (fixedPort.isEmpty()) return false;
        throw new ServerFailure(
            "port %d is taken; choose another with --port, or leave it to us".formatted(port));
      }
      if (answer.reason().contains("is already in use by container")) return false;
      throw new ServerFailure("Docker did not run %s: %s".formatted(name(), answer.reason()));
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  private int freePort(Set<Integer> refused) throws IOException {
    var wanted = IntStream.concat(directory.lastPort().stream(), IntStream.of(USUAL_PORT));
    return Ports.free(wanted.filter(port -> !refused.contains(port)));
  }

  private static boolean isPortTaken(String reason) {
    return Stream.of(
            "port is already allocated", "address already in use", "Ports are not available")
        .anyMatch(reason::contains);
  }

  private void pull(PostgresImage image, Consumer<String> progress) {
    if (Docker.call(QUICK, "image", "inspect", "--format", "{{.Id}}", image.name()).isYes()) return;
    progress.accept("Fetching the image %s, once; it has 150 MB …".formatted(image.name()));
    var answer = Docker.call(PULL_WAIT_MAX, "pull", "--quiet", image.name());
    if (answer.isYes()) return;
    throw new ServerFailure(
        """
        the image %s cannot be fetched: %s
        See whether `docker pull %s` works (network, proxy, login); name a version that you have \
        with --postgres-version; or do without Docker: --engine embedded"""
            .formatted(image.name(), answer.reason(), image.name()));
  }

  /// A volume without a record is of a directory that was deleted by hand, with the password.
  private void requireNoVolume() {
    if (!container.hasVolume()) return;
    throw new ServerFailure(
        "the Docker volume %s holds the data of an earlier database of %s, whose password is gone."
                .formatted(name(), directory.root().getParent())
            + " Delete it with `docker volume rm %s`, or name another directory with --data."
                .formatted(name()));
  }

  /// The URL once the server takes connections; empty if its container ends before that.
  private Optional<DatabaseUrl> awaitReady() {
    var deadline = Deadline.in(Postmaster.READY_WAIT_MAX);
    while (true) {
      var found = container.inspect().filter(ContainerState::isUp);
      if (found.isEmpty()) return Optional.empty();
      if (found.get().isReady()) {
        var url = url(found.get());
        return FirstConnection.make(url, container::isUp) ? Optional.of(url) : Optional.empty();
      }
      if (deadline.isOver()) {
        throw new ServerFailure(
            "PostgreSQL in the container %s is not ready after %d s. The end of its log:\n%s"
                .formatted(name(), Postmaster.READY_WAIT_MAX.toSeconds(), container.logTail()));
      }
      Deadline.pause(PAUSE);
    }
  }

  private ServerFailure ended() {
    return new ServerFailure(
        "PostgreSQL in the container %s ended while it started. The end of its log:\n%s"
            .formatted(name(), container.logTail()));
  }

  /// The URL of a server that is ready. Whoever has it may write, so that from now on the volume is
  /// worth keeping.
  private DatabaseUrl url(ContainerState ready) {
    try {
      record.finish();
      return EmbeddedServer.url(directory, ready.port());
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  @Override
  public Optional<DatabaseUrl> url() {
    try {
      return container.inspect().filter(ContainerState::isReady).map(this::url);
    } catch (ServerFailure _) {
      // Without Docker there is no container that runs.
      return Optional.empty();
    }
  }

  @Override
  public LocalStatus status() {
    var image = record.image();
    if (image.isEmpty()) return new LocalStatus.Absent();
    var place = "Docker volume " + name();
    Optional<ContainerState> found;
    try {
      found = container.inspect();
    } catch (ServerFailure failure) {
      return new LocalStatus.Between(Engine.DOCKER, place, String.valueOf(failure.getMessage()));
    }
    if (found.isEmpty() || found.get().isOver()) {
      return new LocalStatus.Stopped(
          Engine.DOCKER, image.get().version(), place, OptionalLong.empty());
    }
    var state = found.get();
    if (!state.isReady()) return new LocalStatus.Between(Engine.DOCKER, place, state.description());
    var url = url(state);
    var facts = Facts.of(url);
    return new LocalStatus.Running(
        Engine.DOCKER,
        facts.version(),
        url,
        place,
        OptionalLong.empty(),
        name(),
        facts.bytes(),
        state.startedAt());
  }

  @Override
  public boolean stop() {
    requireEngine();
    var found = container.inspect();
    if (found.filter(ContainerState::isReady).isPresent()) url(found.get());
    if (found.isPresent()) remove();
    if (record.isUnfinished()) delete();
    return found.filter(state -> !state.isOver()).isPresent();
  }

  /// Removes the container. A server gets the time to end well, unless nothing of it is kept.
  private void remove() {
    if (!record.isUnfinished() && container.isUp()) container.stop();
    container.remove();
  }

  @Override
  public void delete() {
    try {
      // From here on whoever comes next takes it for deleted, and deletes what is left.
      record.disown();
      container.removeVolume();
      record.delete();
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  /// Leaves nothing of a database that never was ready.
  private void forget(ServerFailure failure) {
    try {
      if (container.inspect().isPresent()) remove();
      delete();
    } catch (ServerFailure alsoThat) {
      failure.addSuppressed(alsoThat);
    }
  }

  @Override
  public List<String> logCommand(int lines, boolean follow) {
    return container.logCommand(lines, follow);
  }
}
