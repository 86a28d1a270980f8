package dev.tallystick.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The git branch of a directory, which `.infisical.json` may give an environment of its own.
final class GitBranch {
  private GitBranch() {}

  /// The branch; none outside of git, or where no branch is checked out.
  static Optional<String> of(Path directory) {
    var git = new ProcessBuilder("git", "symbolic-ref", "--short", "HEAD");
    git.directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      var process = git.start();
      process.getOutputStream().close();
      var out = process.getInputStream().readAllBytes();
      return Optional.of(new String(out, StandardCharsets.UTF_8).strip())
          .filter(branch -> !branch.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
