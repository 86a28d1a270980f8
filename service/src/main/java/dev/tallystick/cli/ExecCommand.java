package dev.tallystick.cli;

import dev.tallystick.environment.Exec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Run a command with its environment: of Infisical, .env, .env.local and the process.",
      "What comes later in this order wins. Signals and the exit code are the command's own."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally exec -- npm run dev",
      "  tally exec --infisical-env staging -- psql",
      "",
      "Exit codes: the command's; 2 the environment could not be made, 126 the command could not be",
      "run, 127 there is none."
    })
final class ExecCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options = new EnvironmentOptions();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The command and its arguments.")
  private List<String> command = new ArrayList<>();

  private CommandSpec spec = CommandSpec.create();

  /// What looks like an option after the command's name belongs to the command.
  @Spec
  void setSpec(CommandSpec given) {
    spec = given;
    given.parser().stopAtPositional(true);
  }

  @Override
  public Integer call() {
    var exec = Exec.prepare();
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var additions = options.load(err).additions();
    out.flush();
    err.flush();
    var notStarted = exec.become(command, additions);
    err.println("tally: " + notStarted.why());
    return notStarted.exitCode();
  }
}
