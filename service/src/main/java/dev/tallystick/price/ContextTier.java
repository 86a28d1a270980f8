package dev.tallystick.price;

/// The rates of calls whose total input is above `from` tokens, or at least `from` where
/// `inclusive`. The whole call takes them, its output and its cached tokens too.
public record ContextTier(long from, boolean inclusive, Rates rates) {
  public ContextTier {
    if (from < 0) throw new IllegalArgumentException("a tier starts at 0 or above, not " + from);
  }

  boolean covers(long totalInput) {
    return inclusive ? totalInput >= from : totalInput > from;
  }
}
