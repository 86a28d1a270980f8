package dev.tallystick.simulator;

import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of the simulator. Exit codes: 0 done, 2 it could not be run; with `demo`, the
/// exit code of what is shown.
@Command(
    name = "tally simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Run a Stripe in which no money moves.",
      "It speaks the part of Stripe's API that Tallystick uses, in memory alone. At",
      "the address that it prints is a dashboard to refund and dispute payments."
    },
    subcommands = DemoCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tally simulator --webhooks http://127.0.0.1:8080/v1/stripe/webhook",
      "  tally serve --demo            both together, each knowing of the other",
      "",
      "It takes the TALLY_STRIPE_API_KEY and TALLY_STRIPE_WEBHOOK_SECRET of its",
      "environment (default: sk_test_simulator and whsec_simulator)."
    })
public final class Main implements Callable<Integer> {
  private static final int FAILED = 2;

  /// Its remarks would stand between the lines for people. Kept here, or the level is forgotten.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  @Option(
      names = "--port",
      defaultValue = "12111",
      description = "The port to listen on, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--webhooks",
      paramLabel = "URL",
      description = "Where to send webhooks (default: nowhere; they wait).")
  private @Nullable URI webhooks;

  @Option(
      names = "--seed",
      description = "A number that ids are made of, for a run that repeats (default: any).")
  private @Nullable Long seed;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// For picocli alone.
  Main() {}

  public static void main(String[] arguments) {
    HELIDON.setLevel(Level.WARNING);
    System.exit(
        new CommandLine(new Main())
            .setStopAtPositional(true)
            .setExecutionExceptionHandler(
                (failure, line, _) -> {
                  if (!(failure instanceof UncheckedIOException)
                      && !(failure instanceof IllegalArgumentException)) throw failure;
                  line.getErr().println("tally simulator: " + failure.getMessage());
                  return FAILED;
                })
            .execute(arguments));
  }

  /// Ids of another run must not come again: whoever keeps events would take them for old ones.
  static long anySeed() {
    return new SecureRandom().nextLong();
  }

  static StripeSimulator start(int port, long seed) {
    try {
      return StripeSimulator.start(
          Offer.settings(port, seed, System.getenv()), InstantSource.system());
    } catch (UncheckedIOException failure) {
      throw new IllegalArgumentException(
          "port %d is taken; choose another with --port (0 for any)".formatted(port), failure);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var simulator = start(port, seed == null ? anySeed() : seed);
    if (webhooks != null) simulator.sendWebhooksTo(webhooks);
    var variables = Offer.make(simulator);
    var out = spec.commandLine().getOut();
    out.println("Stripe is simulated at " + simulator.base() + " (a dashboard, in a browser)");
    out.println(
        "  webhooks go " + (webhooks == null ? "nowhere; see --webhooks" : "to " + webhooks));
    out.println("  Tallystick uses it with");
    variables.forEach((name, value) -> out.println("    export " + name + "=" + value));
    greet(out, Offer.KEY_VARIABLE, Offer.API_KEY);
    greet(out, Offer.SECRET_VARIABLE, Offer.WEBHOOK_SECRET);
    out.println("  stop with Ctrl-C");
    out.flush();
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  stopped.countDown();
                },
                "stop"));
    stopped.await();
    return 0;
  }

  /// One that the environment has is not repeated.
  private static void greet(java.io.PrintWriter out, String name, String usual) {
    if (System.getenv(name) == null) out.println("    export " + name + "=" + usual);
    else out.println("    " + name + ", as it is in this environment");
  }
}
