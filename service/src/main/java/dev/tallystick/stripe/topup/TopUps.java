package dev.tallystick.stripe.topup;

import dev.tallystick.account.Actor;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.stripe.PaymentState;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import dev.tallystick.stripe.topup.TopUp.Status;
import dev.tallystick.stripe.topup.TopUpDecisions.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Buys credits for shortfalls. Thread-safe, and safe to run in several processes at once.
///
/// What is bought is decided and committed before Stripe is asked. Then a payment intent is made,
/// which takes no money; its id is noted; and only the one that was noted is confirmed, which works
/// once. So wherever a process dies, the next round goes on, and nothing is paid twice.
public final class TopUps {
  /// How often [#payDue] should run.
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  static final Actor JOB = new Actor.Job("buy credits");

  private static final Logger log = LoggerFactory.getLogger(TopUps.class);

  private static final int PAGE_MAX = 20;
  private static final Duration ERROR_PAUSE_MIN = Duration.ofSeconds(5);
  private static final Duration ERROR_PAUSE_MAX = Duration.ofMinutes(10);

  /// After so many attempts what Stripe does not accept switches auto top-up off.
  private static final int REFUSED_ATTEMPTS_MAX = 10;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Database database;
  private final StripeApi stripe;
  private final TopUpApi api;
  private final TopUpDecisions deciding;
  private final Syncing syncing;
  private final InstantSource clock;

  public TopUps(
      Database database,
      Ledger ledger,
      StripeApi stripe,
      Syncing syncing,
      StripeSettings settings,
      InstantSource clock) {
    this.database = database;
    this.stripe = stripe;
    this.api = new TopUpApi(stripe);
    this.deciding = new TopUpDecisions(ledger, settings);
    this.syncing = syncing;
    this.clock = clock;
  }

  /// How long to wait before a declined card is tried again, each time; then it is given up.
  static List<Duration> pauses(StripeSettings.Declined policy) {
    return switch (policy) {
      case DISABLE -> List.of();
      // A day and three days after the first time.
      case RETRY -> List.of(Duration.ofDays(1), Duration.ofDays(2));
    };
  }

  /// How many are not settled.
  public long countOpen() {
    return database.inTransaction(TopUpSteps::countOpen);
  }

  /// Works on all that are due, several at once, and returns on how many.
  public int payDue() {
    int worked = 0;
    var after = BEFORE_ALL;
    List<TopUpSteps.Key> page;
    do {
      var last = after;
      page = database.inTransaction(tx -> TopUpSteps.due(tx, now(), last, PAGE_MAX));
      worked += payEach(page);
      if (!page.isEmpty()) after = page.getLast().user();
    } while (page.size() == PAGE_MAX);
    return worked;
  }

  private int payEach(List<TopUpSteps.Key> page) {
    if (page.isEmpty()) return 0;
    var running = new ArrayList<Future<Boolean>>(page.size());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var key : page) running.add(executor.submit(() -> isWorkedOn(key)));
    }
    return (int) running.stream().filter(TopUps::result).count();
  }

  private static boolean result(Future<Boolean> done) {
    try {
      return done.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  private boolean isWorkedOn(TopUpSteps.Key key) {
    try {
      var step = database.inTransaction(tx -> deciding.decide(tx, key, now()));
      take(step);
      return !(step instanceof Step.Nothing);
    } catch (RuntimeException failure) {
      // Found again when the lease is over.
      if (SqlState.of(failure).isUnavailable()) {
        log.warn("Top-up {} waits: {}", key.id(), failure.getMessage());
      } else {
        log.error("Top-up {} waits", key.id(), failure);
      }
      return false;
    }
  }

  private void take(Step step) {
    switch (step) {
      case Step.Nothing() -> {
        // Settled, or somebody else's.
      }
      case Step.Pay(var topUp, var customer) -> guarded(topUp, () -> pay(topUp, customer));
      case Step.GiveUp(var topUp) -> guarded(topUp, () -> giveUp(topUp));
      case Step.Withdraw(var topUp, var payment, var status) ->
          guarded(topUp, () -> withdraw(topUp, payment, status));
    }
  }

  /// What Stripe does not do now is tried again, later each time.
  private void guarded(TopUp topUp, Runnable work) {
    try {
      work.run();
    } catch (StripeUnavailable failure) {
      later(topUp, failure);
    } catch (StripeRefused failure) {
      log.warn("Top-up {} is refused: {}", topUp.id(), failure.getMessage());
      if (topUp.payment().isEmpty() && topUp.attempts() >= REFUSED_ATTEMPTS_MAX) {
        refused(topUp, failure);
      } else {
        later(topUp, failure);
      }
    }
  }

  private void later(TopUp topUp, RuntimeException failure) {
    var message = Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    later(topUp, message);
  }

  private void later(TopUp topUp, String why) {
    var retryAt = now().plus(pause(topUp.attempts()));
    database.useTransaction(tx -> TopUpSteps.noteError(tx, topUp, why, retryAt));
  }

  /// Twice as long each time.
  static Duration pause(int attempts) {
    int doublings = Math.clamp(attempts - 1, 0, 16);
    var pause = ERROR_PAUSE_MIN.multipliedBy(1L << doublings);
    return pause.compareTo(ERROR_PAUSE_MAX) < 0 ? pause : ERROR_PAUSE_MAX;
  }

  private void pay(TopUp topUp, Optional<String> customer) {
    // What came of the attempts before is asked first: their answers may have been lost.
    var known = topUp.payment().map(stripe::payment).map(PaymentState::status);
    if (known.isPresent() && !isPayable(known.get())) {
      settle(topUp, topUp.payment().orElseThrow(), known.get());
      return;
    }
    var method = customer.flatMap(api::paymentMethod);
    if (method.isEmpty()) {
      declined(topUp, "no_payment_method");
      return;
    }
    var payment = topUp.payment().or(() -> make(topUp, customer.orElseThrow()));
    payment.ifPresent(id -> confirm(topUp, id, method.get()));
  }

  private static boolean isPayable(String status) {
    return switch (status) {
      case "requires_payment_method", "requires_confirmation", "requires_action" -> true;
      default -> false;
    };
  }

  /// Makes a payment intent and notes it; empty if nothing is to be paid any more.
  private Optional<String> make(TopUp topUp, String customer) {
    var made = api.make(topUp, topUp.order().orElseThrow(), customer);
    var noted = database.inTransaction(tx -> TopUpSteps.notePayment(tx, topUp, made));
    if (!noted.equals(Optional.of(made))) api.cancel(made);
    return noted;
  }

  private void confirm(TopUp topUp, String payment, String method) {
    try {
      settle(topUp, payment, api.confirm(topUp, payment, method));
    } catch (StripeRefused refused) {
      var decline = TopUpApi.declineOf(refused);
      if (decline.isPresent()) {
        declined(topUp, decline.get());
        return;
      }
      // Another server may have been faster, or somebody canceled it.
      var status = stripe.payment(payment).status();
      if (!isPayable(status)) {
        settle(topUp, payment, status);
      } else if (topUp.attempts() >= REFUSED_ATTEMPTS_MAX) {
        if (isCanceled(topUp, payment)) refused(topUp, refused);
      } else {
        throw refused;
      }
    }
  }

  /// Does what follows from the status of the payment intent after an attempt.
  private void settle(TopUp topUp, String payment, String status) {
    switch (status) {
      // What was bought is given, and the top-up settled, by who applies payments.
      case "succeeded" -> syncing.sync(new Subject(Subject.Kind.PAYMENT, payment));
      case "canceled" -> end(topUp, Status.CANCELED);
      case "requires_action" -> declined(topUp, "authentication_required");
      default -> later(topUp, "the payment is " + status);
    }
  }

  private void declined(TopUp topUp, String code) {
    var noted = database.inTransaction(tx -> deciding.declined(tx, topUp, code, now()));
    noted
        .filter(it -> it.declines() > topUp.declines() && deciding.isExhausted(it))
        .ifPresent(this::giveUp);
  }

  /// First nobody can pay it any more, then that is noted.
  private void giveUp(TopUp topUp) {
    if (topUp.payment().isEmpty() || isCanceled(topUp, topUp.payment().get())) {
      database.useTransaction(tx -> deciding.giveUp(tx, topUp, now()));
    }
  }

  private void withdraw(TopUp topUp, String payment, Status status) {
    if (isCanceled(topUp, payment)) end(topUp, status);
  }

  private void refused(TopUp topUp, StripeRefused why) {
    database.useTransaction(tx -> deciding.refused(tx, topUp, why.code(), now()));
  }

  private void end(TopUp topUp, Status status) {
    database.useTransaction(tx -> TopUpSteps.settle(tx, topUp, status, now()));
  }

  /// Whether it can not be paid any more. If it was paid, that is applied instead.
  private boolean isCanceled(TopUp topUp, String payment) {
    try {
      api.cancel(payment);
      return true;
    } catch (StripeRefused refused) {
      var status = stripe.payment(payment).status();
      if (status.equals("canceled")) return true;
      if (!status.equals("succeeded")) throw refused;
      settle(topUp, payment, status);
      return false;
    }
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
