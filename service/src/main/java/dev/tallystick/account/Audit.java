package dev.tallystick.account;

import dev.tallystick.postgres.Tx;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The audit log: owns the table audit_log, which it only adds to.
public final class Audit {
  /// What was done. Words are part of the API: they never change their meaning.
  public enum Action {
    USER_CREATED,
    KEY_CREATED,
    KEY_REVOKED,
    SESSION_OPENED,
    /// A new secret, for a client that did not get the answer with the first.
    SESSION_REISSUED,
    SESSION_REVOKED,
    /// All of a user's sessions at once, but for one that may have been kept.
    SESSION_REVOKED_ALL,
    IDENTITY_LINKED,
    IDENTITY_UNLINKED,
    /// A device login.
    LOGIN_APPROVED,
    LOGIN_DENIED,
    GRANT_GIVEN,
    PRICES_IMPORTED;

    /// As stored: `session.revoked_all`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
  }

  /// A change and who made it.
  ///
  /// @param user whom it is about
  /// @param subject what was changed, as `kind:id`
  /// @param details texts by name, never a secret; of a field that was changed `field.old` and
  ///   `field.new`
  public record Line(
      Actor actor,
      Action action,
      Optional<UUID> user,
      String subject,
      Map<String, String> details) {
    public Line {
      details = Map.copyOf(details);
    }

    /// A change of a user's own row.
    public static Line ofUser(Actor actor, Action action, UUID user, Map<String, String> details) {
      return new Line(actor, action, Optional.of(user), "user:" + user, details);
    }
  }

  private Audit() {}

  private static final String WRITE =
      """
      INSERT INTO tally.audit_log (actor, action, user_id, subject, details)
      VALUES (:actor, :action, :user, :subject, jsonb_object(:names, :texts))
      """;

  /// Writes a line in the transaction of the change itself: there is no change without its line,
  /// and no line of a change that did not happen.
  public static void write(Tx tx, Line line) {
    var names = line.details().keySet().stream().sorted().toList();
    tx.update(WRITE)
        .bind("actor", line.actor().word())
        .bind("action", line.action().word())
        .bindByType("user", line.user().orElse(null), UUID.class)
        .bind("subject", line.subject())
        .bindArray("names", String.class, names)
        .bindArray("texts", String.class, names.stream().map(line.details()::get).toList())
        .execute();
  }
}
