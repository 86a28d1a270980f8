package dev.tallystick.cli;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.Referrals;
import dev.tallystick.referral.Reviews;
import dev.tallystick.referral.SeenReferral;
import dev.tallystick.referral.Undoing;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// What `tally referrals` works with on a database.
final class ReferralParts {
  private static final InstantSource CLOCK = InstantSource.system();

  private final Database database;
  private final Ledger ledger;
  private final Referrals referrals;

  /// For the program that the environment says, like that of the server.
  ReferralParts(Database database) {
    var ids = Generators.timeBasedEpochGenerator();
    this.database = database;
    this.ledger = new Ledger(database, CLOCK, ids::generate);
    var reversals = new Reversals(database, ledger, CLOCK, ids::generate);
    var program = Program.of(System.getenv());
    var hashes = new KeyedHashes(database, CLOCK);
    this.referrals = Referrals.of(database, ledger, reversals, hashes, program, CLOCK);
  }

  Reviews reviews() {
    return referrals.reviews();
  }

  Undoing undoing() {
    return referrals.undoing();
  }

  ReferralReader reader() {
    return referrals.reader();
  }

  /// The referral of a user who is named by id or e-mail address.
  Optional<SeenReferral> ofReferred(String user) {
    return reader().ofReferred(find(user).id());
  }

  /// The user with this id or e-mail address.
  User find(String user) {
    var users = new Users(database, CLOCK, ledger::open);
    var found = user.contains("@") ? users.findByEmail(user) : users.find(id(user));
    return found.orElseThrow(
        () -> new Failure("there is no user %s; name one by id or e-mail address".formatted(user)));
  }

  private static UUID id(String user) {
    try {
      return UUID.fromString(user);
    } catch (IllegalArgumentException e) {
      throw new Failure("a user is named by an id or an e-mail address, not " + user, e);
    }
  }
}
