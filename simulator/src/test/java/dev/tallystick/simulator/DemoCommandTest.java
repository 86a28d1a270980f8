package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoCommandTest {
  private static final Map<String, String> NOTHING = Map.of();

  private static List<String> command(String... words) {
    return DemoCommand.command(List.of(words), NOTHING);
  }

  private static String webhook(Map<String, String> environment, String... words) {
    return DemoCommand.webhook(DemoCommand.command(List.of(words), environment), environment)
        .toString();
  }

  @Test
  void theServerIsStartedWithoutTheWordDemo() {
    assertThat(command("serve", "--demo", "--data", "d")).containsExactly("serve", "--data", "d");
  }

  @Test
  void aPortOfItsOwnIsChosenBeforeTheServerStarts() {
    assertThat(command("serve", "--port", "0", "--demo").getLast()).matches("--port=[1-9]\\d*");
    assertThat(command("serve", "--port=0", "--demo")).hasSize(2);
    assertThat(DemoCommand.command(List.of("serve"), Map.of("TALLY_PORT", "0"))).hasSize(2);
  }

  @Test
  void webhooksGoToWhereTheServerListens() {
    var path = "/v1/stripe/webhook";
    assertThat(webhook(NOTHING, "serve")).isEqualTo("http://127.0.0.1:8080" + path);
    assertThat(webhook(NOTHING, "serve", "--port", "9000"))
        .isEqualTo("http://127.0.0.1:9000" + path);
    assertThat(webhook(Map.of("TALLY_PORT", "9001", "TALLY_HOST", "0.0.0.0"), "serve"))
        .isEqualTo("http://127.0.0.1:9001" + path);
    assertThat(webhook(NOTHING, "serve", "--host=::1", "--port=9002"))
        .isEqualTo("http://[::1]:9002" + path);
  }
}
