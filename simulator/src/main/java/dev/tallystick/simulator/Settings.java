package dev.tallystick.simulator;

import java.util.OptionalInt;

/// How a simulator is started.
///
/// @param port 0 for any that is free
/// @param apiKey what requests have to carry as their bearer token
/// @param webhookSecret what webhooks are signed with
/// @param seed which ids are made, and which deliveries the switches of [Deliveries] meet
/// @param requestsPerSecond how many requests are answered before 429; empty for any number
public record Settings(
    int port, String apiKey, String webhookSecret, long seed, OptionalInt requestsPerSecond) {
  /// On any free port, without a limit.
  public static Settings of(String apiKey, String webhookSecret, long seed) {
    return new Settings(0, apiKey, webhookSecret, seed, OptionalInt.empty());
  }

  /// The same, with a limit.
  public Settings withRequestsPerSecond(int limit) {
    return new Settings(port, apiKey, webhookSecret, seed, OptionalInt.of(limit));
  }

  /// The same, on another port.
  public Settings withPort(int other) {
    return new Settings(other, apiKey, webhookSecret, seed, requestsPerSecond);
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Settings[port=%d, seed=%d]".formatted(port, seed);
  }
}
