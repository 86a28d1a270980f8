package dev.tallystick.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One value of a usage format, with the places where it may stand, the preferred one first. Fields
/// are constants: names are taken apart once, not at each call.
record Field(List<Place> places) {
  /// Keys from the usage object down to the value.
  record Place(List<String> keys) {
    /// The value, or null when it is missing or JSON null.
    @Nullable JsonNode in(JsonNode object) {
      var node = object;
      for (int i = 0; i < keys.size(); i++) {
        node = node.get(keys.get(i));
        if (node == null || node.isNull()) return null;
      }
      return node;
    }

    String path() {
      return String.join(".", keys);
    }
  }

  /// A field at any of these paths, each with a dot between its keys.
  static Field of(String... paths) {
    var places = new ArrayList<Place>(paths.length);
    for (var path : paths) places.add(new Place(List.of(path.split("\\.", -1))));
    return new Field(List.copyOf(places));
  }

  /// A field under any of these attribute names, which have dots of their own: exporters write
  /// `a.b.c` as one key, as objects in objects, or cut at some of the dots.
  static Field attribute(String... names) {
    var places = new ArrayList<Place>();
    for (var name : names) {
      var parts = name.split("\\.", -1);
      for (int nested = 0; nested < 1 << (parts.length - 1); nested++) {
        places.add(new Place(cut(parts, nested)));
      }
    }
    return new Field(List.copyOf(places));
  }

  /// Joins `parts` again, except where the bit of a dot is set in `nested`.
  private static List<String> cut(String[] parts, int nested) {
    var keys = new ArrayList<String>();
    var key = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      if ((nested & 1 << (i - 1)) == 0) {
        key.append('.').append(parts[i]);
      } else {
        keys.add(key.toString());
        key = new StringBuilder(parts[i]);
      }
    }
    keys.add(key.toString());
    return List.copyOf(keys);
  }
}
