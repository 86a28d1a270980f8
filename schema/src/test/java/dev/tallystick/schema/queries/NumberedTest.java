package dev.tallystick.schema.queries;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          # written ~ numbered ~ parameters
          a = :a AND b = :b OR c = :a     ~ a = $1 AND b = $2 OR c = $1  ~ [a, b]
          a = :a::uuid                    ~ a = $1::uuid                 ~ [a]
          a = ? AND b ?? 'k' AND c ??| d  ~ a = $1 AND b ? 'k' AND c ?| d ~ [?]
          ':a' || ":a" || :a -- :a        ~ ':a' || ":a" || $1 -- :a     ~ [a]
          /* :a ? */ 'it''s :a' || :b     ~ /* :a ? */ 'it''s :a' || $1  ~ [b]
          E'\\':a' || :b                  ~ E'\\':a' || $1               ~ [b]
          $$ :a $$ || $x$ ? $x$ || :b     ~ $$ :a $$ || $x$ ? $x$ || $1  ~ [b]
          a[1\\:2] = :a                   ~ a[1:2] = $1                  ~ [a]
          a[1:n] = (:a)                   ~ a[1:n] = ($1)                ~ [a]
          $1 + $2 + $1                    ~ $1 + $2 + $1                 ~ [?, ?]
          f(a := 1, b => :b)              ~ f(a := 1, b => $1)           ~ [b]
          """)
  void parametersAreNumbered(String written, String numbered, String parameters) {
    var result = Numbered.of(Traced.of(written, 0, written.length()));
    assertThat(result.sql().text()).isEqualTo(numbered);
    assertThat(result.parameters()).hasToString(parameters);
  }
}
