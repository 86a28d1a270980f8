package dev.tallystick.cli;

import static java.util.Objects.requireNonNull;

import dev.tallystick.environment.Exec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally exec`: becomes a command that has its environment.
@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description = {
      "Run a command with its environment, of Infisical, .env, .env.local and the",
      "process; what comes later wins. Signals and exit code are the command's own."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally exec -- npm run dev",
      "  tally exec --infisical-env staging -- psql",
      "",
      "Exit codes: the command's; 2 the environment could not be made, 126 the",
      "command could not be run, 127 there is none."
    })
final class ExecCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options = new EnvironmentOptions();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The command and its arguments.")
  private List<String> command = new ArrayList<>();

  private @Nullable CommandSpec spec;

  /// What looks like an option after the command's name belongs to the command.
  @Spec
  void setSpec(CommandSpec given) {
    spec = given;
    given.parser().stopAtPositional(true);
  }

  @Override
  public Integer call() {
    return run(options, command, requireNonNull(spec).commandLine().getErr());
  }

  /// Whether there are no options: `exec -- COMMAND…`.
  static boolean isPlain(String... arguments) {
    return arguments.length > 2 && arguments[0].equals("exec") && arguments[1].equals("--");
  }

  /// Runs a command without any options.
  static int run(List<String> command, PrintWriter err) {
    return run(new EnvironmentOptions(), command, err);
  }

  private static int run(EnvironmentOptions options, List<String> command, PrintWriter err) {
    var exec = Exec.prepare();
    var additions = options.load(err).additions();
    err.flush();
    var notStarted = exec.become(command, additions);
    err.println("tally: " + notStarted.why());
    return notStarted.exitCode();
  }
}
