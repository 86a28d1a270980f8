package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether and how Infisical is set up.
final class InfisicalTest {
  @TempDir private Path folder;

  private static Infisical.Wanted wanted(
      @Nullable String project, @Nullable String environment, @Nullable String url) {
    return new Infisical.Wanted(
        Optional.ofNullable(project),
        Optional.ofNullable(environment),
        Optional.empty(),
        Optional.ofNullable(url));
  }

  private static final Infisical.Wanted NOTHING = wanted(null, null, null);

  private Infisical find(Infisical.Wanted wanted, Map<String, String> set) throws IOException {
    var all = new HashMap<>(set);
    all.putIfAbsent("PATH", folder.resolve("nowhere").toString());
    return Infisical.find(wanted, Environment.merge(List.of(), all), folder.resolve("a"), false);
  }

  private void projectFile(String json) throws IOException {
    Files.writeString(folder.resolve(".infisical.json"), json);
  }

  private static Infisical.Configured configured(Infisical infisical) {
    assertThat(infisical).isInstanceOf(Infisical.Configured.class);
    return (Infisical.Configured) infisical;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # set                                                 | outcome
          ''                                                    | NotConfigured
          INFISICAL_CLIENT_ID=                                  | NotConfigured
          INFISICAL_CLIENT_ID=i                                 | only half
          INFISICAL_CLIENT_SECRET=s                             | only half
          INFISICAL_CLIENT_ID=i INFISICAL_CLIENT_SECRET=s       | no project is named
          INFISICAL_PROJECT_ID=p                                | neither a machine identity
          INFISICAL_CLIENT_ID=i INFISICAL_CLIENT_SECRET=s INFISICAL_PROJECT_ID=p | Identity
          INFISICAL_UNIVERSAL_AUTH_CLIENT_ID=i INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET=s INFISICAL_PROJECT_ID=p | Identity
          """)
  void whatIsSetDecides(String set, String outcome) throws IOException {
    var variables = new HashMap<String, String>();
    for (var each : set.split(" ", -1)) {
      if (!each.isEmpty()) variables.put(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    assertThat(find(NOTHING, variables).toString()).contains(outcome);
  }

  @Test
  void theProjectsFileIsFoundAboveAndItsCommandOnThePath() throws IOException {
    projectFile(
        "{\"workspaceId\":\"p\",\"defaultEnvironment\":\"staging\",\"defaultSecretPath\":\"/api\"}");
    var bin = Files.createDirectory(folder.resolve("bin"));
    var command = Files.createFile(bin.resolve("infisical"));
    assertThat(find(NOTHING, Map.of("PATH", bin.toString())).toString()).contains("neither");
    assertThat(command.toFile().setExecutable(true)).isTrue();

    var infisical = configured(find(NOTHING, Map.of("PATH", "/nowhere:" + bin)));
    assertThat(infisical.access()).isEqualTo(new Access.Cli(command));
    assertThat(infisical.scope()).isEqualTo(new Scope("p", "staging", "/api"));
    infisical = configured(find(wanted("other", "prod", null), Map.of("PATH", bin.toString())));
    assertThat(infisical.scope()).isEqualTo(new Scope("other", "prod", "/api"));
  }

  private static final Map<String, String> IDENTITY =
      Map.of(
          "INFISICAL_CLIENT_ID", "i", "INFISICAL_CLIENT_SECRET", "s", "INFISICAL_PROJECT_ID", "p");

  @Test
  void aBranchMayHaveAnEnvironmentOfItsOwn() throws IOException, InterruptedException {
    projectFile(
        "{\"workspaceId\":\"p\",\"defaultEnvironment\":\"dev\",\"gitBranchToEnvironmentMapping\":{\"release\":\"prod\"}}");
    assertThat(configured(find(NOTHING, IDENTITY)).scope().environment()).isEqualTo("dev");
    assertThat(
            new ProcessBuilder("git", "init", "-q", "-b", "release", folder.toString())
                .start()
                .waitFor())
        .isZero();
    assertThat(configured(find(NOTHING, IDENTITY)).scope().environment()).isEqualTo("prod");
  }

  @ParameterizedTest
  @CsvSource({
    "https://eu.infisical.com, https://eu.infisical.com",
    "https://i.example.com/, https://i.example.com",
    "https://i.example.com/api, https://i.example.com",
    "https://i.example.com/api/, https://i.example.com",
    "http://127.0.0.1:8080/sub/api, http://127.0.0.1:8080/sub",
  })
  void theSiteIsWrittenInSeveralWays(String url, String site) throws IOException {
    assertThat(configured(find(wanted(null, null, url), IDENTITY)).url()).contains(site);
    var set = new HashMap<>(IDENTITY);
    set.put("INFISICAL_API_URL", url);
    assertThat(configured(find(NOTHING, set)).url()).contains(site);
    set.put("INFISICAL_DOMAIN", "https://first.example.com");
    assertThat(configured(find(NOTHING, set)).url()).contains("https://first.example.com");
  }

  @Test
  void anAddressWithoutASchemeIsNoUrl() throws IOException {
    assertThat(find(wanted(null, null, "infisical.example.com"), IDENTITY).toString())
        .contains("is no URL");
  }

  @Test
  void aSiteThatTheProjectsFileNamesIsSaidAloud() throws IOException {
    projectFile("{\"workspaceId\":\"p\",\"domain\":\"https://evil.example.com\"}");
    assertThat(configured(find(NOTHING, IDENTITY)).note().orElse(""))
        .contains("https://evil.example.com", ".infisical.json");
    assertThat(configured(find(wanted(null, null, "https://mine"), IDENTITY)).note()).isEmpty();
  }

  @Test
  void aProjectsFileThatIsNoJsonIsSaid() throws IOException {
    projectFile("{");
    assertThat(find(NOTHING, Map.of()).toString()).contains(".infisical.json is no JSON object");
  }
}
