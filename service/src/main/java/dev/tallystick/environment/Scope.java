package dev.tallystick.environment;

/// The secrets of one folder of an environment of a project.
public record Scope(String project, String environment, String path) {
  /// For people: the environment and the folder.
  public String shown() {
    return "%s:%s of project %s".formatted(environment, path, project);
  }

  Source source() {
    return new Source.Infisical(environment, path);
  }
}
