package dev.tallystick.http;

import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Users;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.lifecycle.Export;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.limit.Limits;
import dev.tallystick.login.Approvals;
import dev.tallystick.login.DeviceLogins;
import dev.tallystick.message.Lanes;
import dev.tallystick.message.Messages;
import dev.tallystick.message.UsageDays;
import dev.tallystick.price.Prices;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.session.Refreshes;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.session.Sessions;
import dev.tallystick.watch.Watchers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The routes of the whole API, as its server has them.
final class Routes {
  private Routes() {}

  static List<Route> of(TestingServer server) {
    var database = server.database();
    var clock = server.clock();
    var ledger = new Ledger(database, clock, UUID::randomUUID);
    var reversals = new Reversals(database, ledger, clock, UUID::randomUUID);
    var users = new Users(database, clock, ledger::open);
    var staff = new Staff(database, clock);
    var sessions = new Sessions(database, clock, SessionLimits.DEFAULT, () -> false);
    var prices = new Prices(database, clock);
    var hashes = new KeyedHashes(database, clock);
    var approvals = new Approvals(database, clock, hashes);
    try (var lanes =
        new Lanes(database, prices, ledger, CreditRate.DEFAULT, clock, Lanes.Limits.DEFAULT)) {
      return new Api(
              database,
              new ServiceKeys(database, clock, UUID::randomUUID, () -> false),
              users,
              staff,
              new Lifecycle(database, users, staff, sessions, ledger, hashes, clock),
              new Export(database),
              hashes,
              sessions,
              new Refreshes(database, clock, hashes, sessions, Duration.ofMinutes(15)),
              new Limits(database, clock),
              new DeviceLogins(
                  database, clock, UUID::randomUUID, hashes, sessions, DeviceLogins.Limits.DEFAULT),
              approvals,
              ledger,
              reversals,
              Referrals.of(database, ledger, reversals, hashes, Program.DEFAULT, clock),
              Optional.empty(),
              prices,
              lanes,
              new Messages(database),
              new UsageDays(database),
              new Watchers(database, server.url()),
              CreditRate.DEFAULT,
              clock,
              UUID::randomUUID)
          .server(TestingServer.SETTINGS, List.of())
          .routes();
    }
  }
}
