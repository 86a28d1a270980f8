package dev.tallystick.account;

import java.util.UUID;

/// Who makes a change.
public sealed interface Actor {
  /// A user, through a session of their own; a member of the staff as well.
  record Person(UUID userId, UUID sessionId) implements Actor {}

  /// The product's back end, with a service key.
  record BackEnd(UUID keyId) implements Actor {}

  /// Whoever runs the command line.
  record Operator() implements Actor {}

  /// Work in the background, by its name.
  record Job(String name) implements Actor {}

  /// As stored.
  default String word() {
    return switch (this) {
      case Person(var userId, var sessionId) -> "user:" + userId + "/session:" + sessionId;
      case BackEnd(var keyId) -> "key:" + keyId;
      case Operator() -> "operator";
      case Job(var name) -> "job:" + name;
    };
  }
}
