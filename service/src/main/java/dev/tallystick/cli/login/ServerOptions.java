package dev.tallystick.cli.login;

import dev.tallystick.cli.Failure;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which server a command is about, how it speaks, and what is known of it on this machine.
final class ServerOptions {
  private static final String LOCAL = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_SERVER}",
      description =
          "The server (default: TALLY_SERVER, or where you signed in last, or " + LOCAL + ").")
  private @Nullable String server;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  private final Map<String, String> environment = System.getenv();

  boolean isJson() {
    return isJson;
  }

  PrintWriter out() {
    return mixee.commandLine().getOut();
  }

  /// For what is not the answer itself.
  void say(String text) {
    var err = mixee.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  CredentialsFile credentials() {
    return CredentialsFile.of(environment, text -> say("tally: " + text));
  }

  Map<String, String> environment() {
    return environment;
  }

  /// A token of TALLY_TOKEN, as on a machine of CI; it wins over the credentials file.
  Optional<String> givenToken() {
    return Optional.ofNullable(environment.get("TALLY_TOKEN")).filter(text -> !text.isBlank());
  }

  ServerApi api() {
    var url =
        Optional.ofNullable(server)
            .filter(text -> !text.isBlank())
            .or(() -> credentials().current())
            .orElse(LOCAL);
    return new ServerApi(checked(url));
  }

  /// Without a slash at its end, so that a server has one name.
  private static String checked(String url) {
    try {
      var uri = URI.create(url);
      var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      if (isHttp && uri.getHost() != null && uri.getRawQuery() == null) {
        return url.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new Failure("--server must be a URL such as https://tally.example.com, not " + url);
  }
}
