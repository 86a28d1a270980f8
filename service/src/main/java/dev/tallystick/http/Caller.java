package dev.tallystick.http;

import dev.tallystick.account.Role;
import dev.tallystick.account.ServiceKey;
import dev.tallystick.session.Session;

/// Who sent a request, by the credential that its route asks for.
sealed interface Caller {
  /// Anyone: the route is open.
  record Unknown() implements Caller {}

  /// The product's back end.
  record BackEnd(ServiceKey key) implements Caller {}

  /// Whoever holds a session token that was not checked.
  record Holder(String token) implements Caller {
    /// Without the token, so that no log line has it.
    @Override
    public String toString() {
      return "Holder[***]";
    }
  }

  /// A member of the staff, in a web session of theirs.
  record Member(Session session, Role role) implements Caller {}

  /// A user, in a session.
  record Person(Session session) implements Caller {}
}
