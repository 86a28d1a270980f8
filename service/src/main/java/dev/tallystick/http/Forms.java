package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.http.Problem.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Bodies of `application/x-www-form-urlencoded`.
final class Forms {
  private Forms() {}

  /// The known fields of a form, as an object of texts. Others are left out, as OAuth has it (RFC
  /// 6749, 3.2).
  static ObjectNode parse(byte[] body, Set<String> known) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals < 0) continue;
      var name = decoded(pair.substring(0, equals));
      if (!known.contains(name)) continue;
      if (object.has(name)) throw Fields.invalid(name, "is given twice");
      object.put(name, decoded(pair.substring(equals + 1)));
    }
    return object;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Problem.of(Code.MALFORMED_JSON, "the form has a % without two hexadecimal digits")
          .refused();
    }
  }
}
