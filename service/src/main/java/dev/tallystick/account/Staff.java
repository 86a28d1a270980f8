package dev.tallystick.account;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The staff: owns the table staff.
///
/// A role is read from the database whenever it counts, so that one that was taken away is gone at
/// once. Of sessions, which are another domain's, it reads whether they have ended.
public final class Staff {
  private final Database database;
  private final InstantSource clock;

  /// A member of the staff.
  public record Member(UUID userId, Optional<String> email, Role role, Instant grantedAt) {}

  public Staff(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private static final String ROLE =
      """
      SELECT role FROM tally.staff WHERE user_id = :user
      """;

  /// The role of a user, inside the caller's transaction.
  public static Optional<Role> role(Tx tx, UUID user) {
    return tx.query(ROLE).bind("user", user).mapTo(String.class).findOne().map(Role::ofWord);
  }

  // Servers remember what a session token proves; what a role allows is asked with the session, so
  // that both count as they are now.
  private static final String ROLE_IN =
      """
      SELECT s.role
        FROM tally.sessions x
        JOIN tally.users u ON u.id = x.user_id
        JOIN tally.staff s ON s.user_id = x.user_id
       WHERE x.user_id = :user
         AND x.id = :session
         AND x.revoked_at IS NULL
         AND x.user_epoch = u.session_epoch
         AND u.status = 'active'
      """;

  /// The role of a user in a session that was checked; empty for one who is no staff, or whose
  /// session has ended since.
  public Optional<Role> role(UUID user, UUID session) {
    return database.inTransaction(
        tx ->
            tx.query(ROLE_IN)
                .bind("user", user)
                .bind("session", session)
                .mapTo(String.class)
                .findOne()
                .map(Role::ofWord));
  }

  private static final String SET =
      """
      INSERT INTO tally.staff (user_id, role, granted_by, granted_at)
      VALUES (:user, :role, :by, :now)
      ON CONFLICT (user_id)
      DO UPDATE SET role = excluded.role,
                    granted_by = excluded.granted_by,
                    granted_at = excluded.granted_at
      """;

  /// Gives a user, whose row is locked, a role in place of the one they may have.
  public void set(Tx tx, UUID user, Role role, Actor by) {
    tx.update(SET)
        .bind("user", user)
        .bind("role", role.word())
        .bind("by", by.word())
        .bind("now", clock.instant())
        .execute();
  }

  private static final String REMOVE =
      """
      DELETE FROM tally.staff WHERE user_id = :user
      """;

  /// Takes the role from a user; false if they had none.
  public boolean remove(Tx tx, UUID user) {
    return tx.update(REMOVE).bind("user", user).execute() == 1;
  }

  private static final String LIST =
      """
      SELECT s.user_id, u.email, s.role, s.granted_at
        FROM tally.staff s JOIN tally.users u ON u.id = s.user_id
       ORDER BY s.granted_at, s.user_id
      """;

  /// All members of the staff, the one who has been it for longest first.
  public List<Member> list() {
    return database.inTransaction(
        tx ->
            tx.query(LIST)
                .map(
                    (row, _) ->
                        new Member(
                            row.getObject("user_id", UUID.class),
                            Optional.ofNullable(row.getString("email")),
                            Role.ofWord(row.getString("role")),
                            row.getObject("granted_at", OffsetDateTime.class).toInstant()))
                .list());
  }
}
