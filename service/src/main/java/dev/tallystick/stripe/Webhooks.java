package dev.tallystick.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.tallystick.postgres.SqlState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Where Stripe's events arrive: checks that Stripe sent them, and stores them. Thread-safe.
public final class Webhooks {
  /// Stripe's events have some kilobytes.
  public static final int BODY_BYTES_MAX = 1 << 20;

  /// How old a signature may be, as Stripe advises.
  static final Duration AGE_MAX = Duration.ofMinutes(5);

  private final List<String> secrets;
  private final Inbox inbox;
  private final Runnable wake;
  private final Clock clock;
  private final LongAdder stored = new LongAdder();
  private final LongAdder known = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /// @param wake is told of each event that was stored
  Webhooks(List<String> secrets, Inbox inbox, Runnable wake, InstantSource clock) {
    this.secrets = List.copyOf(secrets);
    this.inbox = inbox;
    this.wake = wake;
    this.clock = clock.withZone(ZoneOffset.UTC);
  }

  /// What becomes of a webhook.
  public sealed interface Receipt {
    /// The event is in the database.
    ///
    /// @param isNew whether it was not there before
    record Stored(boolean isNew) implements Receipt {}

    /// Nothing is stored.
    ///
    /// @param sentence why
    record Refused(String sentence) implements Receipt {}
  }

  /// Takes a webhook. Nothing is done because of it but to store it.
  ///
  /// @param body as it came
  /// @param signature the header `Stripe-Signature`
  public Receipt receive(byte[] body, Optional<String> signature) {
    var receipt = receipt(body, signature);
    switch (receipt) {
      case Receipt.Stored(var isNew) -> (isNew ? stored : known).increment();
      case Receipt.Refused _ -> refused.increment();
    }
    return receipt;
  }

  /// How many were stored here.
  public long stored() {
    return stored.sum();
  }

  /// How many came here that were stored before.
  public long known() {
    return known.sum();
  }

  /// How many were refused here.
  public long refused() {
    return refused.sum();
  }

  private Receipt receipt(byte[] body, Optional<String> signature) {
    if (signature.isEmpty()) return new Receipt.Refused("the header Stripe-Signature is missing");
    var payload = new String(body, StandardCharsets.UTF_8);
    if (!isSigned(payload, signature.get())) {
      return new Receipt.Refused(
          "the signature is not made with TALLY_STRIPE_WEBHOOK_SECRET, or is older than %d minutes"
              .formatted(AGE_MAX.toMinutes()));
    }
    return Event.read(body)
        .map(this::store)
        .orElseGet(() -> new Receipt.Refused("the body is no event of Stripe's"));
  }

  private boolean isSigned(String payload, String signature) {
    return secrets.stream().anyMatch(secret -> isSigned(payload, signature, secret));
  }

  private boolean isSigned(String payload, String signature, String secret) {
    try {
      return Webhook.Signature.verifyHeader(payload, signature, secret, AGE_MAX.toSeconds(), clock);
    } catch (SignatureVerificationException | NumberFormatException | IndexOutOfBoundsException _) {
      // The last two of a header that is not as Stripe writes it.
      return false;
    }
  }

  private Receipt store(Event event) {
    try {
      boolean isNew = inbox.store(event);
      if (isNew && event.subject().isPresent()) wake.run();
      return new Receipt.Stored(isNew);
    } catch (RuntimeException failure) {
      // Such as a number that has no end for jsonb.
      if (!SqlState.of(failure).isDataFault()) throw failure;
      return new Receipt.Refused("the database does not hold such an event");
    }
  }
}
