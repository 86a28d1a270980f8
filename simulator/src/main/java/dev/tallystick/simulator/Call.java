package dev.tallystick.simulator;

import java.util.Map;
import java.util.Optional;

/// A request that was received.
///
/// @param parameters by their names as sent, such as `metadata[user]`
/// @param status what it was answered with
/// @param isAnswered false if the answer was lost on the way
/// @param isReplay whether the answer is that of an earlier request with the same key
public record Call(
    String method,
    String path,
    Map<String, String> parameters,
    Optional<String> idempotencyKey,
    int status,
    boolean isAnswered,
    boolean isReplay) {
  public Call {
    parameters = Map.copyOf(parameters);
  }
}
