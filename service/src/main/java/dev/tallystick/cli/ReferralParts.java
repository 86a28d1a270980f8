package dev.tallystick.cli;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Completing;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.Reviews;
import dev.tallystick.referral.SeenReferral;
import dev.tallystick.referral.Signals;
import dev.tallystick.referral.Undoing;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// What `tally referrals` works with on a database.
final class ReferralParts {
  private static final InstantSource CLOCK = InstantSource.system();

  private final Database database;
  private final Ledger ledger;

  ReferralParts(Database database) {
    this.database = database;
    this.ledger = new Ledger(database, CLOCK, Generators.timeBasedEpochGenerator()::generate);
  }

  ReferralReader reader() {
    return new ReferralReader(database);
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
        () ->
            new Failure("there is no user %s; name one by id or e-mail address".formatted(user)));
  }

  private static UUID id(String user) {
    try {
      return UUID.fromString(user);
    } catch (IllegalArgumentException e) {
      throw new Failure("a user is named by an id or an e-mail address, not " + user, e);
    }
  }

  Reviews reviews() {
    return new Reviews(database, completing(), CLOCK);
  }

  Undoing undoing() {
    var ids = Generators.timeBasedEpochGenerator();
    var reversals = new Reversals(database, ledger, CLOCK, ids::generate);
    return new Undoing(database, completing(), reversals, program().spent(), CLOCK);
  }

  private Completing completing() {
    return new Completing(database, ledger, new Signals(program().review()), CLOCK);
  }

  /// As the environment has it, like that of the server.
  private static Program program() {
    return Program.of(System.getenv());
  }
}
