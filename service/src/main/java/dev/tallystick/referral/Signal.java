package dev.tallystick.referral;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something that speaks against a referral. "Accomplices" are the referrer and all others whom the
/// same referrer brought: who refers themselves does so with as many accounts as they can make.
public enum Signal {
  /// A device of the referred user is an accomplice's too; or was a deleted user's, where an
  /// accomplice was deleted: whose it was is not known then.
  SAME_DEVICE(100),
  /// The referred user paid with a card that an accomplice paid with; or that a deleted user did,
  /// where an accomplice was deleted.
  SAME_CARD(100),
  /// An account at a provider that the referred user signs in with was another user's before, or
  /// their address or card was that of a user who is gone: what is given once to each person was
  /// given then. Of a card not beside [#SAME_CARD].
  SEEN_BEFORE(100),
  /// The referred user's e-mail address is of a domain that gives anybody addresses for an hour.
  DISPOSABLE_MAIL(60),
  /// A device of the referred user was used by somebody else before, who may have been deleted, or
  /// redeemed another code. Not beside [#SAME_DEVICE], which says the same of somebody who matters
  /// more.
  DEVICE_SEEN_BEFORE(50),
  /// The referrer brought more users within a day than people know who would follow them.
  VELOCITY(40),
  /// The referred user came from a network that an accomplice came from: a home or an office, but
  /// also a campus or a mobile carrier, so that it weighs little.
  SAME_NETWORK(30);

  private final int defaultWeight;

  Signal(int defaultWeight) {
    this.defaultWeight = defaultWeight;
  }

  /// As stored, and as people configure it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it weighs where nothing else is configured.
  public int defaultWeight() {
    return defaultWeight;
  }

  /// The signal of this word.
  public static Optional<Signal> ofWord(String word) {
    return Arrays.stream(values()).filter(signal -> signal.word().equals(word)).findAny();
  }
}
