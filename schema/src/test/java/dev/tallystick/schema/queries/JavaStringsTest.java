package dev.tallystick.schema.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JavaStringsTest {
  private static final String QUOTES = "\"\"\"";

  private static List<String> values(String file) {
    return JavaStrings.in(file).stream().map(string -> string.value().text()).toList();
  }

  @Test
  void stringsAreFoundAndNothingElseIs() {
    assertThat(
            values(
                """
                // "no" here
                /* nor "here" */
                char quote = '"', other = '\\'', s = '\\\\';
                var a = "a\\"b\\n\\101\\s|"; var b = "";
                f("c" + d + "e");
                """))
        .containsExactly("a\"b\nA |", "", "c", "e");
  }

  /// The JDK's own methods say what a text block means.
  @Test
  void textBlocksAreReadAsJavaReadsThem() {
    var pieces =
        List.of(
            "SELECT", " ", "  ", "\t", "\n", "\n", "\\n", "\\\n", "\\s", "\\\\", "\\\"", "x", "'",
            "\\012", "\\7");
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var raw = new StringBuilder();
      for (int i = random.nextInt(14); i > 0; i--)
        raw.append(pieces.get(random.nextInt(pieces.size())));
      var file = "var a = " + QUOTES + "  \n" + raw + QUOTES + ";\nvar b = \"b\";";
      assertThat(values(file))
          .as("seed %d: %s", seed, file)
          .containsExactly(raw.toString().stripIndent().translateEscapes(), "b");
    }
  }

  @Test
  void charactersKnowTheirPlaces() {
    var file =
        "class A {\n  String s =\n      \"\"\"\n      one\\\n      two \\\"x\n      \"\"\";\n}\n";
    var value = JavaStrings.in(file).getFirst().value();
    assertThat(value.text()).isEqualTo("onetwo \"x\n");
    for (int i = 0; i < value.text().length(); i++) {
      char there = file.charAt(value.place(i));
      assertThat(there).isIn(value.text().charAt(i), '\\');
    }
  }

  @Test
  void whatSurroundsAStringIsSeen() {
    var strings =
        JavaStrings.in(
            """
            String A = "a";
            String B = "b".formatted(A, Other.C);
            String C = "c"
                + x;
            // tally:sql scan
            run("d".formatted(f(x)));
            run("e");
            """);
    assertThat(strings).extracting(JavaString::constant).containsExactly("A", "B", "C", null, null);
    assertThat(strings)
        .extracting(JavaString::formatted)
        .containsExactly(null, List.of("A", "Other.C"), null, List.of(), null);
    assertThat(strings)
        .extracting(JavaString::isJoined)
        .containsExactly(false, false, true, false, false);
    assertThat(strings)
        .extracting(JavaString::note)
        .containsExactly(null, null, null, "scan", null);
  }
}
