package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvFileTest {
  @TempDir private Path folder;

  private EnvFile read(String text) throws IOException {
    return EnvFile.read(Files.writeString(folder.resolve(".env"), text));
  }

  /// `\n` in a row is a line break, `\r` a carriage return; `_` alone is an empty value.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          A=b                          | b
          A = b                        | b
          export A=b                   | b
          \\tA=b                       | b
          A=b\\r                       | b
          A=b # comment                | b
          A=b#c                        | b#c
          A=#fff                       | #fff
          A=                           | _
          A= # comment                 | _
          A=''                         | _
          A=b=c==                      | b=c==
          A=b c                        | b c
          A='b # c'                    | b # c
          A='b' # comment              | b
          A="b # c"#comment            | b # c
          A='b\\nc'                    | b<c
          A="b\\nc"                    | b<c
          A=`b "c" 'd'`                | b "c" 'd'
          A="say \\\\"b\\\\""          | say "b"
          A="b\\\\nc"                  | b<c
          A='b\\\\nc'                  | b\\\\nc
          A="b\\\\$c\\\\d"             | b$c\\\\d
          A=$B${C}                     | $B${C}
          A=it's                       | it's
          A=1\\nA=b                    | b
          # A=1\\n\\n  #\\nA=b         | b
          \uFEFFA=b                    | b
          A=é                          | é
          A={"b": [1]}                 | {"b": [1]}
          """)
  void readsAsOtherToolsDo(String line, String expected) throws IOException {
    var text = line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r");
    var read = (EnvFile.Read) read(text.replace("\\t", "\t").replace('\0', '\\') + "\n");
    var value = expected.equals("_") ? "" : expected.replace('<', '\n').replace("\\\\", "\\");
    var last = read.assignments().getLast();
    assertThat(last.name()).isEqualTo("A");
    assertThat(last.value().reveal()).isEqualTo(value);
  }

  @Test
  void eachAssignmentKnowsItsLine() throws IOException {
    var read = (EnvFile.Read) read("\n# x\r\nA=1\r\nB=\"two\r\nlines\\\n\"\nC='x\ny'\nD=4");
    assertThat(read.assignments())
        .extracting(it -> it.name() + ((Source.Line) it.source()).number())
        .containsExactly("A3", "B4", "C7", "D9");
    assertThat(read.assignments().get(1).value().reveal()).isEqualTo("two\nlines\\\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          A=1\\nhunter2          | 2 | it is not NAME=value
          export A\\n            | 1 | it is not NAME=value
          2A=hunter2             | 1 | it is not NAME=value
          A='hunter2\\nB=1\\n    | 1 | its quote is not closed
          A="a\\nb"\\nB="x\\ny"z | 4 | something stands after the closing quote
          """)
  void whatCannotBeReadIsNamedByItsLineAndNothingElse(String text, int line, String problem)
      throws IOException {
    var malformed = read(text.replace("\\n", "\n"));
    assertThat(malformed).isEqualTo(new EnvFile.Malformed(line, problem));
  }

  @Test
  void whatIsNotUtf8IsNamedByItsLine() throws IOException {
    var file = folder.resolve(".env");
    Files.write(file, "A=1\nB=é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(EnvFile.read(file)).isEqualTo(new EnvFile.Malformed(2, "it is not UTF-8"));
  }

  @Test
  void aFileThatIsNotThereIsMissing() throws IOException {
    assertThat(EnvFile.read(folder.resolve(".env"))).isEqualTo(new EnvFile.Missing());
  }
}
