package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.postgres.Database;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Proves after each test that the ledger of its database holds.
public final class LedgerHolds implements AfterEachCallback {
  private final Database database;

  /// Watches the database of `server`.
  public LedgerHolds(TestingServer server) {
    this(server.database());
  }

  public LedgerHolds(Database database) {
    this.database = database;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (var finding : LedgerVerification.verify(database)) {
      assertThat(finding.rows()).as(finding.invariant().name()).isEmpty();
    }
  }
}
