package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// `compose.yaml` runs the container that `tally db start` runs.
final class ComposeFileTest {
  private static final ContainerSpec SPEC =
      new ContainerSpec("tally-0123456789ab", "/app", PostgresImage.DEFAULT, 5432);

  private static Map<String, Object> postgres() throws IOException {
    var text = Files.readString(Path.of(System.getProperty("tally.root"), "compose.yaml"));
    var services = part(new Yaml().load(text), "services");
    assertThat(services).containsOnlyKeys("postgres");
    return part(services, "postgres");
  }

  @SuppressWarnings("unchecked") // YAML's keys are texts here.
  private static Map<String, Object> part(Map<String, Object> whole, String key) {
    return (Map<String, Object>) Objects.requireNonNull(whole.get(key));
  }

  @Test
  void saysAllThatTheContainerIsMadeOfAndNothingElse() throws IOException {
    var environment = new HashMap<String, Object>(ContainerSpec.ENVIRONMENT);
    environment.put(
        ContainerSpec.PASSWORD, "${POSTGRES_PASSWORD:?choose one, for example in a file .env}");
    assertThat(postgres())
        .containsOnly(
            Map.entry("image", SPEC.image().name()),
            Map.entry("command", ContainerSpec.COMMAND),
            Map.entry("environment", environment),
            Map.entry(
                "ports", List.of(SPEC.publish().replace(":5432:", ":${TALLY_DB_PORT:-5432}:"))),
            Map.entry("volumes", List.of(SPEC.volume().replace(SPEC.name(), "data"))),
            Map.entry("shm_size", ContainerSpec.SHARED_MEMORY),
            Map.entry(
                "healthcheck",
                Map.of(
                    "test", List.of("CMD-SHELL", ContainerSpec.HEALTH_COMMAND),
                    "interval", ContainerSpec.HEALTH_INTERVAL,
                    "timeout", ContainerSpec.HEALTH_TIMEOUT,
                    "retries", ContainerSpec.HEALTH_RETRIES)));
  }

  /// A field of the record that the command line knows and the file does not would be seen above;
  /// this sees one that only the command line has.
  @Test
  void theCommandLineHasNothingThatTheFileLacks() {
    assertThat(SPEC.runArguments())
        .filteredOn(argument -> argument.startsWith("--"))
        .containsExactlyInAnyOrder(
            "--detach", // docker compose up --detach
            "--name", // compose has names of its own
            "--label", // says whose container it is; compose has its project
            "--publish",
            "--volume",
            "--shm-size",
            "--env",
            "--env",
            "--env",
            "--health-cmd",
            "--health-interval",
            "--health-timeout",
            "--health-retries");
  }
}
