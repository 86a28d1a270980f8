package dev.tallystick.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

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
    return new InfisicalSettings(wanted, set, file, isOffline).infisical();
  }
}
