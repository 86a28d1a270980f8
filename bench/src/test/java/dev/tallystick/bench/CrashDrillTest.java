package dev.tallystick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class CrashDrillTest {
  private static final int ROUNDS = 2;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLostWhenProcessesAreKilled(@TempDir Path directory) throws Exception {
    long seed = new Random().nextLong();
    var said = new StringWriter();
    try (var workspace = Workspace.at(directory.resolve("data"))) {
      new CrashDrill(workspace, new PrintWriter(said, true), new Random(seed)).run(ROUNDS);
    }
    assertThat(said.toString().lines()).as("seed %d", seed).hasSize(2 * ROUNDS);
  }
}
