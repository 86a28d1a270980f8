package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BinariesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm_64",
    "Mac OS X, x86_64, darwin-x86_64",
    "Mac OS X, aarch64, darwin-arm_64",
  })
  void areThereForThisPlatform(String osName, String osArch, String platform) {
    assertThat(Binaries.platform(osName, osArch)).isEqualTo(platform);
    assertThat(Binaries.class.getResource("/postgres-" + platform + ".txz")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
  void areNotThereForOthers(String osName, String osArch) {
    assertThatThrownBy(() -> Binaries.platform(osName, osArch))
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining(osName)
        .hasMessageContaining("--database-url");
  }

  @Test
  void areUnpackedOnceByManyAtOnce(@TempDir Path cache) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Binaries> unpack = () -> Binaries.unpacked(cache);
      for (var done : executor.invokeAll(Collections.nCopies(2, unpack))) {
        assertThat(Path.of(done.get().program("postgres"))).isExecutable();
      }
    }
    try (var left = Files.list(cache)) {
      assertThat(left).hasSize(1);
    }
  }
}
