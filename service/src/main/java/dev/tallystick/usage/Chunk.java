package dev.tallystick.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One usage object as it was sent, and the response around it (the object itself when it came
/// bare).
///
/// @param path where it stands in the message
/// @param opening whether it opens a stream whose final counts come later
record Chunk(String path, JsonNode usage, JsonNode envelope, boolean opening) {
  /// Keys that hold a usage object. `totalUsage` sums the steps of a call, of which `usage` is the
  /// last.
  private static final List<String> HELD =
      List.of("totalUsage", "usage", "usageMetadata", "usage_metadata");

  /// Keys that hold a whole response: events of OpenAI, of Anthropic and of Converse.
  private static final List<String> AROUND = List.of("response", "message", "metadata");

  /// The usage objects in what was sent under `path`, in order: one, or those of a stream. Elements
  /// of a stream that carry none are left out.
  static List<Chunk> of(JsonNode raw, String path) {
    if (raw.isObject()) {
      var chunk = open(raw, path);
      return chunk == null ? List.of() : List.of(chunk);
    }
    var chunks = new ArrayList<Chunk>();
    for (int i = 0; i < raw.size(); i++) {
      var element = raw.get(i);
      var chunk =
          element != null && element.isObject() ? open(element, path + "[" + i + "]") : null;
      if (chunk != null) chunks.add(chunk);
    }
    return chunks;
  }

  private static @Nullable Chunk open(JsonNode object, String path) {
    var direct = held(object, path, false);
    if (direct != null) return direct;
    for (int i = 0; i < AROUND.size(); i++) {
      var key = AROUND.get(i);
      var inner = object.get(key);
      if (inner == null || !inner.isObject()) continue;
      var type = object.get("type");
      var opening = type != null && type.isTextual() && type.textValue().equals("message_start");
      var found = held(inner, path + "." + key, opening);
      if (found != null) return found;
    }
    var attributes = object.get("attributes");
    if (attributes != null && attributes.isObject()) {
      return new Chunk(path + ".attributes", attributes, object, false);
    }
    // A response or a chunk of one that says `"usage": null` has none.
    return object.has("usage") ? null : new Chunk(path, object, object, false);
  }

  private static @Nullable Chunk held(JsonNode object, String path, boolean opening) {
    for (int i = 0; i < HELD.size(); i++) {
      var key = HELD.get(i);
      var usage = object.get(key);
      if (usage != null && usage.isObject()) {
        return new Chunk(path + "." + key, usage, object, opening);
      }
    }
    return null;
  }
}
