package dev.tallystick.stripe;

import dev.tallystick.stripe.PaymentState.Dispute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A payment as a test wants Stripe to have it: paid, for 1000 of its currency's smallest unit.
record Paying(
    String id,
    Map<String, String> metadata,
    String status,
    long amount,
    long received,
    long refunded,
    List<Dispute> disputes) {
  static final String CARD = "card-of-tests";

  /// A pack that was bought by a checkout.
  static Paying forPack(UUID user, String credits) {
    var metadata =
        Map.of(
            StripeApi.USER, user.toString(),
            StripeApi.CREDITS, credits,
            StripeApi.CHECKOUT, UUID.randomUUID().toString());
    return new Paying(newId(), metadata, "succeeded", 1000, 1000, 0, List.of());
  }

  /// Of an invoice.
  static Paying forInvoice(long amount) {
    return new Paying(newId(), Map.of(), "succeeded", amount, amount, 0, List.of());
  }

  private static String newId() {
    return "pi_" + UUID.randomUUID();
  }

  Paying with(String name, String text) {
    var changed = new HashMap<>(metadata);
    changed.put(name, text);
    return new Paying(id, changed, status, amount, received, refunded, disputes);
  }

  Paying without(String name) {
    var changed = new HashMap<>(metadata);
    changed.remove(name);
    return new Paying(id, changed, status, amount, received, refunded, disputes);
  }

  Paying is(String other) {
    return new Paying(
        id, metadata, other, amount, other.equals("succeeded") ? amount : 0, refunded, disputes);
  }

  Paying received(long part) {
    return new Paying(id, metadata, status, amount, part, refunded, disputes);
  }

  Paying refunded(long part) {
    return new Paying(id, metadata, status, amount, received, part, disputes);
  }

  /// With these disputes: the amount and the status of each.
  Paying disputed(Object... disputes) {
    var all = new ArrayList<Dispute>();
    for (int i = 0; i < disputes.length; i += 2) {
      all.add(new Dispute("du_" + i, (int) disputes[i], (String) disputes[i + 1]));
    }
    return new Paying(id, metadata, status, amount, received, refunded, all);
  }

  PaymentState state() {
    return new PaymentState(
        id,
        Optional.empty(),
        metadata,
        status,
        "usd",
        amount,
        received,
        refunded,
        disputes,
        Optional.of("ch_" + id),
        Optional.empty(),
        Optional.of(CARD),
        Optional.empty(),
        Instant.parse("2026-11-22T09:00:00Z"),
        "{}");
  }
}
