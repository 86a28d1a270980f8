package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.session.SessionKind;
import dev.tallystick.session.SessionLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
  @Test
  void setsHowLongSessionsLiveByKind() {
    assertThat(Config.of(Map.of()).sessions()).isEqualTo(SessionLimits.DEFAULT);
    var sessions =
        Config.of(
                Map.of(
                    "TALLY_SESSION_WEB_IDLE_HOURS", "1",
                    "TALLY_SESSION_WEB_ABSOLUTE_HOURS", "12",
                    "TALLY_SESSION_PER_USER_MAX", "3"))
            .sessions();
    assertThat(sessions.lifetimes().get(SessionKind.WEB))
        .isEqualTo(new SessionLimits.Lifetime(Duration.ofHours(1), Duration.ofHours(12)));
    assertThat(sessions.lifetimes().get(SessionKind.CLI))
        .isEqualTo(SessionLimits.DEFAULT.lifetimes().get(SessionKind.CLI));
    assertThat(sessions.perUserMax()).isEqualTo(3);
  }

  @Test
  void saysWherePeopleReachTheServerAndWhomItBelieves() {
    var http =
        Config.of(
                Map.of(
                    "TALLY_PUBLIC_URL", "https://account.example.com/",
                    "TALLY_TRUSTED_PROXIES", "10.0.0.0/8, ::1"))
            .http();
    assertThat(http.publicUrl()).contains("https://account.example.com");
    assertThat(http.trustedProxies()).hasSize(2);
    for (var wrong : new String[] {"account.example.com", "http://account.example.com"}) {
      assertThatThrownBy(() -> Config.of(Map.of("TALLY_PUBLIC_URL", wrong)))
          .hasMessageContaining("TALLY_PUBLIC_URL must be https://");
    }
    assertThatThrownBy(() -> Config.of(Map.of("TALLY_TRUSTED_PROXIES", "10.0.0.0/8,proxy")))
        .hasMessageContaining("TALLY_TRUSTED_PROXIES");
  }

  @Test
  void isLocalOnlyWhereNothingSaysThatOthersReachIt() {
    assertThat(Config.of(Map.of()).isLocal()).isTrue();
    assertThat(Config.of(Map.of("TALLY_PUBLIC_URL", "http://localhost:8080")).isLocal()).isTrue();
    assertThat(Config.of(Map.of("TALLY_HOST", "0.0.0.0")).isLocal()).isFalse();
    assertThat(Config.of(Map.of("TALLY_PUBLIC_URL", "https://a.example.com")).isLocal()).isFalse();
  }

  @Test
  void knowsAProxyThatNobodyNamed() {
    var url = Map.entry("TALLY_PUBLIC_URL", "https://a.example.com");
    var proxies = Map.entry("TALLY_TRUSTED_PROXIES", "127.0.0.1");
    assertThat(Config.of(Map.ofEntries(url)).isProxyForgotten()).isTrue();
    assertThat(Config.of(Map.ofEntries(url, proxies)).isProxyForgotten()).isFalse();
    assertThat(Config.of(Map.of()).isProxyForgotten()).isFalse();
  }

  @Test
  void namesTheVariableAtFault() {
    assertThatThrownBy(() -> Config.of(Map.of("TALLY_SESSION_CLI_IDLE_HOURS", "10000")))
        .hasMessageContaining("TALLY_SESSION_CLI_IDLE_HOURS")
        .hasMessageContaining("TALLY_SESSION_CLI_ABSOLUTE_HOURS");
    assertThatThrownBy(() -> Config.of(Map.of("TALLY_SESSION_PAT_ABSOLUTE_HOURS", "0")))
        .hasMessageContaining("TALLY_SESSION_PAT_ABSOLUTE_HOURS");
  }
}
