package dev.tallystick.account;

import dev.tallystick.account.ServiceKey.Scope;
import java.util.Set;

/// Who makes a change, and with which rights.
public record Authority(Actor actor, Set<Scope> scopes) {
  public Authority {
    scopes = Set.copyOf(scopes);
  }

  /// The command line, which whoever holds the database's password may do everything with.
  public static Authority ofOperator() {
    return new Authority(new Actor.Operator(), Set.of(Scope.values()));
  }

  /// Whether it may do all that a role may. Nobody changes, or signs in, a member of the staff who
  /// may do more than they: that would be a way to raise one's own rights.
  public boolean covers(Role role) {
    return scopes.containsAll(role.scopes());
  }
}
