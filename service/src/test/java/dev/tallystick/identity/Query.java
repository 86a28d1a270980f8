package dev.tallystick.identity;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The parameters of a URL or a form.
public record Query(Map<String, String> values) {
  /// Those of a URL.
  public static Query of(URI uri) {
    return of(uri.getRawQuery());
  }

  static Query of(String form) {
    return new Query(
        Arrays.stream(form.split("&", -1))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> decoded(pair[1]))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The text of one, empty if there is none.
  public String get(String name) {
    return values.getOrDefault(name, "");
  }
}
