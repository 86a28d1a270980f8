package dev.tallystick.lifecycle;

import dev.tallystick.account.Audit;
import dev.tallystick.account.Audit.Action;
import dev.tallystick.account.Authority;
import dev.tallystick.account.ErasedEmails;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.Role;
import dev.tallystick.account.Staff;
import dev.tallystick.account.User;
import dev.tallystick.account.UserFields;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.identity.Identities;
import dev.tallystick.login.Approvals;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Cards;
import dev.tallystick.referral.Redeeming;
import dev.tallystick.session.Sessions;
import dev.tallystick.stripe.StripeErasure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Changes users in all domains at once, each change in one transaction. Thread-safe.
public final class Lifecycle {
  private final Database database;
  private final Users users;
  private final Staff staff;
  private final Sessions sessions;
  private final Ledger ledger;
  private final ErasedEmails erasedEmails;
  private final InstantSource clock;

  public Lifecycle(
      Database database,
      Users users,
      Staff staff,
      Sessions sessions,
      Ledger ledger,
      KeyedHashes hashes,
      InstantSource clock) {
    this.database = database;
    this.users = users;
    this.staff = staff;
    this.sessions = sessions;
    this.clock = clock;
    this.ledger = ledger;
    this.erasedEmails = new ErasedEmails(hashes);
  }

  /// Changes fields. Another e-mail address ends all sessions and is not verified, unless `edit`
  /// says that it is.
  public UserChange edit(UUID id, UnaryOperator<UserFields> edit, Authority by) {
    erasedEmails.prepare();
    try {
      return change(
          id, by, (tx, user, ended) -> edit(tx, user, edit.apply(user.fields()), by, ended));
    } catch (RuntimeException failure) {
      // The one unique column that is changed here.
      if (SqlState.of(failure).isUniqueViolation()) return new UserChange.EmailTaken();
      throw failure;
    }
  }

  private UserChange edit(Tx tx, User user, UserFields after, Authority by, List<UUID> ended) {
    if (after.equals(user.fields())) return new UserChange.Replayed(user);
    if (!after.email().equals(user.email())) {
      revokeAll(tx, user, by, ended);
      erasedEmails.keep(tx, user, after.email());
    }
    return new UserChange.Changed(users.change(tx, user, after, by.actor()));
  }

  /// Keeps an active user out until they are made active again.
  public UserChange suspend(UUID id, String reason, Authority by) {
    var move = new Move(User.Status.SUSPENDED, Set.of(User.Status.ACTIVE), Action.USER_SUSPENDED);
    return change(
        id, by, (tx, user, ended) -> move(tx, user, move, Optional.of(reason), by, ended));
  }

  /// Ends an account, of which everything is kept.
  public UserChange close(UUID id, String reason, Authority by) {
    var from = Set.of(User.Status.ACTIVE, User.Status.SUSPENDED);
    var move = new Move(User.Status.CLOSED, from, Action.USER_CLOSED);
    return change(
        id, by, (tx, user, ended) -> move(tx, user, move, Optional.of(reason), by, ended));
  }

  /// Lets a suspended or closed user sign in again.
  public UserChange reactivate(UUID id, Optional<String> reason, Authority by) {
    var from = Set.of(User.Status.SUSPENDED, User.Status.CLOSED);
    var move = new Move(User.Status.ACTIVE, from, Action.USER_REACTIVATED);
    return change(id, by, (tx, user, ended) -> move(tx, user, move, reason, by, ended));
  }

  /// An edge between statuses.
  private record Move(User.Status to, Set<User.Status> from, Action action) {}

  private UserChange move(
      Tx tx, User user, Move move, Optional<String> reason, Authority by, List<UUID> ended) {
    if (user.status() == move.to()) return new UserChange.Replayed(user);
    if (!move.from().contains(user.status())) return new UserChange.StatusConflict(user.status());
    if (move.to() != User.Status.ACTIVE) revokeAll(tx, user, by, ended);
    var moved = users.setStatus(tx, user, move.to(), reason);
    var details =
        new HashMap<>(Map.of("status.old", user.status().word(), "status.new", move.to().word()));
    reason.ifPresent(text -> details.put("reason", text));
    Audit.write(tx, Audit.Line.ofUser(by.actor(), move.action(), user.id(), details));
    return new UserChange.Changed(moved);
  }

  /// Leaves of a user an id that the books name, and nothing personal.
  public UserChange delete(UUID id, Authority by) {
    erasedEmails.prepare();
    var outcome = change(id, by, (tx, user, ended) -> delete(tx, user, by, ended));
    return outcome instanceof UserChange.UserDeleted(var user)
        ? new UserChange.Replayed(user)
        : outcome;
  }

  private UserChange delete(Tx tx, User user, Authority by, List<UUID> ended) {
    removeRole(tx, user, by);
    revokeAll(tx, user, by, ended);
    sessions.erase(tx, user.id());
    Identities.unlinkAll(tx, user.id(), clock.instant());
    Approvals.erase(tx, user.id());
    ledger.close(tx, user.id());
    Cards.forget(tx, user.id());
    StripeErasure.forget(tx, user.id());
    erasedEmails.keep(tx, user, Optional.empty());
    var deleted = users.erase(tx, user.id());
    Redeeming.forget(tx, user.id());
    Audit.write(tx, Audit.Line.ofUser(by.actor(), Action.USER_DELETED, user.id(), Map.of()));
    Audit.erasePersonal(tx, user.id());
    return new UserChange.Changed(deleted);
  }

  /// Makes a user staff, or gives another role. Their sessions end: rights come only with a sign-in
  /// that happened after they were given.
  public UserChange addRole(UUID id, Role role, Authority by) {
    return change(id, by, (tx, user, ended) -> addRole(tx, user, role, by, ended));
  }

  private UserChange addRole(Tx tx, User user, Role role, Authority by, List<UUID> ended) {
    var before = Staff.role(tx, user.id());
    if (before.equals(Optional.of(role))) return new UserChange.Replayed(user);
    revokeAll(tx, user, by, ended);
    staff.set(tx, user.id(), role, by.actor());
    var details = new HashMap<>(Map.of("role.new", role.word()));
    before.ifPresent(old -> details.put("role.old", old.word()));
    Audit.write(tx, Audit.Line.ofUser(by.actor(), Action.STAFF_ADDED, user.id(), details));
    return new UserChange.Changed(user);
  }

  /// Takes the role from a member of the staff, whose next request finds it gone.
  public UserChange removeRole(UUID id, Authority by) {
    return change(
        id,
        by,
        (tx, user, _) ->
            removeRole(tx, user, by)
                ? new UserChange.Changed(user)
                : new UserChange.Replayed(user));
  }

  private boolean removeRole(Tx tx, User user, Authority by) {
    var before = Staff.role(tx, user.id());
    if (before.isEmpty()) return false;
    staff.remove(tx, user.id());
    var details = Map.of("role.old", before.get().word());
    Audit.write(tx, Audit.Line.ofUser(by.actor(), Action.STAFF_REMOVED, user.id(), details));
    return true;
  }

  private void revokeAll(Tx tx, User user, Authority by, List<UUID> ended) {
    sessions.revokeAll(tx, user.id(), Optional.empty(), by.actor()).ifPresent(ended::addAll);
  }

  private interface Step {
    /// Changes a user who is locked.
    ///
    /// @param ended takes the sessions that the step ends
    UserChange take(Tx tx, User user, List<UUID> ended);
  }

  private UserChange change(UUID id, Authority by, Step step) {
    // A step that is tried again ends some twice: to forget a session once more does no harm.
    var ended = new ArrayList<UUID>();
    var outcome = database.inTransaction(tx -> change(tx, id, by, step, ended));
    // The database tells every server, but this one not before its answer.
    ended.forEach(sessions::forget);
    return outcome;
  }

  private UserChange change(Tx tx, UUID id, Authority by, Step step, List<UUID> ended) {
    var locked = users.lock(tx, id);
    if (locked.isEmpty()) return new UserChange.UserUnknown();
    var user = locked.get();
    if (user.status() == User.Status.DELETED) return new UserChange.UserDeleted(user);
    var role = Staff.role(tx, id);
    if (role.isPresent() && !by.covers(role.get())) return new UserChange.RightsMissing(role.get());
    return step.take(tx, user, ended);
  }
}
