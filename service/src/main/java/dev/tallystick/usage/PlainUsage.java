package dev.tallystick.usage;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads disjoint counts in the names of [Kind]. This format is ours, so a key that is not in it is
/// a mistake of the sender and refused, where a provider's unknown key is only news.
final class PlainUsage {
  /// Every count there is, by its key, in the order of [Kind].
  private static final Map<String, Field> COUNTS = new LinkedHashMap<>();

  private static final Field INPUT = field(Kind.INPUT);
  private static final Field OUTPUT = field(Kind.OUTPUT);
  private static final Field CACHE_READ = field(Kind.CACHE_READ);
  private static final Field CACHE_WRITE = field(Kind.CACHE_WRITE);
  private static final Field CACHE_WRITE_1H = field(Kind.CACHE_WRITE_1H);
  private static final Field REASONING = field(Kind.REASONING);
  private static final Field AUDIO_INPUT = field(Kind.AUDIO_INPUT);
  private static final Field AUDIO_OUTPUT = field(Kind.AUDIO_OUTPUT);
  private static final Field WEB_SEARCH = field(Kind.WEB_SEARCH);

  private static final String ESTIMATED = "estimated";
  private static final String KEYS = String.join(", ", COUNTS.keySet()) + ", " + ESTIMATED;

  private PlainUsage() {}

  static Usage read(UsageReader reader) {
    for (var chunk : reader.chunks()) checkKeys(reader, chunk);
    if (!hasCount(reader)) reader.refuseEmpty();
    return new Usage(
        reader.count(INPUT),
        reader.count(OUTPUT),
        reader.count(CACHE_READ),
        reader.count(CACHE_WRITE),
        reader.count(CACHE_WRITE_1H),
        reader.count(REASONING),
        reader.count(AUDIO_INPUT),
        reader.count(AUDIO_OUTPUT),
        reader.count(WEB_SEARCH));
  }

  private static boolean hasCount(UsageReader reader) {
    for (var field : COUNTS.values()) {
      if (reader.has(field)) return true;
    }
    return false;
  }

  private static void checkKeys(UsageReader reader, Chunk chunk) {
    for (var entry : chunk.usage().properties()) {
      var key = entry.getKey();
      if (COUNTS.containsKey(key)) continue;
      if (!key.equals(ESTIMATED)) {
        reader.refuse(chunk.path() + "." + key, "is not known; the keys are " + KEYS);
      } else if (!entry.getValue().isBoolean()) {
        reader.refuse(chunk.path() + "." + key, "must be true or false");
      } else if (entry.getValue().booleanValue()) {
        reader.warn(Warning.USAGE_ESTIMATED, "the counts are the sender's estimate");
      }
    }
  }

  private static Field field(Kind kind) {
    var field = Field.of(kind.jsonName());
    COUNTS.put(kind.jsonName(), field);
    return field;
  }
}
