package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalPathTest {
  private static final URI HERE = URI.create("https://tally.example.com/sign-in");

  /// Whatever is put together of what matters in URLs, it stays on this server.
  @Test
  void neverLeadsElsewhere() {
    var parts =
        new String[] {"/", "\\", "evil.example", "?", "#", "@", ":", "%2F", "..", "a", "=", "\t"};
    int accepted = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(random.nextBoolean() ? "/" : "");
      for (int i = random.nextInt(6); i >= 0; i--) text.append(parts[random.nextInt(parts.length)]);
      var path = LocalPath.of(Optional.of(text.toString()));
      assertThat(HERE.resolve(path.text()).getHost())
          .as("seed %d: %s", seed, text)
          .isEqualTo("tally.example.com");
      assertThat(path.text()).doesNotContain("\\", "\t").doesNotStartWith("//");
      if (path.text().contentEquals(text)) accepted++;
    }
    assertThat(accepted).isPositive();
  }

  @Test
  void isTheAccountWhereNothingElseIsSaid() {
    assertThat(LocalPath.of(Optional.empty())).isEqualTo(LocalPath.ACCOUNT);
    assertThat(LocalPath.of(Optional.of("/" + "a".repeat(500)))).isEqualTo(LocalPath.ACCOUNT);
  }
}
