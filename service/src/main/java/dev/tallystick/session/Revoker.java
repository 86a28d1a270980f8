package dev.tallystick.session;

import java.util.UUID;

/// Who ends sessions.
public sealed interface Revoker {
  /// The user, through a session of their own.
  record BySession(UUID id) implements Revoker {}

  /// The product's back end, with a service key.
  record ByServiceKey(UUID id) implements Revoker {}

  /// A device login, whose device code was used again when it was long redeemed.
  record ByLogin(UUID id) implements Revoker {}

  /// As stored.
  default String word() {
    return switch (this) {
      case BySession(var id) -> "session:" + id;
      case ByServiceKey(var id) -> "key:" + id;
      case ByLogin(var id) -> "login:" + id;
    };
  }

  default Session.EndReason reason() {
    return switch (this) {
      case BySession _ -> Session.EndReason.SIGNED_OUT;
      case ByServiceKey _, ByLogin _ -> Session.EndReason.REVOKED;
    };
  }
}
