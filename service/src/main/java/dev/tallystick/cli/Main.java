package dev.tallystick.cli;

import dev.tallystick.cli.db.DbCommand;
import dev.tallystick.cli.login.LoginCommand;
import dev.tallystick.cli.login.LogoutCommand;
import dev.tallystick.cli.login.WhoamiCommand;
import dev.tallystick.cli.schema.SchemaCommand;
import dev.tallystick.cli.watch.WatchCommand;
import dev.tallystick.postgres.ServerFailure;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.schema.migrate.MigrationRefused;
import dev.tallystick.schema.queries.StatisticsFailure;
import dev.tallystick.schema.shadow.LoadFailure;
import dev.tallystick.schema.sql.ScriptFailure;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line. Exit codes: 0 done, 1 the answer is no (a check failed, a thing is not there),
/// 2 the command was not understood or could not run.
@Command(
    name = "tally",
    mixinStandardHelpOptions = true,
    version = "Tallystick 0.1.0",
    description = "The account book of an AI product, on PostgreSQL.",
    footerHeading = "%nAlso:%n",
    footer = {
      "  bench   Measure this machine: tally bench messages",
      "  test    Run every check and test of the source tree",
      "  format  Lay the source tree out",
      "",
      "Example:",
      "  tally serve --port 8080 --data ./tally-data"
    })
public final class Main implements Runnable {
  /// The exit code for "no": a check failed, a thing is not there.
  public static final int NO = 1;

  /// The exit code for what could not be run.
  public static final int FAILED = 2;

  private static final List<Subcommands.Named> COMMANDS =
      List.of(
          new Subcommands.Named("serve", ServeCommand::new),
          new Subcommands.Named("db", DbCommand::new),
          new Subcommands.Named("exec", ExecCommand::new),
          new Subcommands.Named("env", EnvCommand::new),
          new Subcommands.Named("login", LoginCommand::new),
          new Subcommands.Named("whoami", WhoamiCommand::new),
          new Subcommands.Named("logout", LogoutCommand::new),
          new Subcommands.Named("demo", DemoCommand::new),
          new Subcommands.Named("key", KeyCommand::new),
          new Subcommands.Named("staff", StaffCommand::new),
          new Subcommands.Named("audit", AuditCommand::new),
          new Subcommands.Named("referrals", ReferralsCommand::new),
          new Subcommands.Named("prices", PricesCommand::new),
          new Subcommands.Named("ledger", LedgerCommand::new),
          new Subcommands.Named("stripe", StripeCommand::new),
          new Subcommands.Named("schema", SchemaCommand::new),
          new Subcommands.Named("watch", WatchCommand::new));

  @Spec private CommandSpec spec;

  /// For picocli alone.
  Main() {
    spec = CommandSpec.create();
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /// Runs a command and returns its exit code.
  static int run(String... arguments) {
    // Reading annotations takes longer than all the rest of the plain form.
    if (ExecCommand.isPlain(arguments)) {
      var err = new PrintWriter(System.err, true, System.err.charset());
      try {
        return ExecCommand.run(List.of(arguments).subList(2, arguments.length), err);
      } catch (RuntimeException failure) {
        return explain(failure, err);
      }
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return commandLine(arguments).execute(arguments);
  }

  /// The commands that `arguments` may be about, writing to standard output and error unless told
  /// otherwise.
  static CommandLine commandLine(String... arguments) {
    var commandLine = new CommandLine(new Main());
    Subcommands.of(COMMANDS).addTo(commandLine, List.of(arguments));
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        // An argument such as @org/package is meant as it is.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler((failure, failed, _) -> explain(failure, failed.getErr()));
  }

  /// What an operator can act on is said in one line; anything else is a fault of ours, and shown
  /// whole.
  private static int explain(Exception failure, PrintWriter err) {
    switch (failure) {
      case Failure _,
          ServerFailure _,
          MigrationRefused _,
          LoadFailure _,
          ScriptFailure _,
          StatisticsFailure _,
          IllegalArgumentException _ ->
          err.println("tally: " + failure.getMessage());
      default -> {
        if (SqlState.of(failure).code().isEmpty()) {
          failure.printStackTrace(err);
        } else {
          err.println(
              "tally: the database said: "
                  + failure.getMessage()
                  + "\nCheck --database-url and that the server is running.");
        }
      }
    }
    return FAILED;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
