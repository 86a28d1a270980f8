package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentTest {
  private static final Source INFISICAL = new Source.Infisical("dev", "/");
  private static final Source ENV = new Source.Line(".env", 1);
  private static final Source LOCAL = new Source.Line(".env.local", 2);

  private static Assignment assignment(Source source, String value) {
    return new Assignment("A", new Value(value), source);
  }

  /// The columns say who has the name.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # infisical | .env | .env.local | process | value | source        | overrides
          i           | -    | -          | -       | i     | infisical dev:/ | ''
          i           | e    | -          | -       | e     | .env:1        | infisical dev:/
          -           | e    | l          | -       | l     | .env.local:2  | .env:1
          i           | e    | l          | -       | l     | .env.local:2  | .env:1 infisical dev:/
          i           | e    | l          | p       | p     | process       | .env.local:2 .env:1 infisical dev:/
          i           | -    | -          | p       | p     | process       | infisical dev:/
          -           | -    | -          | p       | p     | process       | ''
          i           | e    | ''         | -       | ''    | .env.local:2  | .env:1 infisical dev:/
          """)
  void theLastOneWins(
      String infisical,
      String env,
      String local,
      String process,
      String value,
      String source,
      String overrides) {
    var rising = new ArrayList<Assignment>();
    if (infisical != null) rising.add(assignment(INFISICAL, infisical));
    if (env != null) rising.add(assignment(ENV, env));
    if (local != null) rising.add(assignment(LOCAL, local));
    var merged =
        Environment.merge(rising, process == null ? Map.of() : Map.of("A", process)).byName();

    var it = Objects.requireNonNull(merged.get("A"));
    assertThat(it.assignment().value().reveal()).isEqualTo(value);
    assertThat(it.assignment().source().shown()).isEqualTo(source);
    assertThat(String.join(" ", it.overrides().stream().map(Source::shown).toList()))
        .isEqualTo(overrides);
  }

  @Test
  void onlyWhatTheProcessLacksIsAdded() {
    var rising = List.of(assignment(ENV, "e"), new Assignment("B", new Value("b"), ENV));
    var additions = Environment.merge(rising, Map.of("A", "p", "C", "p")).additions();
    assertThat(additions).extracting(Assignment::name).containsExactly("B");
  }

  @Test
  void whatIsEmptyIsMissingToo() {
    var environment = Environment.merge(List.of(assignment(ENV, "")), Map.of("B", "b"));
    assertThat(environment.missing(List.of("A", "B", "C"))).containsExactly("A", "C");
  }

  @Test
  void aValuePrintsAsNothingOfItself() {
    var environment =
        Environment.merge(List.of(assignment(ENV, "hunter2")), Map.of("B", "hunter2"));
    assertThat(environment.toString()).doesNotContain("hunter2");
    assertThat(new Access.Identity("id", new Value("hunter2")).toString())
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"'', hunter2", "A=B, hunter2", "A, hunter\0two"})
  void whatNoVariableCanBeIsRefusedWithoutItsValue(String name, String value) {
    var assignment = new Assignment(name, new Value(value), INFISICAL);
    assertThatThrownBy(() -> Environment.merge(List.of(assignment), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("infisical dev:/")
        .hasMessageNotContaining("hunter");
  }
}
