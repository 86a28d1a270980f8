package dev.tallystick;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds secrets where none may be shown.
public final class ShownSecrets {
  /// A token with its secret; a key or webhook secret of Stripe's; the way into Stripe's portal, or
  /// the simulator's; or 256 bits as our secrets are written, which are no path, name or number:
  /// capitals, small letters and digits mixed.
  private static final Pattern SECRET =
      Pattern.compile(
          "\\bt[a-z]_[0-9a-f-]{36}\\.[A-Za-z0-9_-]{20,}"
              + "|\\b(whsec|[rs]k_(test|live))_[A-Za-z0-9_]{8,}"
              + "|/p/session/[A-Za-z0-9_]{8,}"
              + "|(?<![A-Za-z0-9_$./+-])(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z_-]*[0-9])"
              + "[A-Za-z0-9_-]{43}(?![A-Za-z0-9_$./+=-])");

  private ShownSecrets() {}

  /// All that are in `text`.
  public static List<String> in(String text) {
    return SECRET.matcher(text).results().map(MatchResult::group).toList();
  }
}
