package dev.tallystick.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a fingerprint says about a sign-in: advice for whoever gives credits, never a reason to
/// refuse the sign-in.
public enum DeviceOutcome {
  /// Nothing speaks against it.
  ALLOW,
  /// The signature is not the installation's: a copied id, or an installation made anew. For a
  /// person to look at.
  REVIEW,
  /// A new user on a device where others were seen.
  DENY_NEW_FREE_GRANT;

  /// As stored and as in JSON.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DeviceOutcome ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// @param keptHash of the signature that the device is known by; empty if none was sent yet
  /// @param sentHash of the signature that came with the sign-in
  /// @param isKnownUser whether the user was seen on the device before
  /// @param hasOthers whether other users were
  static DeviceOutcome of(
      Optional<byte[]> keptHash,
      Optional<byte[]> sentHash,
      boolean isKnownUser,
      boolean hasOthers) {
    boolean isOther =
        keptHash.isPresent()
            && (sentHash.isEmpty() || !Arrays.equals(keptHash.get(), sentHash.get()));
    if (isOther) return REVIEW;
    return isKnownUser || !hasOthers ? ALLOW : DENY_NEW_FREE_GRANT;
  }
}
