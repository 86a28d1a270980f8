package dev.tallystick.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;

/// A running simulator, which starts with an empty account.
public final class StripeSimulator implements AutoCloseable {
  private final World world;
  private final Deliveries deliveries;
  private final People people;
  private final Faults faults;
  private final Api api;
  private final Listener listener;
  private final URI base;

  private StripeSimulator(Settings settings, InstantSource clock) {
    this.listener = new Listener(settings.port());
    this.base = URI.create("http://127.0.0.1:" + listener.port());
    this.deliveries = new Deliveries(settings.webhookSecret(), clock, settings.seed());
    this.world = new World(clock, new Ids(settings.seed()), deliveries);
    var account = new Account(world, base.toString());
    this.people = new People(account);
    this.faults = new Faults(account.bank, account.customers, world, listener);
    this.api = new Api(account, faults, settings);
    var controls = new Controls(deliveries, faults, account.bank);
    listener.answerWith(api, new Pages(account, controls, base.toString()));
  }

  /// Starts one that listens on the loopback interface.
  ///
  /// @param clock what the simulator's own times come from: of objects, events and signatures
  public static StripeSimulator start(Settings settings, InstantSource clock) {
    return new StripeSimulator(settings, clock);
  }

  /// Where the API is, without a slash at the end.
  public URI base() {
    return base;
  }

  /// Sends events to this webhook from now on, those that waited for one too.
  public void sendWebhooksTo(URI url) {
    deliveries.sendTo(url);
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  public People people() {
    return people;
  }

  public Faults faults() {
    return faults;
  }

  /// Every request so far, oldest first (the last 100,000).
  public List<Call> calls() {
    return api.calls();
  }

  /// The prices of subscriptions, oldest first.
  List<String> recurringPrices() {
    return world.alone(
        () ->
            world.table(Kind.PRICE).where("type", "recurring").stream()
                .map(price -> price.path("id").asText())
                .toList());
  }

  /// Writes down everything there is, for [#goOn].
  public void save(Path file) throws IOException {
    var state = world.alone(() -> World.bytes(world.state()));
    var whole = file.resolveSibling(file.getFileName() + ".new");
    Files.write(whole, state);
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Goes on where the run that wrote this file ended, before anything else has happened.
  public void goOn(Path file) throws IOException {
    var state = World.parse(Files.readAllBytes(file));
    var _ =
        world.alone(
            () -> {
              world.goOn(state);
              return true;
            });
  }

  @Override
  public void close() {
    deliveries.close();
    listener.close();
  }
}
