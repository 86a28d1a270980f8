package dev.tallystick.login;

import dev.tallystick.session.NewSession;
import java.util.Optional;

/// A device login to be started.
///
/// @param label what the session is to be called in the list of devices
/// @param isPasted whether it is to be redeemed with a paste code
/// @param address where the request came from
public record NewLogin(
    Optional<String> clientName,
    String label,
    Optional<NewSession.Fingerprint> fingerprint,
    boolean isPasted,
    Optional<String> address) {}
