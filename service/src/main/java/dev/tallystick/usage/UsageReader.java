package dev.tallystick.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.usage.Normalisation.Refused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The counts of one message's usage, read field by field; it collects the warnings and keeps the
/// first fault, after which every further answer is worthless but harmless.
///
/// Of a stream the latest value of each field counts: providers repeat or complete what they sent
/// before, they never send the difference. Made for one message and one thread.
final class UsageReader {
  private final String path;
  private final List<Chunk> chunks;
  private final List<Warning> warnings = new ArrayList<>(0);
  private @Nullable Refused refusal;

  private UsageReader(String path, List<Chunk> chunks) {
    this.path = path;
    this.chunks = chunks;
  }

  /// Reads what a message holds under `path`: a usage, a response with one, or the chunks of a
  /// stream.
  static UsageReader of(JsonNode raw, String path) {
    return new UsageReader(path, Chunk.of(raw, path));
  }

  /// Reads an object of counts that nothing is around.
  static UsageReader ofBare(JsonNode counts, String path) {
    return new UsageReader(path, List.of(new Chunk(path, counts, counts, false)));
  }

  boolean has(Field field) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      var usage = chunks.get(i).usage();
      for (int p = 0; p < field.places().size(); p++) {
        if (field.places().get(p).in(usage) != null) return true;
      }
    }
    return false;
  }

  /// The count in a field; 0 when it is missing.
  long count(Field field) {
    return count(field, false);
  }

  /// The count in a field of the response around the usage; 0 when it is missing.
  long countAround(Field field) {
    return count(field, true);
  }

  /// The count in a field that its format always writes: a usage without it is refused.
  long required(Field field) {
    if (!has(field)) {
      refuse(
          at(field.places().getFirst().path()),
          "is missing, and this format always has it; send the usage whole (of a stream: all of its"
              + " usage objects), or plain counts in `tokens`");
    }
    return count(field);
  }

  /// Refuses a usage that has none of these fields.
  void requireAny(Field... fields) {
    for (var field : fields) {
      if (has(field)) return;
    }
    refuseEmpty();
  }

  /// The sum of the `count`s in a list of objects, of those whose `tag` is `value`.
  long countTagged(Field list, String tag, String value, String count) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      var chunk = chunks.get(i);
      for (int p = 0; p < list.places().size(); p++) {
        var place = list.places().get(p);
        var entries = place.in(chunk.usage());
        if (entries == null) continue;
        long sum = 0;
        for (int e = 0; e < entries.size(); e++) {
          var entry = entries.get(e);
          if (entry == null || !value.equalsIgnoreCase(text(entry.get(tag)))) continue;
          var node = entry.get(count);
          if (node == null || node.isNull()) continue;
          sum = plus(sum, whole(node, chunk, place, "[" + e + "]." + count));
        }
        return sum;
      }
    }
    return 0;
  }

  /// The text in a field of the usage or of the response around it; null when there is none.
  @Nullable String text(Field field) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      var chunk = chunks.get(i);
      for (int p = 0; p < field.places().size(); p++) {
        var place = field.places().get(p);
        var inside = text(place.in(chunk.usage()));
        if (inside != null) return inside;
        var around = text(place.in(chunk.envelope()));
        if (around != null) return around;
      }
    }
    return null;
  }

  /// The sum of two counts, which must be a count itself.
  long plus(long a, long b) {
    if (a + b <= Usage.COUNT_MAX) return a + b;
    refuse(path, "adds up to more than " + Usage.COUNT_MAX + " tokens of one kind");
    return 0;
  }

  /// Whether a stream stops at the usage that opens it.
  boolean endsWithOpening() {
    return !chunks.isEmpty() && chunks.getLast().opening();
  }

  /// Warns unless the total in a field, if it is there, is one of two numbers.
  void expectTotal(Field total, long sum, long otherSum) {
    if (!has(total)) return;
    long stated = count(total);
    if (stated == sum || stated == otherSum || refusal != null) return;
    warn(
        Warning.USAGE_TOTAL_MISMATCH,
        at(total.places().getFirst().path()) + " is " + stated + ", its parts add up to " + sum);
  }

  /// Warns that a format which may leave its input out did so.
  void warnInputMissing(Field input) {
    warn(
        Warning.USAGE_INPUT_MISSING,
        at(input.places().getFirst().path())
            + " is missing; only what else was reported is counted");
  }

  /// Warns that cached tokens cannot be in the input that should include them.
  void warnInputExcludesCache(Field input, long stated, long cached) {
    warn(
        Warning.USAGE_INPUT_EXCLUDES_CACHE,
        at(input.places().getFirst().path())
            + " is "
            + stated
            + " without the "
            + cached
            + " cached tokens beside it; it was taken as fresh input");
  }

  void warn(String code, String detail) {
    warnings.add(new Warning(code, detail));
  }

  void refuse(String field, String reason) {
    if (refusal == null) refusal = new Refused(field, reason);
  }

  /// Refuses a usage in which nothing is counted: a missing count is not zero.
  void refuseEmpty() {
    refuse(
        path,
        "holds no counts of input or output; send plain counts in `tokens`, for a stream that broke"
            + " off an estimate with \"estimated\": true");
  }

  /// The place in the message of a path in the usage.
  String at(String pathInUsage) {
    return (chunks.isEmpty() ? path : chunks.getLast().path()) + "." + pathInUsage;
  }

  String path() {
    return path;
  }

  List<Chunk> chunks() {
    return chunks;
  }

  List<Warning> warnings() {
    return warnings;
  }

  @Nullable Refused refusal() {
    return refusal;
  }

  private long count(Field field, boolean around) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      var chunk = chunks.get(i);
      for (int p = 0; p < field.places().size(); p++) {
        var place = field.places().get(p);
        var node = place.in(around ? chunk.envelope() : chunk.usage());
        if (node != null) return whole(node, chunk, place, "");
      }
    }
    return 0;
  }

  private long whole(JsonNode node, Chunk chunk, Field.Place place, String rest) {
    var fault = Count.fault(node);
    if (fault == null) return Count.value(node);
    refuse(chunk.path() + "." + place.path() + rest, fault);
    return 0;
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isTextual() && !node.textValue().isBlank()
        ? node.textValue()
        : null;
  }
}
