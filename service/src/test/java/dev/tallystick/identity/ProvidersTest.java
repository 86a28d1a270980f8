package dev.tallystick.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
  private static final Map<String, String> GOOGLE =
      Map.of(
          "TALLY_OIDC_GOOGLE_ISSUER", "https://accounts.google.com",
          "TALLY_OIDC_GOOGLE_CLIENT_ID", "g-id",
          "TALLY_OIDC_GOOGLE_CLIENT_SECRET", "g-hunter2");

  private static Map<String, String> with(Map<String, String> more) {
    var environment = new HashMap<>(GOOGLE);
    environment.putAll(more);
    return environment;
  }

  @Test
  void areNoneWhereNothingIsSet() {
    assertThat(Providers.of(Map.of("TALLY_PORT", "8080", "TALLY_OIDC_X_ISSUER", " ")))
        .isEqualTo(Providers.NONE);
  }

  @Test
  void areAsManyAsThereAreNames() {
    var providers =
        Providers.of(
            with(
                Map.of(
                    "TALLY_OIDC_ACME_STAFF_ISSUER", "https://login.acme.example/realms/staff/",
                    "TALLY_OIDC_ACME_STAFF_CLIENT_ID", "a-id",
                    "TALLY_OIDC_ACME_STAFF_CLIENT_SECRET", "a-hunter2",
                    "TALLY_OIDC_ACME_STAFF_SCOPES", "email groups",
                    "TALLY_OIDC_ACME_STAFF_LABEL", "ACME",
                    "TALLY_GITHUB_CLIENT_ID", "h-id",
                    "TALLY_GITHUB_CLIENT_SECRET", "h-hunter2")));
    assertThat(providers.all())
        .containsExactly(
            new Provider.GitHub(
                new Provider.Client("h-id", "h-hunter2"),
                URI.create("https://github.com"),
                URI.create("https://api.github.com")),
            new Provider.Oidc(
                "acme-staff",
                "ACME",
                "https://login.acme.example/realms/staff/",
                new Provider.Client("a-id", "a-hunter2"),
                List.of("openid", "email", "groups")),
            new Provider.Oidc(
                "google",
                "Google",
                "https://accounts.google.com",
                new Provider.Client("g-id", "g-hunter2"),
                List.of("openid", "email", "profile")));
    assertThat(providers.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TALLY_OIDC_ACME_ISSUER        | https://acme.example | TALLY_OIDC_ACME_CLIENT_ID is missing
          TALLY_OIDC_GOOGLE_CLIENTID    | x                    | TALLY_OIDC_GOOGLE_CLIENTID is not known
          TALLY_OIDC_GOOGLE_ISSUER      | accounts.google.com  | TALLY_OIDC_GOOGLE_ISSUER must be a URL
          TALLY_OIDC_GOOGLE_ISSUER      | http://google.com    | TALLY_OIDC_GOOGLE_ISSUER must be a URL
          TALLY_OIDC_GOOGLE_ISSUER      | https://g.com/?a=b   | TALLY_OIDC_GOOGLE_ISSUER must be a URL
          TALLY_OIDC_GOOGLE_ISSUER      | https://a b          | TALLY_OIDC_GOOGLE_ISSUER must be a URL
          TALLY_OIDC_GITHUB_ISSUER      | https://github.com   | TALLY_OIDC_GITHUB_CLIENT_ID is missing
          TALLY_GITHUB_CLIENT_ID        | x                    | TALLY_GITHUB_CLIENT_SECRET is missing
          TALLY_GITHUB_CLIENT_SECRET    | hunter2              | TALLY_GITHUB_CLIENT_ID is missing
          """)
  void nameTheVariableAtFaultInOneLine(String variable, String value, String message) {
    assertThatThrownBy(() -> Providers.of(with(Map.of(variable, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"GITHUB", "CODE"})
  void haveNamesThatMeanNothingElse(String name) {
    var variables = with(Map.of());
    for (var part : List.of("_ISSUER", "_CLIENT_ID", "_CLIENT_SECRET")) {
      variables.put(
          "TALLY_OIDC_" + name + part, GOOGLE.getOrDefault("TALLY_OIDC_GOOGLE" + part, ""));
    }
    assertThatThrownBy(() -> Providers.of(variables))
        .hasMessageStartingWith("TALLY_OIDC_" + name + "_…: the name");
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:8090/a", "http://127.0.0.1:8090", "http://[::1]:8090"})
  void mayBeOnThisMachineInClearText(String issuer) {
    var providers = Providers.of(with(Map.of("TALLY_OIDC_GOOGLE_ISSUER", issuer)));
    assertThat(providers.named("google").orElseThrow().issuer()).isEqualTo(issuer);
  }
}
