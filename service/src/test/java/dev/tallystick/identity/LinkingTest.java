package dev.tallystick.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.identity.Linking.Account;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who an identity is. A user reads `id`, then `+` if active, then `@` if the address is verified.
class LinkingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # provider says | linked to | same e-mail | sign-up | outcome
            nothing       |           |             | OPEN    | NewUser
            nothing       |           |             | CLOSED  | SIGN_UP_CLOSED
            nothing       | 1+        |             | CLOSED  | Known 1
            nothing       | 1         |             | OPEN    | USER_INACTIVE
            unverified    |           |             | OPEN    | NewUser
            unverified    |           |             | CLOSED  | SIGN_UP_CLOSED
            unverified    |           | 2+@         | OPEN    | NewUser
            unverified    |           | 2+          | CLOSED  | SIGN_UP_CLOSED
            unverified    |           | 2@          | OPEN    | NewUser
            unverified    | 1+        | 2+@         | OPEN    | Known 1
            verified      |           |             | OPEN    | NewUser
            verified      |           |             | CLOSED  | SIGN_UP_CLOSED
            verified      |           | 2+@         | OPEN    | SameEmail 2
            verified      |           | 2+@         | CLOSED  | SameEmail 2
            verified      |           | 2+          | OPEN    | EMAIL_NOT_VERIFIED
            verified      |           | 2           | OPEN    | EMAIL_NOT_VERIFIED
            verified      |           | 2@          | OPEN    | USER_INACTIVE
            verified      | 1+        | 2+@         | OPEN    | Known 1
            verified      | 1         | 2+@         | OPEN    | USER_INACTIVE
            verified      | 1+@       | 1+@         | OPEN    | Known 1
          """)
  void ofSignIn(
      String said,
      @Nullable String linked,
      @Nullable String sameEmail,
      SignUp signUp,
      String outcome) {
    var linking = Linking.ofSignIn(claims(said), account(linked), account(sameEmail), signUp);
    assertThat(word(linking)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # asking | linked to | outcome
            1+     |           | Asked 1
            1+     | 1+        | Known 1
            1+     | 2+        | OF_ANOTHER_USER
            1+     | 2         | OF_ANOTHER_USER
            1      |           | USER_INACTIVE
            1      | 1         | USER_INACTIVE
          """)
  void ofAsking(String asking, @Nullable String linked, String outcome) {
    var linking = Linking.ofAsking(account(asking).orElseThrow(), account(linked));
    assertThat(word(linking)).isEqualTo(outcome);
  }

  private static Claims claims(String said) {
    Optional<String> email =
        said.equals("nothing") ? Optional.empty() : Optional.of("ada@example.com");
    return new Claims(
        "https://issuer", "7", email, said.equals("verified"), Optional.empty(), Optional.empty());
  }

  private static Optional<Account> account(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(
            it -> new Account(new UUID(0, it.charAt(0) - '0'), it.contains("+"), it.contains("@")));
  }

  private static String word(Linking linking) {
    return switch (linking) {
      case Linking.Known(var user) -> "Known " + user.getLeastSignificantBits();
      case Linking.SameEmail(var user) -> "SameEmail " + user.getLeastSignificantBits();
      case Linking.Asked(var user) -> "Asked " + user.getLeastSignificantBits();
      case Linking.NewUser() -> "NewUser";
      case Linking.Refused(var reason) -> reason.name();
    };
  }
}
