package dev.tallystick.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.TestPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PostgreSQL itself says what is larger.
final class MagnitudeTest {
  /// The values as PostgreSQL prints and sorts them.
  private static List<String> sorted(String type, String values) throws SQLException {
    try (var connection = DriverManager.getConnection(TestPostgres.freshDatabase().jdbcUrl());
        var statement =
            connection.prepareStatement(
                "SELECT t.v::text AS shown FROM unnest(?::text::%s[]) t (v) ORDER BY t.v"
                    .formatted(type))) {
      statement.setString(1, "{" + values + "}");
      var texts = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int8        | 10,9,-10,-9,0,9223372036854775807,9223372036854775806
          numeric     | 0.1,0.10000000000000000000000001,-5,NaN,Infinity,-Infinity,1e30,99
          float8      | 1e308,-1e308,2.5e-300,NaN,-Infinity,Infinity,0.1,10,9
          float4      | 1e30,3.5,-0.25,NaN
          date        | 2024-02-29,0044-03-15 BC,0001-01-01,infinity,-infinity,10000-01-01,2023-12-31
          timestamp   | 2024-02-29 23:59:59.999999,2024-03-01,0044-03-15 12:00 BC,infinity,294276-12-31
          timestamptz | 2024-02-29 23:59:59+05:30,2024-02-29 20:00+00,1850-01-01 00:00+00,infinity
          time        | 00:00,24:00,23:59:59.999999,12:30
          timetz      | 12:00+02,11:00+00,09:30-03:30
          interval    | 1 day,23:59:59,-1 day +02:03:04,1 mon,29 days,1 year 2 mons,-00:00:00.5,100:00:00
          """)
  void valuesAreOrderedAsPostgresOrdersThem(String type, String values) throws SQLException {
    var texts = sorted(type, values);
    var magnitudes = texts.stream().map(text -> Magnitude.of(type, text).orElseThrow()).toList();
    assertThat(magnitudes).as("%s", texts).isSorted();
    assertThat(
            magnitudes.stream().map(each -> each.rank() + " " + each.value().stripTrailingZeros()))
        .as("%s", texts)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "text, 12",
    "int4, twelve",
    "date, 29.02.2024",
    "bool, t",
    "interval, P1Y",
    "json, 1"
  })
  void otherValuesHaveNone(String type, String text) {
    assertThat(Magnitude.of(type, text)).isEmpty();
  }
}
