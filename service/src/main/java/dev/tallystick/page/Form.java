package dev.tallystick.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of a form as a browser sends it. Of a field that comes twice, the first counts.
record Form(Map<String, String> fields) {
  /// The name of the field that holds the [FormToken].
  static final String TOKEN = "form_token";

  /// Reads `application/x-www-form-urlencoded`. What is badly encoded is left out.
  static Form parse(byte[] body) {
    var fields = new HashMap<String, String>();
    for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) continue;
      try {
        fields.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        // No browser sends this.
      }
    }
    return new Form(Map.copyOf(fields));
  }

  /// The text of a field, without spaces around it; empty if there is none.
  Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name)).map(String::strip).filter(it -> !it.isEmpty());
  }
}
