package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Infisical over HTTP, against a stand-in.
final class InfisicalApiTest {
  private final TestingInfisical site = TestingInfisical.start();

  @AfterEach
  void stop() {
    site.close();
  }

  private Fetch fetch(String url, String secret) {
    var access = new Access.Identity(TestingInfisical.CLIENT_ID, new Value(secret));
    var scope = new Scope("project-1", "dev", "/app & more");
    return new Infisical.Configured(access, Optional.of(url), scope, Optional.empty()).fetch();
  }

  private Fetch fetch() {
    return fetch(site.url(), TestingInfisical.CLIENT_SECRET);
  }

  private static Map<String, String> values(Fetch fetch) {
    assertThat(fetch).isInstanceOf(Fetch.Secrets.class);
    return ((Fetch.Secrets) fetch)
        .assignments().stream()
            .collect(Collectors.toMap(Assignment::name, it -> it.value().reveal()));
  }

  @Test
  void logsInAndAsksForTheFolderWithItsImports() {
    assertThat(values(fetch())).isEmpty();
    assertThat(site.calls())
        .hasSize(3)
        .startsWith("POST /api/v1/auth/universal-auth/login", "GET /api/v3/secrets/raw");
    var query =
        Stream.of(site.calls().getLast().split("&", -1))
            .map(it -> URLDecoder.decode(it, StandardCharsets.UTF_8));
    assertThat(query)
        .containsExactlyInAnyOrder(
            "workspaceId=project-1",
            "environment=dev",
            "secretPath=/app & more",
            "expandSecretReferences=true",
            "include_imports=true");
  }

  @Test
  void aSecretOfTheFolderComesBeforeAnImportedOneAndALaterImportBeforeAnEarlier() {
    site.listing(
        200,
        """
        {"secrets":[{"secretKey":"A","secretValue":"own","secretValueHidden":false}],
         "imports":[
          {"secretPath":"/1","environment":"dev","secrets":[
            {"secretKey":"A","secretValue":"1"},{"secretKey":"B","secretValue":"1"}]},
          {"secretPath":"/2","environment":"dev","secrets":[
            {"secretKey":"B","secretValue":"2"},{"secretKey":"C","secretValue":""}]}]}
        """);
    assertThat(values(fetch())).isEqualTo(Map.of("A", "own", "B", "2", "C", ""));
  }

  @Test
  void aWrongSecretIsRefused() {
    assertThat(fetch(site.url(), "hunter2"))
        .isEqualTo(
            new Fetch.Unavailable(
                "Infisical at %s refused the machine identity (401)".formatted(site.url()),
                "check INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | may not read dev:/app & more of project project-1 | add it to the project
          403 | may not read dev:/app & more of project project-1 | add it to the project
          404 | has no dev:/app & more of project project-1       | check --infisical-project
          429 | answered 429                                      | try again
          500 | answered 500                                      | try again
          503 | answered 503                                      | try again
          302 | does not look like Infisical                      | --infisical-url
          """)
  void aRefusalSaysWhatToDo(int status, String what, String cure) {
    site.listing(status, "{\"message\":\"hunter2\"}");
    var unavailable = (Fetch.Unavailable) fetch();
    assertThat(unavailable.what()).contains(what).doesNotContain("hunter2");
    assertThat(unavailable.cure()).contains(cure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <html>hunter2</html>
          {"secrets":"hunter2"}
          []
          {"secrets":[{"secretKey":"A","secretValue":"hunter
          """)
  void whatIsNotItsAnswerIsNotShown(String body) {
    site.listing(200, body);
    var unavailable = (Fetch.Unavailable) fetch();
    assertThat(unavailable.what())
        .contains("does not look like Infisical")
        .doesNotContain("hunter");
  }

  @Test
  void aLoginWithoutATokenIsNotInfisical() {
    site.loggingIn(200, "{}");
    assertThat(((Fetch.Unavailable) fetch()).what()).contains("its login gave no token");
  }

  @Test
  void aHiddenValueIsNotTakenForASecret() {
    site.listing(
        200,
        """
        {"secrets":[{"secretKey":"A","secretValue":"<hidden-by-infisical>","secretValueHidden":true}]}
        """);
    assertThat(((Fetch.Unavailable) fetch()).what()).contains("hides the value of A");
  }

  @Test
  void nobodyThereIsSaidAtOnce() {
    var unavailable = (Fetch.Unavailable) fetch("http://127.0.0.1:1", "hunter2");
    assertThat(unavailable.what())
        .isEqualTo("Infisical at http://127.0.0.1:1 cannot be reached: no connection");
  }

  @Test
  void noAnswerIsNotAwaitedForEver() {
    site.listing(0, "");
    assertThat(((Fetch.Unavailable) fetch()).what()).contains("no answer within 10 s");
  }
}
