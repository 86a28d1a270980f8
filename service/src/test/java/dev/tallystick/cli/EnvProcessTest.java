package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.environment.TestingInfisical;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tally env` as a process of its own.
final class EnvProcessTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve(".env"), "SHARED=hunter2-env\nEMPTY=\nOWN=hunter2\n");
    Files.writeString(folder.resolve(".env.local"), "\nSHARED=hunter2-local\n");
  }

  private TestingTally tally() {
    return new TestingTally(folder, Map.of("OWN", "hunter2-own"));
  }

  @Test
  void showsWhereEachStandsAndNoValue() throws Exception {
    var ended = tally().run("env");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            """
            NAME    VALUE     SOURCE        OVERRIDES
            EMPTY   empty     .env:2
            OWN     *** (11)  process       .env:3
            SHARED  *** (13)  .env.local:2  .env:1
            """);
  }

  @Test
  void showsAllOfTheProcessWhenAsked() throws Exception {
    var ended = tally().run("env", "--all");
    assertThat(ended.out()).contains("PATH ", "SHARED ").doesNotContain("hunter2");
  }

  @Test
  void programsReadJson() throws Exception {
    var ended = tally().run("env", "--json");
    assertThat(ended.out()).doesNotContain("hunter2");
    var shared = new ObjectMapper().readTree(ended.out()).get(2);
    assertThat(shared.toString())
        .isEqualTo(
            "{\"name\":\"SHARED\",\"length\":13,\"source\":\".env.local:2\",\"overrides\":[\".env:1\"]}");
  }

  @Test
  void infisicalIsASourceToo() throws Exception {
    try (var site = TestingInfisical.start()) {
      site.listing(200, "{\"secrets\":[{\"secretKey\":\"SHARED\",\"secretValue\":\"hunter2\"}]}");
      var ended =
          new TestingTally(
                  folder,
                  Map.of(
                      "INFISICAL_CLIENT_ID", TestingInfisical.CLIENT_ID,
                      "INFISICAL_CLIENT_SECRET", TestingInfisical.CLIENT_SECRET))
              .run("env", "--infisical-project=p", "--infisical-url=" + site.url());
      assertThat(ended.out())
          .contains(".env.local:2  .env:1, infisical dev:/")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void checkNamesWhatIsMissing() throws Exception {
    Files.writeString(folder.resolve(".env.example"), "SHARED=\nEMPTY=\nNOWHERE=\nPATH=\n");
    var ended = tally().run("env", "--check");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .isEqualTo(
            """
            empty    EMPTY  .env:2
            missing  NOWHERE
            Set, but not in .env.example: OWN
            """);
    ended = tally().run("env", "--check", "--json");
    var json = new ObjectMapper();
    assertThat(json.readTree(ended.out()))
        .isEqualTo(
            json.readTree("{\"missing\":[\"EMPTY\",\"NOWHERE\"],\"notInExample\":[\"OWN\"]}"));

    Files.writeString(folder.resolve("other"), "SHARED=\nPATH=\n");
    ended = tally().run("env", "--check", "other");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("All 2 names of other are set.\n");
  }

  @Test
  void anExampleThatIsNotThereIsSaid() throws Exception {
    assertThat(tally().run("env", "--check"))
        .isEqualTo(
            new TestingTally.Ended(
                2, "", "tally: there is no file .env.example; name another with --check FILE\n"));
  }
}
