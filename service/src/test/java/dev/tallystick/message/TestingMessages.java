package dev.tallystick.message;

import dev.tallystick.postgres.JsonText;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Messages for tests that record them without HTTP.
public final class TestingMessages {
  private TestingMessages() {}

  /// A call of a model of `acme`, with a million input tokens.
  public static NewMessage call(UUID user, UUID id, String model) {
    return new NewMessage(
        id,
        user,
        Optional.empty(),
        Optional.empty(),
        "acme",
        model,
        Optional.empty(),
        ServiceTier.STANDARD,
        Optional.empty(),
        Billing.CHARGE,
        Optional.empty(),
        Optional.empty(),
        JsonText.of("{}"),
        new Usage(1_000_000, 0, 0, 0, 0, 0, 0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
