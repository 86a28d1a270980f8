package dev.tallystick.cli;

import dev.tallystick.environment.Assignment;
import dev.tallystick.environment.EnvFile;
import dev.tallystick.environment.Environment;
import dev.tallystick.environment.Fetch;
import dev.tallystick.environment.Infisical;
import dev.tallystick.environment.OfflineCopy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an environment is made of.
final class EnvironmentOptions {
  private static final List<Path> USUAL_FILES = List.of(Path.of(".env"), Path.of(".env.local"));

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "A file of NAME=value instead of .env and .env.local; a later one wins.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--infisical-project",
      paramLabel = "ID",
      description = "The project (default: INFISICAL_PROJECT_ID, or of .infisical.json).")
  private @Nullable String project;

  @Option(
      names = "--infisical-env",
      paramLabel = "SLUG",
      description =
          "Its environment (default: INFISICAL_ENVIRONMENT, or of .infisical.json, or dev).")
  private @Nullable String environment;

  @Option(
      names = "--infisical-path",
      paramLabel = "PATH",
      description = "The folder in it (default: of .infisical.json, or /).")
  private @Nullable String path;

  @Option(
      names = "--infisical-url",
      paramLabel = "URL",
      description = "A site of your own (default: INFISICAL_DOMAIN, or https://app.infisical.com).")
  private @Nullable String url;

  @Option(names = "--no-infisical", description = "Leave Infisical out.")
  private boolean isWithoutInfisical;

  @Option(
      names = "--offline",
      description = "Do not ask Infisical; use the copy that --keep-offline-copy wrote.")
  private boolean isOffline;

  @Option(
      names = "--keep-offline-copy",
      description =
          "Keep what Infisical gives, encrypted, for --offline (or TALLY_OFFLINE_COPY=1).")
  private boolean keepsCopy;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the offline copy is kept (default: .tallystick, or TALLY_DATA).")
  private @Nullable Path data;

  /// The environment, of all that is set up; `err` is told what the user should know.
  Environment load(PrintWriter err) {
    var process = System.getenv();
    var ofFiles = ofFiles();
    if (isWithoutInfisical) return Environment.merge(ofFiles, process);
    try {
      var all = new ArrayList<>(ofInfisical(Environment.merge(ofFiles, process), err));
      all.addAll(ofFiles);
      return Environment.merge(all, process);
    } catch (IOException e) {
      throw new Failure("cannot read or write what belongs to Infisical: " + e.getMessage(), e);
    }
  }

  private List<Assignment> ofFiles() {
    var assignments = new ArrayList<Assignment>();
    for (var file : files.isEmpty() ? USUAL_FILES : files) {
      assignments.addAll(in(file).orElseGet(() -> missing(file)));
    }
    return assignments;
  }

  private List<Assignment> missing(Path file) {
    if (files.isEmpty()) return List.of();
    throw new Failure("there is no file %s; name another with --env-file".formatted(file));
  }

  /// The assignments of a file, if there is one.
  static Optional<List<Assignment>> in(Path file) {
    try {
      return switch (EnvFile.read(file)) {
        case EnvFile.Read(var assignments) -> Optional.of(assignments);
        case EnvFile.Missing() -> Optional.empty();
        case EnvFile.Malformed(var line, var problem) ->
            throw new Failure("%s, line %d: %s".formatted(file, line, problem));
      };
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private List<Assignment> ofInfisical(Environment set, PrintWriter err) throws IOException {
    var wanted =
        new Infisical.Wanted(
            Optional.ofNullable(project),
            Optional.ofNullable(environment),
            Optional.ofNullable(path),
            Optional.ofNullable(url));
    return switch (Infisical.find(wanted, set, Path.of(""), isOffline)) {
      case Infisical.NotConfigured() -> List.of();
      case Infisical.Incomplete(var what, var cure) -> throw unavailable(what, cure);
      case Infisical.Configured infisical ->
          isOffline ? ofCopy(infisical, set, err) : fetched(infisical, set, err);
    };
  }

  private List<Assignment> fetched(Infisical.Configured infisical, Environment set, PrintWriter err)
      throws IOException {
    infisical.note().ifPresent(note -> err.println("tally: " + note));
    return switch (infisical.fetch()) {
      case Fetch.Unavailable(var what, var cure) -> throw unavailable(what, cure);
      case Fetch.Secrets(var secrets) -> {
        if (keepsCopy || set.isOn("TALLY_OFFLINE_COPY")) {
          copy(infisical, set).keep(secrets, Instant.now());
        }
        yield secrets;
      }
    };
  }

  private Failure unavailable(String what, String cure) {
    var instead = isOffline ? "--no-infisical" : "--offline or --no-infisical";
    return new Failure("%s; %s, or go on with %s".formatted(what, cure, instead));
  }

  private List<Assignment> ofCopy(Infisical.Configured infisical, Environment set, PrintWriter err)
      throws IOException {
    return switch (copy(infisical, set).open()) {
      case OfflineCopy.Opened.Refused(var why) ->
          throw new Failure(
              "no offline copy: %s; run once online with --keep-offline-copy".formatted(why));
      case OfflineCopy.Opened.Copy(var secrets, var keptAt) -> {
        err.printf(
            "tally: the secrets of Infisical are from %s%n",
            ago(Duration.between(keptAt, Instant.now())));
        yield secrets;
      }
    };
  }

  private OfflineCopy copy(Infisical.Configured infisical, Environment set) {
    var directory = data != null ? data : Path.of(set.value("TALLY_DATA").orElse(".tallystick"));
    return new OfflineCopy(directory, set.configDirectory(), infisical);
  }

  private static String ago(Duration age) {
    if (age.toDays() > 1) return "%d days ago".formatted(age.toDays());
    if (age.toHours() > 1) return "%d hours ago".formatted(age.toHours());
    if (age.toMinutes() > 1) return "%d minutes ago".formatted(age.toMinutes());
    return "just now";
  }
}
