package dev.tallystick.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CellTextTest {
  @Test
  void whatATerminalObeysIsWrittenOut() {
    assertThat(CellText.visible("plain")).isEqualTo("plain");
    assertThat(CellText.visible("\u001b[31mred")).isEqualTo("\\x1B[31mred");
    assertThat(CellText.visible("\u009b31m")).isEqualTo("\\x9B31m");
    assertThat(CellText.visible("a\tb\rc\nd")).isEqualTo("a\\tb\\rc↵d");
    assertThat(CellText.visible("a\u202eb")).isEqualTo("a\\u202Eb");
    assertThat(CellText.visible("日本 é 👩‍👩‍👧")).isEqualTo("日本 é 👩‍👩‍👧");
  }

  @Test
  void noCharacterSurvivesThatATerminalObeys() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      var type = Character.getType(c);
      if (type == Character.CONTROL || (type == Character.FORMAT && c != 0x200D)) {
        assertThat(CellText.visible(Character.toString(c)))
            .as("%x", c)
            .doesNotContain(Character.toString(c));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "é, 1",
    "e\u0301, 1",
    "日本, 4",
    "👍, 2",
    "❤️, 2",
    "'', 0",
    "ﾊﾟ, 2",
    "∅, 1",
    "…, 1"
  })
  void widthIsWhatATerminalNeeds(String text, int width) {
    assertThat(CellText.width(text)).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 5, abcd…",
    "abcdef, 1, …",
    "日本語, 6, 日本語",
    "日本語, 5, 日本…",
    "日本語, 4, 日…",
    "e\u0301e\u0301e\u0301, 2, e\u0301…",
    "👩‍👩‍👧x, 3, …"
  })
  void whatIsTooWideIsCutBetweenCharacters(String text, int columns, String shortened) {
    assertThat(CellText.shortened(text, columns)).isEqualTo(shortened);
    assertThat(CellText.width(shortened)).isLessThanOrEqualTo(columns);
  }

  @Test
  void aHugeValueCostsNoMoreThanItsCell() {
    var huge = "x\u0301".repeat(50_000_000);
    assertThat(CellText.width(CellText.of(huge, 80))).isEqualTo(80);
  }

  @Test
  void nullIsNotTheEmptyText() {
    assertThat(CellText.of(null, 10)).isEqualTo("∅");
    assertThat(CellText.of("", 10)).isEmpty();
  }
}
