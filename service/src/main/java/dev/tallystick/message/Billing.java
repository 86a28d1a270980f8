package dev.tallystick.message;

/// Who pays for a message.
public enum Billing {
  /// The user, in credits.
  CHARGE("charge"),
  /// The user's own key paid the provider: the cost is known, no credits are taken.
  BYOK("byok"),
  /// No provider was asked, the answer came from a cache of the product's: it cost nothing.
  CACHE_HIT("cache_hit");

  private final String word;

  Billing(String word) {
    this.word = word;
  }

  /// As stored and as in JSON.
  public String word() {
    return word;
  }

  public static Billing ofWord(String word) {
    for (var billing : values()) {
      if (billing.word.equals(word)) return billing;
    }
    throw new IllegalArgumentException("not a billing: " + word);
  }
}
