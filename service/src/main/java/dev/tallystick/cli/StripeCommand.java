package dev.tallystick.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally stripe`: the other half of the tally, for who looks after it.
@Command(
    name = "stripe",
    mixinStandardHelpOptions = true,
    description = "Look after the other half of the tally.",
    subcommands = ReconcileCommand.class,
    footerHeading = "%nExample:%n",
    footer = "  tally stripe reconcile --repair")
final class StripeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
