package dev.tallystick.message;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Actor;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.Users;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Database;
import dev.tallystick.price.PriceFile;
import dev.tallystick.price.Prices;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens while the transaction that records a message is still open.
class OverlapTest {
  private static final Database database = Database.open(TestingServer.freshDatabase(), 6);
  @RegisterExtension private static final LedgerHolds ledgerHolds = new LedgerHolds(database);

  private static final InstantSource CLOCK = InstantSource.system();
  private final Ledger ledger = new Ledger(database, CLOCK, UUID::randomUUID);
  private final Prices prices = new Prices(database, CLOCK);

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void refusesAnIdThatAnotherUserIsAboutToTake() throws Exception {
    var id = UUID.randomUUID();
    try (var lanes =
            new Lanes(database, prices, ledger, CreditRate.DEFAULT, CLOCK, Lanes.Limits.DEFAULT);
        var other = new OpenBatch(message(id, "unknown"))) {
      var recording = lanes.record(message(id, "unknown"));
      eventually("waiting for the other", OverlapTest::someoneWaits);
      other.commit();
      assertThat(recording.get()).isEqualTo(new Recording.IdReused(id));
    }
  }

  @Test
  void chargesWhatWasFoundUnpricedJustBeforeItsPriceCame() throws Exception {
    var late = new LatePrices(database, prices, ledger, CreditRate.DEFAULT, InstantSource.system());
    try (var open = new OpenBatch(message(UUID.randomUUID(), "new"))) {
      importPrice();
      assertThat(late.chargeIfPricesChanged()).isZero();
      open.commit();
    }
    assertThat(late.chargeIfPricesChanged()).isEqualTo(1);
    assertThat(late.chargeIfPricesChanged()).isZero();
  }

  /// A transaction that has recorded a message and waits to commit.
  private final class OpenBatch implements AutoCloseable {
    private final CountDownLatch mayCommit = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    OpenBatch(NewMessage message) throws InterruptedException {
      var recorded = new CountDownLatch(1);
      var batch = new Batch(new Prices(database, CLOCK), ledger, CreditRate.DEFAULT, CLOCK);
      Thread.ofVirtual()
          .start(
              () -> {
                database.useTransaction(
                    tx -> {
                      assertThat(batch.record(tx, List.of(message))).hasSize(1);
                      recorded.countDown();
                      awaitCommit();
                    });
                ended.complete(null);
              });
      recorded.await();
    }

    private void awaitCommit() {
      try {
        mayCommit.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void commit() {
      mayCommit.countDown();
      ended.join();
    }

    @Override
    public void close() {
      commit();
    }
  }

  private static final String WAITING =
      """
      SELECT EXISTS (SELECT FROM pg_stat_activity
                      WHERE datname = current_database() AND wait_event_type = 'Lock')
      """;

  private static boolean someoneWaits() {
    return database.inTransaction(tx -> tx.query(WAITING).mapTo(Boolean.class).one());
  }

  private UUID user() {
    var id = UUID.randomUUID();
    var nobody = Optional.<String>empty();
    new Users(database, CLOCK, ledger::open)
        .create(new NewUser(id, nobody, nobody, nobody), new Actor.Operator());
    return id;
  }

  private void importPrice() {
    var file =
        """
        {"format": "tallystick-prices/1", "catalogue": "custom", "source": "contract",
         "prices": [{"provider": "acme", "model": "new",
                     "prices": [{"tiers": [{"from": 0, "rates": {"input": "1"}}]}]}]}
        """;
    prices.importFile(PriceFile.read("contract.json", file.getBytes(StandardCharsets.UTF_8)));
  }

  /// A call of a new user.
  private NewMessage message(UUID id, String model) {
    return TestingMessages.call(user(), id, model);
  }
}
