package dev.tallystick;

import dev.tallystick.credit.CreditRate;
import dev.tallystick.message.Lanes;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// What a server is told when it starts. Environment variables set it; options of the command line
/// come first.
///
/// @param host the address to listen on
/// @param port 0 for any that is free
/// @param bodyBytesMax the largest request body
public record Config(String host, int port, int bodyBytesMax, CreditRate rate, Lanes.Limits lanes) {
  private static final int BODY_BYTES_MAX = 16 << 20;

  /// Reads TALLY_HOST, TALLY_PORT, TALLY_BODY_BYTES_MAX, TALLY_USD_PER_CREDIT, TALLY_MARGIN and
  /// TALLY_LANES.
  ///
  /// @throws IllegalArgumentException naming the variable and what it should be
  public static Config of(Map<String, String> environment) {
    var lanes = Lanes.Limits.DEFAULT;
    return new Config(
        environment.getOrDefault("TALLY_HOST", "127.0.0.1"),
        whole(environment, "TALLY_PORT", 8080, 0, 65_535),
        whole(environment, "TALLY_BODY_BYTES_MAX", BODY_BYTES_MAX, 1_000, 256 << 20),
        new CreditRate(
            decimal(environment, "TALLY_USD_PER_CREDIT", CreditRate.DEFAULT.usdPerCredit()),
            decimal(environment, "TALLY_MARGIN", CreditRate.DEFAULT.margin())),
        new Lanes.Limits(
            whole(environment, "TALLY_LANES", lanes.lanes(), 1, 64),
            lanes.queuedBytesMax(),
            lanes.batchMessagesMax()));
  }

  /// The same, on another port.
  public Config withPort(int other) {
    return new Config(host, other, bodyBytesMax, rate, lanes);
  }

  /// The same, on another address.
  public Config withHost(String other) {
    return new Config(other, port, bodyBytesMax, rate, lanes);
  }

  private static int whole(
      Map<String, String> environment, String name, int otherwise, int min, int max) {
    return value(environment, name)
        .map(
            text -> {
              try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) return number;
              } catch (NumberFormatException _) {
                // said below
              }
              throw new IllegalArgumentException(
                  "%s must be a whole number from %d to %d, not %s"
                      .formatted(name, min, max, text));
            })
        .orElse(otherwise);
  }

  private static BigDecimal decimal(
      Map<String, String> environment, String name, BigDecimal otherwise) {
    return value(environment, name)
        .map(
            text -> {
              try {
                return new BigDecimal(text);
              } catch (NumberFormatException _) {
                throw new IllegalArgumentException(
                    "%s must be a decimal number, not %s".formatted(name, text));
              }
            })
        .orElse(otherwise);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
