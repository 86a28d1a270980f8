package dev.tallystick.cli.login;

import dev.tallystick.cli.Terminal;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The person's browser, if there is one on this machine.
final class Browser {
  private Browser() {}

  /// Whether a page opened now would be seen.
  static boolean isSeen(Map<String, String> environment) {
    boolean isRemote = environment.containsKey("SSH_CONNECTION");
    boolean hasDisplay =
        isMac() || environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return Terminal.isWatched() && hasDisplay && !isRemote;
  }

  private static boolean isMac() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
  }

  /// Opens a page, or does nothing where that is not possible.
  static void open(String url, Map<String, String> environment) {
    var program =
        Optional.ofNullable(environment.get("BROWSER"))
            .filter(name -> !name.isBlank())
            .orElse(isMac() ? "open" : "xdg-open");
    try {
      var _ =
          new ProcessBuilder(program, url)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      // The address was printed.
    }
  }
}
