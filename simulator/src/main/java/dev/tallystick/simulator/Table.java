package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All objects of one kind, in the order in which they were made. Not for several threads at once.
final class Table {
  private final Kind kind;
  private final TreeMap<Long, ObjectNode> all = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  /// By what a filter of the list asks for. A value that an object had before stays.
  private final Map<String, TreeMap<Long, ObjectNode>> index = new HashMap<>();

  Table(Kind kind) {
    this.kind = kind;
  }

  /// Adds an object, or takes note that one has changed.
  void put(ObjectNode object) {
    var id = object.path("id").asText();
    long number = numbers.computeIfAbsent(id, _ -> (long) numbers.size());
    all.put(number, object);
    for (var filter : kind.filters()) {
      value(object, kind.field(filter))
          .ifPresent(
              value ->
                  index
                      .computeIfAbsent(filter + "=" + value, _ -> new TreeMap<>())
                      .put(number, object));
    }
  }

  Optional<ObjectNode> find(String id) {
    return Optional.ofNullable(numbers.get(id)).map(all::get);
  }

  int size() {
    return all.size();
  }

  Optional<Long> numberOf(String id) {
    return Optional.ofNullable(numbers.get(id));
  }

  /// Those of which each field has the given value, oldest first.
  List<ObjectNode> where(String filter, String value) {
    return candidates(Map.of(filter, value)).values().stream()
        .filter(object -> matches(object, Map.of(filter, value)))
        .toList();
  }

  /// At least those that match, by when they were made.
  NavigableMap<Long, ObjectNode> candidates(Map<String, String> wanted) {
    NavigableMap<Long, ObjectNode> fewest = all;
    for (var each : wanted.entrySet()) {
      var found = index.getOrDefault(each.getKey() + "=" + each.getValue(), new TreeMap<>());
      if (found.size() < fewest.size()) fewest = found;
    }
    return fewest;
  }

  boolean matches(ObjectNode object, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            each ->
                value(object, kind.field(each.getKey()))
                    .filter(each.getValue()::equals)
                    .isPresent());
  }

  /// The text of a field, `a[b]` for one inside another.
  private static Optional<String> value(ObjectNode object, String field) {
    JsonNode value = object;
    for (var step : field.split("[\\[\\]]+", -1)) {
      if (!step.isEmpty()) value = value.path(step);
    }
    if (value.isMissingNode() || value.isNull()) return Optional.empty();
    return Optional.of(value.asText());
  }
}
