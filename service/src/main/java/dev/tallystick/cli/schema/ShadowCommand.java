package dev.tallystick.cli.schema;

import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.Durability;
import dev.tallystick.postgres.EmbeddedServer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally schema shadow`: keeps the shadow running between commands.
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    description =
        "Keep the shadow, the PostgreSQL that SQL is tried on, running between commands: each is"
            + " then faster by its start.",
    footerHeading = "%nExample:%n",
    footer = "  tally schema shadow start")
final class ShadowCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(out());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = "Start the shadow and leave it running.")
  void start() {
    try (var server = EmbeddedServer.open(SchemaProject.shadowFolder(), Durability.NONE)) {
      server.keepRunning();
      out().println(Terminal.good("The shadow runs.") + " tally schema shadow stop ends it.");
    }
  }

  @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stop the shadow.")
  void stop() {
    var running = EmbeddedServer.running(SchemaProject.shadowFolder());
    running.ifPresent(EmbeddedServer::stop);
    out().println(running.isPresent() ? "The shadow is stopped." : "The shadow did not run.");
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Say whether the shadow runs; exit code 1 if not.")
  int status() {
    var running = EmbeddedServer.running(SchemaProject.shadowFolder());
    running.ifPresentOrElse(
        server -> out().println("The shadow runs: process " + server.pid() + "."),
        () -> out().println("The shadow does not run."));
    return running.isPresent() ? 0 : Main.NO;
  }
}
