package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # trusted             | forwarded for                  | peer        | client
                                | 203.0.113.9                    | 192.0.2.1   | 192.0.2.1
          10.0.0.0/8            |                                | 10.1.2.3    | 10.1.2.3
          10.0.0.0/8            | 203.0.113.9                    | 10.1.2.3    | 203.0.113.9
          10.0.0.0/8            | 203.0.113.9                    | 11.1.2.3    | 11.1.2.3
          10.0.0.0/8            | 6.6.6.6, 203.0.113.9           | 10.1.2.3    | 203.0.113.9
          10.0.0.0/8            | 203.0.113.9 , 10.0.0.7         | 10.1.2.3    | 203.0.113.9
          10.0.0.0/8            | 203.0.113.9; 10.0.0.7          | 10.1.2.3    | 203.0.113.9
          10.1.2.3              | 203.0.113.9, 10.0.0.7          | 10.1.2.3    | 10.0.0.7
          10.0.0.0/8            | made up                        | 10.1.2.3    | 10.1.2.3
          10.0.0.0/8            | 203.0.113.9, made up           | 10.1.2.3    | 10.1.2.3
          10.0.0.0/8            | example.com                    | 10.1.2.3    | 10.1.2.3
          2001:db8::/32         | 203.0.113.9                    | 2001:db8::1 | 203.0.113.9
          ::1,127.0.0.0/9       | 2001:db8:1:2:3:4:5:6           | 127.0.0.1   | 2001:db8:1:2:3:4:5:6
          """)
  void isTheNearestThatIsNoTrustedProxy(
      String trusted, String forwardedFor, String peer, String client) {
    var ranges =
        trusted == null
            ? List.<AddressRange>of()
            : Arrays.stream(trusted.split(",", -1)).map(AddressRange::of).toList();
    // A header may come more than once.
    var values = forwardedFor == null ? List.<String>of() : List.of(forwardedFor.split(";", -1));
    assertThat(ClientAddress.of(peer, values, ranges)).hasToString(client);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
    "2001:db8:1:2:ffff::, 2001:db8:1:2:0:0:0:0",
    "::ffff:192.0.2.7, 192.0.2.7"
  })
  void isLimitedWithItsNetwork(String address, String network) {
    assertThat(ClientAddress.of(address, List.of(), List.of()).network()).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.0/24",
    "8.8.8.8, 8.8.8.0/24",
    "::ffff:192.0.2.7, 192.0.2.0/24",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48",
    "172.15.0.1, 172.15.0.0/24",
    "172.32.0.1, 172.32.0.0/24",
    "100.128.0.1, 100.128.0.0/24",
    "192.168.1.1,",
    "100.127.255.255,",
    "::1,"
  })
  void isEvidenceOfItsNeighbourhood(String address, String neighbourhood) {
    assertThat(ClientAddress.parse(address).orElseThrow().neighbourhood())
        .isEqualTo(Optional.ofNullable(neighbourhood));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "/8"})
  void namesARangeThatIsNone(String text) {
    assertThatThrownBy(() -> AddressRange.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
