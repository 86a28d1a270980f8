package dev.tallystick.referral;

import java.util.List;
import java.util.UUID;

/// The two users of a referral.
///
/// @param referrer whose code was redeemed
/// @param referred who redeemed it
public record Pair(UUID referrer, UUID referred) {
  /// Both, for what locks them.
  List<UUID> users() {
    return List.of(referrer, referred);
  }

  /// As the subject of an audit line.
  String subject() {
    return "referral:" + referrer + ":" + referred;
  }
}
