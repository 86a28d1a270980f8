package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was logged by all the tests before this one, which the build runs after the others: servers
/// and command lines inside their processes, and the PostgreSQL servers of the tests.
class LogsHoldNoSecretTest {
  private static final Logger log = LoggerFactory.getLogger(LogsHoldNoSecretTest.class);

  @Test
  void whateverWasDone() throws IOException {
    log.info("looking for secrets in {}", KeptOutput.FILE);
    assertThat(Files.readString(KeptOutput.FILE)).contains("looking for secrets in");
    for (var file : logs()) {
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      // The next run has logs of its own.
      Files.delete(file);
      assertThat(ShownSecrets.in(text)).as(file.toString()).isEmpty();
    }
  }

  private static List<Path> logs() throws IOException {
    var logs = new ArrayList<Path>();
    for (var folder : List.of(KeptOutput.FOLDER, Path.of("target", "test-postgres"))) {
      if (!Files.isDirectory(folder)) continue;
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".log")).forEach(logs::add);
      }
    }
    return logs;
  }

  @Test
  void findsOneThatIsThere() {
    var token = Token.random("tw", new UUID(1, 2));
    assertThat(ShownSecrets.in("GET /x?token=" + token.reveal())).hasSize(1);
    assertThat(ShownSecrets.in("secret " + token.secret() + ", and more")).hasSize(1);
    assertThat(ShownSecrets.in(token.toString())).isEmpty();
    assertThat(ShownSecrets.in("http://127.0.0.1:12111/p/session/bps_1abcDEF234")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0199c0de-0000-7000-8000-000000000001",
        "dev.tallystick.http.SomethingThatIsNamedAtAVeryGreatLength1Test",
        "/tmp/junit-1234567890123456789/AbCdEfGhIjKlMnOpQrStUvWxYz12345678901234567"
      })
  void findsNoneWhereThereIsNone(String text) {
    assertThat(ShownSecrets.in(text)).isEmpty();
  }
}
