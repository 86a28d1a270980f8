package dev.tallystick.simulator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally serve --demo …`, which the launcher turns into `tally simulator demo serve …`: the server
/// as a child of a simulator that it is told of.
@Command(name = "demo", hidden = true, description = "Run `tally serve` with a simulated Stripe.")
final class DemoCommand implements Callable<Integer> {
  private static final String PORT = "--port";
  private static final String HOST = "--host";
  private static final String PORT_USUAL = "8080";
  private static final String HOST_USUAL = "127.0.0.1";
  private static final String KEPT = "stripe-simulator.json";
  private static final String WEBHOOK = "/v1/stripe/webhook";

  @Parameters(arity = "1..*", description = "serve, and its options.")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException, IOException {
    var environment = System.getenv();
    var taken = environment.get(Offer.BASE_VARIABLE);
    if (taken != null) {
      throw new IllegalArgumentException(
          "%s is set to %s; unset it, or leave --demo out".formatted(Offer.BASE_VARIABLE, taken));
    }
    var simulator = Main.start(0, Main.anySeed());
    var folder = folder(words, environment);
    if (Files.exists(folder.resolve(KEPT))) simulator.goOn(folder.resolve(KEPT));
    var command = command(words, environment);
    simulator.sendWebhooksTo(webhook(command, environment));
    var variables = Offer.make(simulator);
    var out = spec.commandLine().getOut();
    out.println("Stripe is simulated at " + simulator.base() + " (a dashboard, in a browser)");
    out.flush();
    var child = start(command, variables);
    // A signal that ends this process ends the child, whose exit code then counts.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child, simulator, folder), "stop"));
    return child.waitFor();
  }

  private static void end(Process child, StripeSimulator simulator, Path folder) {
    child.destroy();
    try {
      int code = child.waitFor();
      simulator.close();
      // Whoever has customers there needs the same Stripe next time.
      if (Files.isDirectory(folder)) simulator.save(folder.resolve(KEPT));
      Runtime.getRuntime().halt(code);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("the simulated Stripe was not kept: " + e.getMessage());
    }
  }

  /// Where Stripe's side is kept: beside the server's own data.
  static Path folder(List<String> words, Map<String, String> environment) {
    var data = option(words, "--data", environment.getOrDefault("TALLY_DATA", ".tallystick"));
    return Path.of(data);
  }

  /// The words without `--demo`, and with a port that is known before the server has started.
  static List<String> command(List<String> words, Map<String, String> environment) {
    var command = new ArrayList<>(words);
    command.removeIf(word -> word.equals("--demo"));
    if (!option(command, PORT, environment.getOrDefault("TALLY_PORT", PORT_USUAL)).equals("0")) {
      return command;
    }
    int at = command.indexOf(PORT);
    if (at >= 0) command.subList(at, Math.min(at + 2, command.size())).clear();
    command.removeIf(word -> word.startsWith(PORT + "="));
    command.add(PORT + "=" + freePort());
    return command;
  }

  static URI webhook(List<String> command, Map<String, String> environment) {
    var port = option(command, PORT, environment.getOrDefault("TALLY_PORT", PORT_USUAL));
    var host = option(command, HOST, environment.getOrDefault("TALLY_HOST", HOST_USUAL));
    // An address that stands for all of a machine's is none that can be called.
    if (host.equals("0.0.0.0") || host.equals("::")) host = HOST_USUAL;
    if (host.contains(":")) host = "[" + host + "]";
    return URI.create("http://" + host + ":" + port + WEBHOOK);
  }

  private static String option(List<String> command, String name, String otherwise) {
    var found = otherwise;
    for (int i = 0; i < command.size(); i++) {
      var word = command.get(i);
      if (word.startsWith(name + "=")) found = word.substring(name.length() + 1);
      if (word.equals(name) && i + 1 < command.size()) found = command.get(i + 1);
    }
    return found;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(List<String> command, Map<String, String> variables) {
    var launcher = System.getProperty("tally.launcher");
    if (launcher == null || !new File(launcher).canExecute()) {
      throw new IllegalArgumentException("start this by ./tally, which finds the server");
    }
    var whole = new ArrayList<>(List.of(launcher));
    whole.addAll(command);
    var builder = new ProcessBuilder(whole).inheritIO();
    variables.forEach(builder.environment()::putIfAbsent);
    builder.environment().putIfAbsent(Offer.KEY_VARIABLE, Offer.API_KEY);
    builder.environment().putIfAbsent(Offer.SECRET_VARIABLE, Offer.WEBHOOK_SECRET);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
