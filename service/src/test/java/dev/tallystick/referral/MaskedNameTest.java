package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedNameTest {
  private static String masked(String name) {
    return MaskedName.of(Optional.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "Ada Lovelace, Ada L.",
    "Ada King Lovelace, Ada L.",
    "Ada, Ada",
    "A, A",
    "A B, A B.",
    "Ada L., Ada L.",
    "J. R. R. Tolkien, J. T.",
    "J.R. Tolkien, J.R. T.",
    "'  Ada \t  Lovelace ', Ada L.",
    "Ada\u00a0Lovelace, Ada L.",
    "Ada 01701234567, Ada",
    "Ada (she/her), Ada",
    "Zoë Ångström, Zoë Å.",
    "Łukasz Żuk, Łukasz Ż.",
    "עדה לבלייס, עדה ל.",
    "أدا لوفلايس, أدا ل.",
    "山田 太郎, 山田 太.",
    "山田太郎, 山…",
    "김철수, 김…",
    "राज शर्मा, राज श."
  })
  void isTheFirstNameAndALetter(String name, String shown) {
    assertThat(masked(name)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "🦄, 🦄",
    "👩‍💻 Ada Lovelace, 👩‍💻 L.",
    "Ada 🌸, Ada",
    "👨‍👩‍👧‍👦 Lovelace, 👨‍👩‍👧‍👦 L."
  })
  void keepsPicturesWhole(String name, String shown) {
    assertThat(masked(name)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u200d",
        "\u202e",
        "...",
        "+49 170 1234567",
        "01701234567",
        "ada@example.com",
        "Ada <ada@example.com>",
        "Ada Lovelace ada@example.com",
        "ada＠example.com",
        "ada﹫example",
        "a\u200bda@example.com",
        "ada(at)example.com",
        "ada.lovelace",
        "Visit evil.example now",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "https://localhost/",
        "@ada"
      })
  void isNobodyWhereItWouldLeadSomewhere(String name) {
    assertThat(masked(name)).isEqualTo(MaskedName.NOBODY);
  }

  @Test
  void isNobodyWithoutAName() {
    assertThat(MaskedName.of(Optional.empty())).isEqualTo("Someone");
  }

  @Test
  void hasNothingThatMovesOrHidesText() {
    assertThat(masked("\u202eAda\u0007 Love\u2066lace\n")).isEqualTo("Ada L.");
    assertThat(masked("Ada\u2028Lovelace")).isEqualTo("Ada L.");
    assertThat(masked("A\u0000da\ud800")).isEqualTo("Ada");
  }

  @Test
  void isShortHoweverLongTheNameIs() {
    assertThat(masked("A".repeat(200))).isEqualTo("A".repeat(20) + "…");
    assertThat(masked("A" + "\u0301".repeat(199))).hasSizeLessThan(45);
    assertThat(masked("Ada L" + "\u0301".repeat(190))).hasSizeLessThan(90);
    assertThat(masked("a b".repeat(60))).hasSizeLessThan(10);
  }

  /// Whatever a name is made of, an address is never shown, and neither is all of a name of two
  /// words.
  @Test
  void neverShowsAnAddress() {
    var parts = new String[] {"ada", "@", "＠", ".", "example.com", " ", "L", "🦄", "\u200b", "x"};
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var name = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) name.append(parts[random.nextInt(parts.length)]);
      assertThat(masked(name.toString()))
          .as("seed %d: %s", seed, name)
          .isNotBlank()
          .doesNotContain("@", "＠", "example.com", "\u200b");
    }
  }
}
