package dev.tallystick.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What goes wrong at Stripe and at banks.
public final class Faults {
  private final Bank bank;
  private final Customers customers;
  private final World world;
  private final Listener listener;
  private final List<Cut> cuts = new ArrayList<>();
  private Optional<Outage> outage = Optional.empty();
  private Duration slowness = Duration.ZERO;
  private int limited;

  Faults(Bank bank, Customers customers, World world, Listener listener) {
    this.bank = bank;
    this.customers = customers;
    this.world = world;
    this.listener = listener;
  }

  /// How Stripe is out of reach.
  public enum Outage {
    /// Nobody listens.
    REFUSED(0),
    /// Every request is answered with 500.
    ERROR(500),
    /// Every request is answered with 503.
    UNAVAILABLE(503);

    private final int status;

    Outage(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /// Which requests lose their connection.
  private record Cut(String method, String pathStart, boolean isCarriedOut, int left) {}

  /// What happens to one request.
  enum Connection {
    KEPT,
    /// The request never arrives.
    CUT_BEFORE,
    /// The request is carried out; its answer is lost.
    CUT_AFTER
  }

  /// Declines every card with a code such as `insufficient_funds`.
  public void declineCards(String code) {
    bank.decline(code);
  }

  /// Declines the cards of one customer.
  public void declineCards(String customer, String code) {
    bank.decline(customer, code);
  }

  /// Takes all cards again.
  public void acceptCards() {
    bank.accept();
  }

  /// Takes the cards of one customer again.
  public void acceptCards(String customer) {
    bank.accept(customer);
  }

  /// Nobody listens any more: connections are refused.
  public void down() {
    down(Outage.REFUSED);
  }

  public void down(Outage how) {
    up();
    set(Optional.of(how));
    // Not while requests wait for this object, or they would have to be waited for.
    if (how == Outage.REFUSED) listener.stop();
  }

  public void up() {
    var before = outage();
    set(Optional.empty());
    if (before.equals(Optional.of(Outage.REFUSED))) listener.restart();
  }

  private synchronized void set(Optional<Outage> how) {
    outage = how;
  }

  /// Keeps each answer back so long, though what was asked is done at once.
  public synchronized void slow(Duration time) {
    slowness = time;
  }

  /// The next `times` requests of a kind are carried out, and their answers lost.
  ///
  /// @param pathStart such as `/v1/payment_intents`
  public synchronized void cutAfter(String method, String pathStart, int times) {
    cuts.add(new Cut(method, pathStart, true, times));
  }

  /// The next `times` requests that change something are carried out, and their answers lost.
  public void cutAfter(int times) {
    cutAfter("POST", "/v1/", times);
  }

  /// The next `times` requests of a kind lose their connection, and nothing comes of them.
  public synchronized void cutBefore(String method, String pathStart, int times) {
    cuts.add(new Cut(method, pathStart, false, times));
  }

  /// The next `times` requests are too many.
  public synchronized void answer429(int times) {
    limited = times;
  }

  /// Whether the search finds only the customers that are there now, as Stripe's search lags
  /// behind.
  public void searchLags(boolean lags) {
    customers.searchLags(lags);
  }

  /// Lets events say that they are in another version of the API.
  public void eventVersion(String version) {
    world.alone(
        () -> {
          world.eventVersion(version);
          return version;
        });
  }

  synchronized Optional<Outage> outage() {
    return outage;
  }

  synchronized Duration slowness() {
    return slowness;
  }

  synchronized boolean takeLimited() {
    if (limited == 0) return false;
    limited--;
    return true;
  }

  synchronized Connection takeConnection(String method, String path) {
    for (Iterator<Cut> each = cuts.iterator(); each.hasNext(); ) {
      var cut = each.next();
      if (!cut.method().equals(method) || !path.startsWith(cut.pathStart())) continue;
      each.remove();
      if (cut.left() > 1) {
        cuts.addFirst(new Cut(method, cut.pathStart(), cut.isCarriedOut(), cut.left() - 1));
      }
      return cut.isCarriedOut() ? Connection.CUT_AFTER : Connection.CUT_BEFORE;
    }
    return Connection.KEPT;
  }
}
