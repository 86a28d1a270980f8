package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # code | transient | data fault | unique | unavailable
          40001  | true      | false      | false  | false
          40P01  | true      | false      | false  | false
          23505  | false     | true       | true   | false
          22003  | false     | true       | false  | false
          54000  | false     | true       | false  | false
          57P01  | false     | false      | false  | true
          08006  | false     | false      | false  | true
          53300  | false     | false      | false  | true
          42P01  | false     | false      | false  | false
          ''     | false     | false      | false  | false
          """)
  void tellsFaultsApart(
      String code,
      boolean isTransient,
      boolean isDataFault,
      boolean isUniqueViolation,
      boolean isUnavailable) {
    var state = new SqlState(code);

    assertThat(state.isTransient()).isEqualTo(isTransient);
    assertThat(state.isDataFault()).isEqualTo(isDataFault);
    assertThat(state.isUniqueViolation()).isEqualTo(isUniqueViolation);
    assertThat(state.isUnavailable()).isEqualTo(isUnavailable);
  }

  @Test
  void isFoundAmongTheCauses() {
    var failure = new IllegalStateException(new RuntimeException(new SQLException("no", "40001")));

    assertThat(SqlState.of(failure)).isEqualTo(new SqlState("40001"));
  }

  @Test
  void takesThePoolsOwnFailuresForALostConnection() {
    var closed = new IllegalStateException(new SQLException("Connection is closed"));

    assertThat(SqlState.of(closed).isUnavailable()).isTrue();
  }

  @Test
  void isEmptyForAFailureThatIsNotTheDatabases() {
    assertThat(SqlState.of(new IllegalStateException()).code()).isEmpty();
    assertThat(SqlState.of(null).code()).isEmpty();
  }
}
