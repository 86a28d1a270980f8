package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RunAsTest {
  private static final RunAs NAMESPACE = new RunAs.UserNamespace();
  private static final RunAs NOBODY = new RunAs.Account(RunAs.NOBODY);

  @Test
  void takesTheFirstWayThatWorks() {
    assertThat(RunAs.choose(Stream.of(NAMESPACE, NOBODY), _ -> true)).isEqualTo(NAMESPACE);
    assertThat(RunAs.choose(Stream.of(NAMESPACE, NOBODY), NOBODY::equals)).isEqualTo(NOBODY);
  }

  @Test
  void saysWhatToDoWhenNoWayWorks() {
    assertThatThrownBy(() -> RunAs.choose(Stream.of(NAMESPACE, NOBODY), _ -> false))
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("not root")
        .hasMessageContaining("--database-url");
  }

  @Test
  void putsTheOtherAccountBeforeTheCommand() {
    var command = List.of("postgres", "-D", "data");

    assertThat(new RunAs.Ourselves().command(command)).isEqualTo(command);
    assertThat(NAMESPACE.command(command))
        .containsExactly("unshare", "-U", "postgres", "-D", "data");
    assertThat(NOBODY.command(command))
        .containsExactly(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "postgres",
            "-D",
            "data");
  }
}
