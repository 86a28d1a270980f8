package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormTest {
  /// Fields whose names all have the same hash code.
  static String collidingFields(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> collidingName(number) + "=")
        .collect(Collectors.joining("&"));
  }

  private static String collidingName(int number) {
    return IntStream.range(0, 15)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  @Test
  void keepsNothingThatNoFormHas() {
    assertThat(collidingName(0).hashCode()).isEqualTo(collidingName(20_000).hashCode());
    var body =
        collidingFields(500)
            + "&operation=a%00&email=ada%40example.com&email=b%40example.com&%zz=1&code=+7+";
    assertThat(Form.parse(body.getBytes(StandardCharsets.UTF_8)).fields())
        .isEqualTo(Map.of("email", "ada@example.com", "code", " 7 "));
  }
}
