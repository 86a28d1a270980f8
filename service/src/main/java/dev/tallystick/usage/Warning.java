package dev.tallystick.usage;

/// Something odd about a message that was accepted all the same: a stable code to filter by, and a
/// sentence for people. A warning never changes from one code to another between releases.
public record Warning(String code, String detail) {
  /// The parts of a total are more than the total; the total was kept and the parts cut to fit.
  public static final String USAGE_PARTS_EXCEED_TOTAL = "usage_parts_exceed_total";

  /// A total is not what its parts add up to; the parts were kept.
  public static final String USAGE_TOTAL_MISMATCH = "usage_total_mismatch";

  /// The input was written without its cached part, where the format says with; nothing was
  /// subtracted from it.
  public static final String USAGE_INPUT_EXCLUDES_CACHE = "usage_input_excludes_cache";

  /// Only output was reported, by a format that may leave the input out.
  public static final String USAGE_INPUT_MISSING = "usage_input_missing";

  /// The stream ended before its final usage; the output is a placeholder.
  public static final String USAGE_STREAM_INCOMPLETE = "usage_stream_incomplete";

  /// The sender estimated the counts.
  public static final String USAGE_ESTIMATED = "usage_estimated";

  /// The service tier has no rates of its own; standard was taken.
  public static final String SERVICE_TIER_UNKNOWN = "service_tier_unknown";
}
