package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Infisical through its command, against a stand-in that checks how it is called.
final class InfisicalCliTest {
  @TempDir private Path folder;

  private static final String EXPECTED =
      "export --format=json --silent --projectId p --env dev --path /api --domain https://i.example.com";

  private Fetch fetch(String answer) throws IOException {
    var command = folder.resolve("infisical");
    Files.writeString(
        command,
        """
        #!/bin/sh
        [ "$*" = '%s' ] || { echo "called as: $*" >&2; exit 99; }
        if read -r _; then echo "standard input is not empty" >&2; exit 98; fi
        %s
        """
            .formatted(EXPECTED, answer));
    assertThat(command.toFile().setExecutable(true)).isTrue();
    return new Infisical.Configured(
            new Access.Cli(command),
            Optional.of("https://i.example.com"),
            new Scope("p", "dev", "/api"),
            Optional.empty())
        .fetch();
  }

  private Fetch.Unavailable refused(String answer) throws IOException {
    var fetch = fetch(answer);
    assertThat(fetch).isInstanceOf(Fetch.Unavailable.class);
    return (Fetch.Unavailable) fetch;
  }

  @Test
  void takesWhatItExports() throws IOException {
    var fetch =
        fetch(
            """
            echo 'a hint' >&2
            cat <<'END'
            [{"key":"A","workspace":"p","value":"a 'b' \\n c","type":"shared","_id":"1"},{"key":"B","value":""}]
            END
            """);
    var source = new Source.Infisical("dev", "/api");
    assertThat(fetch)
        .isEqualTo(
            new Fetch.Secrets(
                List.of(
                    new Assignment("A", new Value("a 'b' \n c"), source),
                    new Assignment("B", new Value(""), source))));
  }

  @Test
  void aLoginThatItBeginsByItselfIsEnded() throws IOException {
    var opened = folder.resolve("browser");
    var unavailable =
        refused(
            """
            echo '12:00AM INF No valid login session found, triggering login flow' >&2
            sleep 60 && touch %s || exit 1
            """
                .formatted(opened));
    assertThat(unavailable)
        .isEqualTo(
            new Fetch.Unavailable(
                "nobody is logged in to the infisical command", "run infisical login"));
    assertThat(opened).doesNotExist();
  }

  @Test
  void aLoginThatEndedIsSaid() throws IOException {
    var unavailable =
        refused("echo 'Your login session has expired. Please run [infisical login]' >&2; exit 1");
    assertThat(unavailable.cure()).isEqualTo("run infisical login");
  }

  @Test
  void whatItKeptFromBeforeIsNotTakenForNew() throws IOException {
    var unavailable =
        refused(
            """
            echo 'Warning: Unable to fetch the latest secret(s) due to connection error, serving secrets from last successful fetch. For more info, run with --debug' >&2
            echo '[{"key":"A","value":"old"}]'
            """);
    assertThat(unavailable.what()).contains("cannot reach Infisical");
  }

  @Test
  void whatItSaysIsNotShown() throws IOException {
    var unavailable = refused("echo 'error: CallGetRawSecretsV3: hunter2' >&2; exit 1");
    assertThat(unavailable.what())
        .isEqualTo("the infisical command could not export dev:/api of project p (exit code 1)");
    unavailable = refused("echo hunter2");
    assertThat(unavailable.what())
        .isEqualTo("what the infisical command printed is no list of secrets");
  }

  @Test
  void oneThatIsGoneIsSaid() {
    var gone = new Access.Cli(folder.resolve("gone"));
    var fetch =
        new Infisical.Configured(
                gone, Optional.empty(), new Scope("p", "dev", "/"), Optional.empty())
            .fetch();
    assertThat(((Fetch.Unavailable) fetch).what()).contains("cannot be run");
  }
}
