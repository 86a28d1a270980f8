package dev.tallystick.login;

import java.util.Optional;

/// What came of approving or denying a login.
public sealed interface Decision
    permits Decision.Approved, Decision.Denied, Decision.Before, Lookup.Refused {
  /// The client may go on.
  ///
  /// @param pasteCode to be carried to the client, where it asked for one; the only copy
  record Approved(LoginRequest request, Optional<LoginCode> pasteCode) implements Decision {}

  record Denied(LoginRequest request) implements Decision {}

  /// It had been decided before, by someone or otherwise; nothing has changed.
  record Before(LoginRequest request) implements Decision {}
}
