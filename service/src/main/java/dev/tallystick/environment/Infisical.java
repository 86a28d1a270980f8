package dev.tallystick.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Whether and how Infisical is set up here.
public sealed interface Infisical {
  /// It is not: nothing names it.
  record NotConfigured() implements Infisical {}

  /// Something is missing.
  ///
  /// @param what what is wrong
  /// @param cure what to do about it
  record Incomplete(String what, String cure) implements Infisical {}

  /// All that it takes to ask.
  ///
  /// @param url the site if it is not the usual one, without a slash at its end
  /// @param note what the user should know before it is asked
  record Configured(Access access, Optional<String> url, Scope scope, Optional<String> note)
      implements Infisical {
    /// Asks for the secrets; it takes some seconds at most.
    public Fetch fetch() {
      return switch (access) {
        case Access.Identity identity -> InfisicalApi.fetch(identity, this);
        case Access.Cli cli -> InfisicalCli.fetch(cli, this);
      };
    }
  }

  /// What the user asked for on the command line.
  record Wanted(
      Optional<String> project,
      Optional<String> environment,
      Optional<String> path,
      Optional<String> url) {}

  /// Looks what is set up.
  ///
  /// @param set what the process and the files set
  /// @param directory where the project's file is looked for, and above it
  /// @param isOffline whether nothing will be asked, so that no command is needed for it
  static Infisical find(Wanted wanted, Environment set, Path directory, boolean isOffline)
      throws IOException {
    var path = ProjectFile.find(directory);
    var file = path.isEmpty() ? Optional.<ProjectFile>empty() : ProjectFile.read(path.get());
    if (path.isPresent() && file.isEmpty()) {
      return new Incomplete(
          "%s is no JSON object".formatted(path.get()), "write it anew with infisical init");
    }
    Supplier<Optional<Path>> cli =
        () ->
            isOffline
                ? Optional.of(Path.of("infisical"))
                : set.first("PATH").map(Value::reveal).flatMap(InfisicalCli::find);
    return of(wanted, set, file, cli, GitBranch::of);
  }

  /// Decides from what was asked for, what is set, and the project's file.
  ///
  /// @param cli finds Infisical's command line
  /// @param branch finds the git branch of a directory
  static Infisical of(
      Wanted wanted,
      Environment set,
      Optional<ProjectFile> file,
      Supplier<Optional<Path>> cli,
      Function<Path, Optional<String>> branch) {
    var id = set.first("INFISICAL_CLIENT_ID", "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID");
    var secret = set.first("INFISICAL_CLIENT_SECRET", "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET");
    var project =
        wanted
            .project()
            .or(() -> set.first("INFISICAL_PROJECT_ID").map(Value::reveal))
            .or(() -> file.flatMap(ProjectFile::project));
    if (id.isEmpty() && secret.isEmpty() && project.isEmpty() && file.isEmpty()) {
      return new NotConfigured();
    }
    if (id.isPresent() != secret.isPresent()) {
      return new Incomplete(
          "only half of Infisical's machine identity is set",
          "set both INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET");
    }
    if (project.isEmpty()) {
      return new Incomplete(
          "Infisical is set up, but no project is named",
          "name it with --infisical-project ID or INFISICAL_PROJECT_ID, or run infisical init");
    }
    var identity = id.map(it -> (Access) new Access.Identity(it.reveal(), secret.orElseThrow()));
    var access = identity.or(() -> cli.get().map(Access.Cli::new));
    if (access.isEmpty()) {
      return new Incomplete(
          "a project of Infisical is named, but there is neither a machine identity nor the"
              + " infisical command",
          "set INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET, or install the command and run"
              + " infisical login");
    }
    return configured(access.get(), project.get(), wanted, set, file, branch);
  }

  private static Infisical configured(
      Access access,
      String project,
      Wanted wanted,
      Environment set,
      Optional<ProjectFile> file,
      Function<Path, Optional<String>> branch) {
    var environment =
        wanted
            .environment()
            .or(() -> set.first("INFISICAL_ENVIRONMENT").map(Value::reveal))
            .or(() -> file.flatMap(it -> ofBranch(it, branch)))
            .or(() -> file.flatMap(ProjectFile::environment))
            .orElse("dev");
    var path = wanted.path().or(() -> file.flatMap(ProjectFile::path)).orElse("/");
    var named =
        wanted
            .url()
            .or(
                () ->
                    set.first("INFISICAL_DOMAIN", "INFISICAL_API_URL", "INFISICAL_SITE_URL")
                        .map(Value::reveal));
    var ofFile = named.isPresent() ? Optional.<String>empty() : file.flatMap(ProjectFile::url);
    var url = named.or(() -> ofFile).map(Infisical::site);
    if (url.filter(it -> !it.matches("https?://[^/\\s]+\\S*")).isPresent()) {
      return new Incomplete(
          "the address of Infisical is no URL", "write it like https://infisical.example.com");
    }
    // The file comes with the project: whoever wrote it says where the credentials are sent.
    var note = ofFile.map("Infisical is asked at %s, as .infisical.json says"::formatted);
    return new Configured(access, url, new Scope(project, environment, path), note);
  }

  private static Optional<String> ofBranch(
      ProjectFile file, Function<Path, Optional<String>> branch) {
    if (file.branches().isEmpty()) return Optional.empty();
    return branch.apply(file.directory()).map(file.branches()::get);
  }

  /// The site without the `/api` that some write at its end.
  private static String site(String url) {
    return Stream.of("/", "/api", "/")
        .reduce(
            url, (it, end) -> it.endsWith(end) ? it.substring(0, it.length() - end.length()) : it);
  }
}
