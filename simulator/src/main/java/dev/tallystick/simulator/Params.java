package dev.tallystick.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// The parameters of a request: `a[b][0]=c`, from the query or a form.
final class Params {
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
  private static final Pattern LAST_KEY = Pattern.compile("\\[[^\\[\\]]+]$");

  private final Map<String, String> values;

  private Params(Map<String, String> values) {
    this.values = values;
  }

  static Params none() {
    return new Params(Map.of());
  }

  static Params of(Map<String, String> values) {
    return new Params(values);
  }

  /// @throws Refusal if it is no form, or says something twice
  static Params parse(String... forms) {
    var values = new LinkedHashMap<String, String>();
    for (var form : forms) {
      if (form.isEmpty()) continue;
      for (var pair : form.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 0) throw Refusal.invalid("Invalid form: " + pair);
        var name = decoded(pair.substring(0, equals));
        for (int i = 0; name.endsWith("[]"); i++) {
          var numbered = name.substring(0, name.length() - 2) + "[" + i + "]";
          if (!values.containsKey(numbered)) name = numbered;
        }
        if (values.put(name, decoded(pair.substring(equals + 1))) != null) {
          throw Refusal.invalid("Parameter given twice: " + name).param(name);
        }
      }
    }
    return new Params(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Refusal.invalid("Invalid URL encoding: " + text);
    }
  }

  Map<String, String> all() {
    return values;
  }

  /// Refuses what is not in `known`, where `[#]` stands for any index and `[*]` for any key.
  void allow(Set<String> known) {
    for (var name : values.keySet()) {
      var pattern = INDEX.matcher(name).replaceAll("[#]");
      if (known.contains(pattern)) continue;
      if (known.contains(LAST_KEY.matcher(pattern).replaceAll("[*]"))) continue;
      throw Refusal.invalid("Received unknown parameter: " + name)
          .code("parameter_unknown")
          .param(name);
    }
  }

  /// What was given and is not empty.
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> Refusal.required(name));
  }

  OptionalLong number(String name) {
    var text = text(name);
    if (text.isEmpty()) return OptionalLong.empty();
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException _) {
      throw Refusal.invalid("Invalid integer: " + text.get())
          .code("parameter_invalid_integer")
          .param(name);
    }
  }

  boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      case String other -> throw Refusal.invalid("Invalid boolean: " + other).param(name);
    };
  }

  /// `metadata[k]=v` as k → v. An empty value takes the key away.
  Map<String, String> under(String name) {
    var found = new LinkedHashMap<String, String>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(name + "[") && key.endsWith("]")) {
            found.put(key.substring(name.length() + 1, key.length() - 1), value);
          }
        });
    return found;
  }

  List<String> list(String name) {
    return new ArrayList<>(under(name).values());
  }

  /// One of the words, if it was given.
  Optional<String> oneOf(String name, Set<String> words) {
    var text = text(name);
    if (text.isPresent() && !words.contains(text.get())) {
      throw Refusal.invalid("Invalid %s: must be one of %s".formatted(name, words)).param(name);
    }
    return text;
  }
}
