package dev.tallystick.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// `.infisical.json`, which `infisical init` writes into a project.
///
/// @param branches the environment of each git branch that has one of its own
record ProjectFile(
    Path file,
    Optional<String> project,
    Optional<String> environment,
    Optional<String> path,
    Optional<String> url,
    Map<String, String> branches) {
  private static final String NAME = ".infisical.json";

  ProjectFile {
    branches = Map.copyOf(branches);
  }

  /// The file of `directory` or the nearest above it, as Infisical's command line finds it.
  static Optional<Path> find(Path directory) {
    for (var at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
      var file = at.resolve(NAME);
      if (Files.isRegularFile(file)) return Optional.of(file);
    }
    return Optional.empty();
  }

  /// Reads a file; nothing comes of one that is no JSON object.
  static Optional<ProjectFile> read(Path file) throws IOException {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(file.toFile());
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
    if (!json.isObject()) return Optional.empty();
    var branches = new TreeMap<String, String>();
    for (var branch : json.path("gitBranchToEnvironmentMapping").properties()) {
      branches.put(branch.getKey(), branch.getValue().asText());
    }
    return Optional.of(
        new ProjectFile(
            file,
            text(json, "workspaceId"),
            text(json, "defaultEnvironment"),
            text(json, "defaultSecretPath"),
            text(json, "domain"),
            branches));
  }

  Path directory() {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field).asText("")).filter(text -> !text.isBlank());
  }
}
