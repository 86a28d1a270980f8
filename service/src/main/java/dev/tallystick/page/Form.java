package dev.tallystick.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of a form as a browser sends it. Of a field that comes twice, the first counts.
record Form(Map<String, String> fields) {
  /// The name of the field that holds the [FormToken].
  static final String TOKEN = "form_token";

  /// What all forms together have.
  private static final Set<String> KNOWN =
      Set.of(
          TOKEN,
          "below",
          "code",
          "email",
          "enabled",
          "max",
          "next",
          "operation",
          "pack",
          "plan",
          "user_code");

  /// Much more than a browser fills them with.
  static final int BYTES_MAX = 16 << 10;

  Form {
    fields = Map.copyOf(fields);
  }

  /// Reads `application/x-www-form-urlencoded`. What is badly encoded is left out, and so is what
  /// no form has: names that a stranger chose are never the keys of a map.
  static Form parse(byte[] body) {
    var fields = new HashMap<String, String>();
    for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) continue;
      try {
        var name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
        if (!KNOWN.contains(name)) continue;
        var value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        // PostgreSQL cannot hold it.
        if (value.indexOf('\0') < 0) fields.putIfAbsent(name, value);
      } catch (IllegalArgumentException _) {
        // No browser sends this.
      }
    }
    return new Form(fields);
  }

  /// The text of a field, without spaces around it; empty if there is none.
  Optional<String> text(String name) {
    if (!KNOWN.contains(name)) throw new IllegalArgumentException("no form has a field " + name);
    return Optional.ofNullable(fields.get(name)).map(String::strip).filter(it -> !it.isEmpty());
  }
}
