package dev.tallystick.environment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What the user asked for, what the process and the files set, and the project's file, put
/// together.
record InfisicalSettings(
    Infisical.Wanted wanted, Environment set, Optional<ProjectFile> file, boolean isOffline) {

  Infisical infisical() {
    var id = set.first("INFISICAL_CLIENT_ID", "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID");
    var secret = set.first("INFISICAL_CLIENT_SECRET", "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET");
    var project = project();
    if (id.isEmpty() && secret.isEmpty() && project.isEmpty() && file.isEmpty()) {
      return new Infisical.NotConfigured();
    }
    if (id.isPresent() != secret.isPresent()) {
      return new Infisical.Incomplete(
          "only half of Infisical's machine identity is set",
          "set both INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET");
    }
    if (project.isEmpty()) {
      return new Infisical.Incomplete(
          "Infisical is set up, but no project is named",
          "name it with --infisical-project ID or INFISICAL_PROJECT_ID, or run infisical init");
    }
    var identity = id.map(it -> (Access) new Access.Identity(it.reveal(), secret.orElseThrow()));
    var access = identity.or(() -> cli().map(Access.Cli::new));
    if (access.isEmpty()) {
      return new Infisical.Incomplete(
          "a project of Infisical is named, but there is neither a machine identity nor the"
              + " infisical command",
          "set INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET, or install the command and run"
              + " infisical login");
    }
    return configured(access.get(), new Scope(project.get(), environment(), path()));
  }

  private Infisical configured(Access access, Scope scope) {
    var named =
        wanted.url().or(() -> value("INFISICAL_DOMAIN", "INFISICAL_API_URL", "INFISICAL_SITE_URL"));
    var ofFile = named.isPresent() ? Optional.<String>empty() : file.flatMap(ProjectFile::url);
    var url = named.or(() -> ofFile).map(InfisicalSettings::site);
    if (url.filter(it -> !it.matches("https?://[^/\\s]+\\S*")).isPresent()) {
      return new Infisical.Incomplete(
          "the address of Infisical is no URL", "write it like https://infisical.example.com");
    }
    // The file comes with the project: whoever wrote it says where the credentials are sent.
    var note = ofFile.map("Infisical is asked at %s, as .infisical.json says"::formatted);
    return new Infisical.Configured(access, url, scope, note);
  }

  private Optional<String> project() {
    return wanted
        .project()
        .or(() -> value("INFISICAL_PROJECT_ID"))
        .or(() -> file.flatMap(ProjectFile::project));
  }

  private String environment() {
    return wanted
        .environment()
        .or(() -> value("INFISICAL_ENVIRONMENT"))
        .or(() -> file.flatMap(InfisicalSettings::ofBranch))
        .or(() -> file.flatMap(ProjectFile::environment))
        .orElse("dev");
  }

  private static Optional<String> ofBranch(ProjectFile file) {
    if (file.branches().isEmpty()) return Optional.empty();
    return GitBranch.of(file.directory()).map(file.branches()::get);
  }

  private String path() {
    return wanted.path().or(() -> file.flatMap(ProjectFile::path)).orElse("/");
  }

  private Optional<Path> cli() {
    if (isOffline) return Optional.of(Path.of("infisical"));
    return value("PATH").flatMap(InfisicalCli::find);
  }

  private Optional<String> value(String... names) {
    return set.first(names).map(Value::reveal);
  }

  /// The site without the `/api` that some write at its end.
  private static String site(String url) {
    return Stream.of("/", "/api", "/")
        .reduce(
            url, (it, end) -> it.endsWith(end) ? it.substring(0, it.length() - end.length()) : it);
  }
}
