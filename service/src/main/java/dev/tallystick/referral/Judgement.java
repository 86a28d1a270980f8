package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a person decides so, and who.
///
/// @param reason a code that both sides may read, as `same_household`
/// @param note what support writes to itself
public record Judgement(String reason, Optional<String> note, Actor by) {
  /// What a reason is made of. Those that begin with `purchase_` say what became of a purchase,
  /// which nobody decides.
  public static final Pattern REASON = Pattern.compile("(?!purchase_)[a-z_]{1,60}");

  public static final int NOTE_CHARS_MAX = 500;

  public Judgement {
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("reason must match " + REASON);
    }
  }

  Steps.Why why() {
    return new Steps.Why(reason, note, by);
  }
}
