package dev.tallystick.message;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.Users;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.price.Prices;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Usage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LanesTest {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final InstantSource CLOCK = InstantSource.system();

  private final Database database = Database.open(TestingDatabase.fresh(), 12);
  private final Ledger ledger = new Ledger(database, CLOCK, IDS::generate);
  private final UUID user = newUser();

  private UUID newUser() {
    var id = IDS.generate();
    var user = new NewUser(id, Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(new Users(database, CLOCK, ledger::open).create(user, new Actor.Operator()))
        .isNotNull();
    return id;
  }

  private Lanes lanes(Lanes.Limits limits) {
    var prices = new Prices(database, CLOCK);
    return new Lanes(database, prices, ledger, CreditRate.DEFAULT, CLOCK, limits);
  }

  @AfterEach
  void ledgerHolds() {
    try (database) {
      assertThat(LedgerVerification.verify(database))
          .allSatisfy(finding -> assertThat(finding.rows()).isEmpty());
    }
  }

  private NewMessage message(UUID id, String response) {
    return message(id, user, response);
  }

  private static NewMessage message(UUID id, UUID userId, String response) {
    return new NewMessage(
        id,
        userId,
        Optional.empty(),
        Optional.empty(),
        "anthropic",
        "claude-sonnet-4-5",
        Optional.empty(),
        ServiceTier.STANDARD,
        Optional.empty(),
        Billing.CHARGE,
        Optional.of(JsonText.of("[{\"role\":\"user\"}]")),
        Optional.of(JsonText.of(response)),
        JsonText.of("{}"),
        new Usage(10, 10, 0, 0, 0, 0, 0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private NewMessage message() {
    return message(IDS.generate(), "{}");
  }

  /// Holds the user's account locked until the latch falls, so that lanes have to wait.
  private Thread holdAccount(CountDownLatch release) throws InterruptedException {
    var locked = new CountDownLatch(1);
    var holder =
        Thread.ofVirtual()
            .start(
                () ->
                    database.useTransaction(
                        tx -> {
                          assertThat(ledger.lock(tx, List.of(user))).hasSize(1);
                          locked.countDown();
                          awaitUninterrupted(release);
                        }));
    locked.await();
    return holder;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Recording> outcomes(List<CompletableFuture<Recording>> futures) {
    return futures.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void turnsAwayWhatDoesNotFitAndStoresTheRest() throws InterruptedException {
    var release = new CountDownLatch(1);
    var holder = holdAccount(release);
    try (var lanes = lanes(new Lanes.Limits(2, 10_000, 512))) {
      var futures = new ArrayList<CompletableFuture<Recording>>();
      for (int i = 0; i < 20; i++) futures.add(lanes.record(message()));
      release.countDown();
      var outcomes = outcomes(futures);
      int fit = 10_000 / message().sizeBytes();
      assertThat(outcomes.subList(0, fit)).allMatch(each -> each instanceof Recording.Recorded);
      assertThat(outcomes.subList(fit, 20))
          .allMatch(each -> each instanceof Recording.Unavailable(var _, var isFull) && isFull);
      eventually("the queue is empty", () -> lanes.queuedBytes() == 0);
      assertThat(lanes.record(message()).join()).isInstanceOf(Recording.Recorded.class);
    }
    holder.join();
  }

  @Test
  void oneMessageThatJsonbCannotHoldIsKeptAsTextAndItsNeighboursAreStored()
      throws InterruptedException {
    var release = new CountDownLatch(1);
    var holder = holdAccount(release);
    try (var lanes = lanes(Lanes.Limits.DEFAULT)) {
      // The first occupies the lane, so that the others meet in one batch.
      var futures = new ArrayList<>(List.of(lanes.record(message())));
      for (int i = 0; i < 9; i++) {
        futures.add(lanes.record(message(IDS.generate(), i == 4 ? "[1e999999]" : "{}")));
      }
      release.countDown();
      var warned =
          outcomes(futures).stream()
              .map(each -> ((Recording.Recorded) each).message())
              .filter(message -> !message.warnings().isEmpty())
              .toList();
      assertThat(warned).hasSize(1);
      assertThat(warned.getFirst().warnings().getFirst().code()).isEqualTo("body_stored_as_text");
    }
    holder.join();
  }

  @Test
  void closingStoresWhatWaits() throws InterruptedException {
    var release = new CountDownLatch(1);
    var holder = holdAccount(release);
    var lanes = lanes(Lanes.Limits.DEFAULT);
    var futures = IntStream.range(0, 50).mapToObj(_ -> lanes.record(message())).toList();
    var closing = Thread.ofVirtual().start(lanes::close);
    eventually(
        "the lanes take nothing more",
        () -> lanes.record(message()).getNow(null) instanceof Recording.Unavailable);
    release.countDown();
    closing.join();
    assertThat(outcomes(futures)).allMatch(each -> each instanceof Recording.Recorded);
    holder.join();
  }

  @Test
  void twoProcessesThatAreSentTheSameIdsStoreEachOnce() {
    try (var one = lanes(Lanes.Limits.DEFAULT);
        var other = lanes(Lanes.Limits.DEFAULT)) {
      var messages = IntStream.range(0, 300).mapToObj(_ -> message()).toList();
      var futures = new ArrayList<CompletableFuture<Recording>>();
      for (int i = 0; i < messages.size(); i++) {
        futures.add(one.record(messages.get(i)));
        futures.add(other.record(messages.get(messages.size() - 1 - i)));
      }
      var outcomes = outcomes(futures);
      assertThat(outcomes.stream().filter(each -> each instanceof Recording.Recorded)).hasSize(300);
      assertThat(outcomes.stream().filter(each -> each instanceof Recording.Replayed)).hasSize(300);
    }
  }

  @Test
  void ofTwoUsersWithOneIdAtTheSameMomentOneIsRefused() {
    var stranger = newUser();
    try (var one = lanes(Lanes.Limits.DEFAULT);
        var other = lanes(Lanes.Limits.DEFAULT)) {
      for (int i = 0; i < 100; i++) {
        // Two accounts, so that no account lock brings the two into an order.
        var id = IDS.generate();
        var ours = one.record(message(id, user, "{}"));
        var theirs = other.record(message(id, stranger, "{}"));
        assertThat(List.of(kind(ours.join()), kind(theirs.join())))
            .containsExactlyInAnyOrder("Recorded", "IdReused");
      }
    }
  }

  private static String kind(Recording recording) {
    return recording.getClass().getSimpleName();
  }

  @Test
  void anIdThatIsSentTwiceInOneGoIsStoredOnce() {
    try (var lanes = lanes(Lanes.Limits.DEFAULT)) {
      var message = message();
      var futures = IntStream.range(0, 5).mapToObj(_ -> lanes.record(message)).toList();
      assertThat(outcomes(futures).stream().filter(each -> each instanceof Recording.Recorded))
          .hasSize(1);
    }
  }
}
