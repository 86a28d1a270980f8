package dev.tallystick.usage;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// The rule for a count in JSON: a whole number from 0 to [Usage#COUNT_MAX]. `10`, `10.0` and `1e1`
/// are the same number; text is none.
final class Count {
  private Count() {}

  /// What is wrong with `node` as a count, or null when it is one.
  static @Nullable String fault(JsonNode node) {
    if (!node.isNumber()) return "must be a whole number, was " + kind(node);
    if (node.isIntegralNumber() ? fits(node) : fits(node.doubleValue())) return null;
    return "must be a whole number from 0 to " + Usage.COUNT_MAX + ", was " + excerpt(node);
  }

  /// The count in a `node` without fault.
  static long value(JsonNode node) {
    return node.isIntegralNumber() ? node.longValue() : (long) node.doubleValue();
  }

  private static boolean fits(JsonNode integer) {
    return integer.canConvertToLong()
        && integer.longValue() >= 0
        && integer.longValue() <= Usage.COUNT_MAX;
  }

  /// A double holds every whole number up to the limit exactly; NaN compares false.
  private static boolean fits(double number) {
    return number >= 0 && number <= Usage.COUNT_MAX && number == Math.rint(number);
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "text";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
      case BINARY, MISSING, POJO, NUMBER -> "something else";
    };
  }

  private static String excerpt(JsonNode number) {
    var text = number.asText();
    return text.length() <= 30 ? text : text.substring(0, 30) + "…";
  }
}
