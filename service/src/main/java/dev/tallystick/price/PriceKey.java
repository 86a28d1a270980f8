package dev.tallystick.price;

/// What a price is of: all rows with the same key are one price as it changed over time.
public record PriceKey(
    Catalogue catalogue, String provider, String model, ServiceTier serviceTier) {
  static final int NAME_CHARS_MAX = 256;

  public PriceKey {
    check("provider", provider);
    check("model", model);
  }

  static void check(String what, String name) {
    if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a " + what + " name has 1 to " + NAME_CHARS_MAX + " characters: " + name);
    }
  }
}
