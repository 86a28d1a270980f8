package dev.tallystick.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

final class DatabaseUrlTest {
  /// What matters is what the driver makes of it, so the driver is asked.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # url                                              | host      | port | database | user  | password
          postgresql://ann:secret@db.example.com:6432/app    | db.example.com | 6432 | app | ann   | secret
          postgres://ann:secret@localhost/app                | localhost | 5432 | app      | ann   | secret
          jdbc:postgresql://localhost/app                    | localhost | 5432 | app      |       |
          postgresql://ann@localhost/app                     | localhost | 5432 | app      | ann   |
          postgresql://ann:p%40%3A%2F%25%26%3D@localhost/app | localhost | 5432 | app      | ann   | p@:/%&=
          postgresql://ann:a+b&c=d:e@localhost/app           | localhost | 5432 | app      | ann   | a+b&c=d:e
          postgresql://a%3An:s@localhost/app                 | localhost | 5432 | app      | a:n   | s
          postgresql://ann:secret@[::1]:5433/app             | [::1]     | 5433 | app      | ann   | secret
          postgresql://ann:secret@localhost/my%20app         | localhost | 5432 | my app   | ann   | secret
          postgresql://localhost/app?user=ann&password=s     | localhost | 5432 | app      | ann   | s
          """)
  void saysToTheDriverWhatItSaysToUs(
      String text, String host, String port, String name, String user, String password) {
    var url = DatabaseUrl.parse(text);
    var properties = driversView(url);

    assertThat(properties.getProperty("PGHOST")).isEqualTo(host);
    assertThat(properties.getProperty("PGPORT", "5432")).isEqualTo(port);
    assertThat(properties.getProperty("PGDBNAME")).isEqualTo(name).isEqualTo(url.name());
    assertThat(properties.getProperty("user")).isEqualTo(user);
    assertThat(properties.getProperty("password")).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://ann:secret@localhost/app           | postgresql://ann:***@localhost/app
          postgresql://ann:se:cr%40et@localhost/app       | postgresql://ann:***@localhost/app
          postgresql://ann@localhost/app                  | postgresql://ann@localhost/app
          postgresql://:secret@localhost/app              | postgresql://:***@localhost/app
          postgresql://ann:app@app:5432/app               | postgresql://ann:***@app:5432/app
          postgresql://localhost/app?password=secret&ssl=1 | postgresql://localhost/app?password=***&ssl=1
          postgresql://localhost/app                      | postgresql://localhost/app
          """)
  void masksThePassword(String text, String masked) {
    assertThat(DatabaseUrl.parse(text)).hasToString(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mysql://ann:secret@localhost/app",
        "postgresql://ann:secret@/app",
        "postgresql://ann:secret@localhost",
        "postgresql://ann:secret@localhost/",
        "postgresql://ann:secret@my_host/app",
        "postgresql://ann:secret{}@localhost/app",
        "localhost:5432/app",
      })
  void refusesWhatIsNoDatabaseUrlWithoutRepeatingThePassword(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database URL")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann:s%40@localhost:1/app?ssl=1, other, postgresql://ann:s%40@localhost:1/other?ssl=1",
    "postgresql://[::1]/app, my db, postgresql://[::1]/my%20db",
  })
  void namesAnotherDatabaseOfTheSameServer(String text, String name, String expected) {
    assertThat(DatabaseUrl.parse(text).withName(name).withPassword()).isEqualTo(expected);
  }

  private static Properties driversView(DatabaseUrl url) {
    return requireNonNull(Driver.parseURL(url.jdbcUrl(), new Properties()), url.jdbcUrl());
  }
}
