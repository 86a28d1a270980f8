package dev.tallystick.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The account that PostgreSQL's programs run under. They refuse to run as root, so root has to put
/// on another coat first.
sealed interface RunAs {
  /// Our own account, which is not root.
  record Ourselves() implements RunAs {}

  /// Root in a user namespace without a mapping: PostgreSQL sees an unknown user, the kernel sees
  /// root without its powers. The files stay root's.
  record UserNamespace() implements RunAs {}

  /// Another account, which then has to own the files.
  record Account(int id) implements RunAs {}

  /// The number of `nobody`, on Linux and in any container.
  int NOBODY = 65534;

  /// The first way that works here.
  static RunAs detect(Path directory) {
    if (new UnixSystem().getUid() != 0) return new Ourselves();
    return choose(
        Stream.of(new UserNamespace(), new Account(NOBODY)), way -> way.reaches(directory));
  }

  static RunAs choose(Stream<RunAs> ways, Predicate<RunAs> works) {
    return ways.filter(works)
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFailure(
                    "PostgreSQL does not run as root, and this machine allows neither"
                        + " `unshare -U` nor `setpriv --reuid` to leave it (or the directory is"
                        + " out of reach for other accounts). Run Tallystick as a user that is"
                        + " not root, or name a PostgreSQL of your own with --database-url."));
  }

  /// `command`, to be run under this account.
  default List<String> command(List<String> command) {
    List<String> prefix =
        switch (this) {
          case Ourselves() -> List.of();
          case UserNamespace() -> List.of("unshare", "-U");
          case Account(int id) ->
              List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
        };
    return Stream.of(prefix, command).flatMap(List::stream).toList();
  }

  /// Gives `root` and all below it to this account, if it is not its own already.
  default void own(Path root) throws IOException {
    switch (this) {
      case Ourselves() -> {}
      case UserNamespace() -> chown(root, 0);
      case Account(int id) -> chown(root, id);
    }
  }

  /// Whether programs run under this account here, and can enter `directory`.
  private boolean reaches(Path directory) {
    try {
      return switch (this) {
        case Ourselves() -> true;
        case UserNamespace() -> succeeds(command(List.of("true")));
        case Account _ -> {
          own(directory);
          yield succeeds(command(List.of("test", "-x", directory.toString())));
        }
      };
    } catch (IOException _) {
      // The program is not installed, or the files may not be given away.
      return false;
    }
  }

  private static boolean succeeds(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("interrupted while starting PostgreSQL", interrupted);
    }
  }

  private static void chown(Path root, int id) throws IOException {
    if (Files.getAttribute(root, "unix:uid").equals(id)) return;
    try (var paths = Files.walk(root)) {
      for (var path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
