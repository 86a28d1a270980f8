package dev.tallystick.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfflineCopyTest {
  private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
  private static final Scope SCOPE = new Scope("p", "dev", "/");
  private static final Access IDENTITY = new Access.Identity("id", new Value("client-secret"));
  private static final Access CLI = new Access.Cli(Path.of("infisical"));
  private static final List<Assignment> SECRETS =
      List.of(
          new Assignment("A", new Value("hunter2 é\n"), SCOPE.source()),
          new Assignment("B", new Value(""), SCOPE.source()));

  @TempDir private Path folder;

  private OfflineCopy copy(Access access, Scope scope) {
    return new OfflineCopy(
        folder.resolve("data"),
        folder.resolve("config"),
        new Infisical.Configured(access, Optional.empty(), scope, Optional.empty()));
  }

  private Path file() throws IOException {
    try (var files = Files.list(folder.resolve("data"))) {
      return files.toList().getFirst();
    }
  }

  private static String why(OfflineCopy copy) throws IOException {
    var opened = copy.open();
    assertThat(opened).isInstanceOf(OfflineCopy.Opened.Refused.class);
    return ((OfflineCopy.Opened.Refused) opened).why();
  }

  @Test
  void givesBackWhatWasKept() throws IOException {
    for (var access : List.of(IDENTITY, CLI)) {
      copy(access, SCOPE).keep(SECRETS, NOW);
      assertThat(copy(access, SCOPE).open()).isEqualTo(new OfflineCopy.Opened.Copy(SECRETS, NOW));
    }
  }

  @Test
  void onlyTheOwnerCanReadItAndNobodyWithoutTheKey() throws IOException {
    copy(CLI, SCOPE).keep(SECRETS, NOW);
    var key = folder.resolve("config/tallystick/offline.key");
    for (var file : List.of(file(), key)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
        .contains("\"project\":\"p\"")
        .doesNotContain("hunter2");
    Files.delete(key);
    assertThat(why(copy(CLI, SCOPE))).contains("offline.key, is gone");
  }

  @Test
  void aChangedOneIsRefusedWhereverItWasChanged() throws IOException {
    copy(IDENTITY, SCOPE).keep(SECRETS, NOW);
    var whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i++) {
      var changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file(), changed);
      assertThat(why(copy(IDENTITY, SCOPE))).as("byte %d", i).isNotBlank();
    }
    Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
    assertThat(why(copy(IDENTITY, SCOPE))).endsWith("was changed, or its key was");
    Files.write(file(), new byte[0]);
    assertThat(why(copy(IDENTITY, SCOPE))).endsWith("is damaged");
  }

  @Test
  void anotherSecretOpensNothing() throws IOException {
    copy(IDENTITY, SCOPE).keep(SECRETS, NOW);
    var renewed = new Access.Identity("id", new Value("another"));
    assertThat(why(copy(renewed, SCOPE))).endsWith("was changed, or its key was");
    var other = new Access.Identity("other", new Value("client-secret"));
    assertThat(why(copy(other, SCOPE)))
        .endsWith("was made with the machine identity id, not with the machine identity other");
    assertThat(why(copy(CLI, SCOPE)))
        .endsWith("was made with the machine identity id, not with the key file");
  }

  @Test
  void eachScopeHasItsOwn() throws IOException {
    copy(IDENTITY, SCOPE).keep(SECRETS, NOW);
    var other = new Scope("p", "prod", "/");
    assertThat(why(copy(IDENTITY, other))).isEqualTo("there is none of prod:/ of project p");
    var kept = file();
    copy(IDENTITY, other).keep(List.of(), NOW);
    try (var files = Files.list(folder.resolve("data"))) {
      var ofOther = files.filter(it -> !it.equals(kept)).findFirst().orElseThrow();
      Files.copy(kept, ofOther, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(why(copy(IDENTITY, other)))
        .endsWith("is of dev:/ of project p, not of prod:/ of project p");
  }
}
