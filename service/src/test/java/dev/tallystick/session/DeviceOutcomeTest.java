package dev.tallystick.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceOutcomeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # kept | sent | known | others | outcome
                 |      | false | false  | ALLOW
                 | a    | false | false  | ALLOW
          a      | a    | true  | false  | ALLOW
          a      | a    | true  | true   | ALLOW
                 |      | true  | true   | ALLOW
          a      | a    | false | true   | DENY_NEW_FREE_GRANT
                 |      | false | true   | DENY_NEW_FREE_GRANT
                 | a    | false | true   | DENY_NEW_FREE_GRANT
          a      | b    | true  | false  | REVIEW
          a      | b    | false | true   | REVIEW
          a      |      | true  | false  | REVIEW
          a      |      | false | true   | REVIEW
          """)
  void followsFromSignatureAndUsers(
      String kept, String sent, boolean isKnown, boolean hasOthers, DeviceOutcome outcome) {
    assertThat(DeviceOutcome.of(bytes(kept), bytes(sent), isKnown, hasOthers)).isEqualTo(outcome);
  }

  private static Optional<byte[]> bytes(String text) {
    return Optional.ofNullable(text).map(some -> some.getBytes(StandardCharsets.UTF_8));
  }
}
