package dev.tallystick.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.com",
        "ada+tally@x",
        "O'Hara_{1}@a-b.example.co",
        "ADA.L@EXAMPLE.COM",
        "!#$%&'*/=?^`|~@xn--bcher-kva.example"
      })
  void takesWhatPeopleHave(String text) {
    assertThat(EmailAddress.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ada",
        "@example.com",
        "ada@",
        "a@b@c",
        "ada@example..com",
        "ada@.example.com",
        "ada@example.com.",
        "a da@example.com",
        "ada@example.com ",
        "ada@example.com\n",
        "ada@exam\tple.com",
        "ada@example.com\u0000",
        "ada@example.com\u007f",
        "<ada@example.com>",
        "ada(x)@example.com",
        "a,b@example.com",
        "a;b@example.com",
        "a:b@example.com",
        "\"a\"@example.com",
        "a\\b@example.com",
        "ada@[127.0.0.1]",
        // In lower case these are an i and a k, in the database or here.
        "\u0130da@example.com",
        "mi\u212Ae@example.com",
        // Cut to their lower bytes these end a line, or an address.
        "ada@example.com\u010A",
        "ada@example.com\u013E",
        "v@gmail.com\u013E\u0120X",
        "ad\u00e4@example.com"
      })
  void refusesWhatIsNoneOrWouldBecomeAnother(String text) {
    assertThat(EmailAddress.isValid(text)).isFalse();
  }

  @Test
  void endsAt320Characters() {
    assertThat(EmailAddress.isValid("a".repeat(308) + "@example.com")).isTrue();
    assertThat(EmailAddress.isValid("a".repeat(309) + "@example.com")).isFalse();
  }
}
