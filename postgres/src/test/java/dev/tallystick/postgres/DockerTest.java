package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is decided about Docker without Docker.
final class DockerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # version   | major | where the volume belongs
          15          | 15    | /var/lib/postgresql/data
          17.6-alpine | 17    | /var/lib/postgresql/data
          18          | 18    | /var/lib/postgresql
          18.1        | 18    | /var/lib/postgresql
          19-bookworm | 19    | /var/lib/postgresql
          """)
  void aVersionSaysWhereTheImageKeepsItsData(String version, int major, String mount) {
    var image = new PostgresImage(version);
    assertThat(image.major()).isEqualTo(major);
    assertThat(image.mount()).isEqualTo(mount);
    assertThat(image.name()).isEqualTo("postgres:" + version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"14", "9.6", "latest", "18 --privileged", "", "18;rm", "-18"})
  void whatIsNoVersionOrTooOldIsRefused(String version) {
    assertThatThrownBy(() -> new PostgresImage(version)).isInstanceOf(ServerFailure.class);
  }

  @Test
  void twoDirectoriesNeverHaveTheSameName(@TempDir Path folder) throws IOException {
    assertThat(ContainerSpec.nameFor("/a/.tallystick"))
        .matches("tally-[0-9a-f]{12}")
        .isEqualTo(ContainerSpec.nameFor("/a/.tallystick"))
        .isNotEqualTo(ContainerSpec.nameFor("/b/.tallystick"));
    var real = Files.createDirectory(folder.resolve("real"));
    var link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThat(DockerServer.of(link.resolve("data")).container())
        .as("one directory, by two paths")
        .isEqualTo(DockerServer.of(real.resolve("data")).container());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # status   | health    | is up | is ready | is over
          created    | none      | false | false    | true
          running    | starting  | true  | false    | false
          running    | healthy   | true  | true     | false
          running    | unhealthy | true  | false    | false
          paused     | healthy   | false | false    | false
          removing   | healthy   | false | false    | false
          restarting | healthy   | false | false    | false
          exited     | unhealthy | false | false    | true
          dead       | none      | false | false    | true
          """)
  void aContainerIsInOneOfItsStates(
      String status, String health, boolean isUp, boolean isReady, boolean isOver) {
    var state =
        ContainerState.parse(status + " " + health + " 2026-11-27T04:44:52.1Z postgres:18 05433\n");
    assertThat(state.port()).isEqualTo(5433);
    assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-11-27T04:44:52.1Z"));
    assertThat(state.isUp()).isEqualTo(isUp);
    assertThat(state.isReady()).isEqualTo(isReady);
    assertThat(state.isOver()).isEqualTo(isOver);
  }
}
