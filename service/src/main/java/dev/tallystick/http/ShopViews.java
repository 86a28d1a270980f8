package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.shop.Checkout;
import dev.tallystick.stripe.shop.Payment;
import dev.tallystick.stripe.shop.Subscription;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How the API shows what is sold and what was paid. Amounts of money are whole numbers of the
/// currency's smallest unit, as Stripe has them.
final class ShopViews {
  private ShopViews() {}

  /// All that is sold; nothing where Stripe is not configured.
  static void sold(JsonGenerator json, Optional<StripeSettings> settings) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("packs");
    if (settings.isPresent()) {
      for (var pack : settings.get().packsByPrice()) pack(json, pack);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("plans");
    if (settings.isPresent()) {
      for (var plan : new TreeMap<>(settings.get().plans()).entrySet()) {
        json.writeStartObject();
        json.writeStringField("price", plan.getKey());
        Views.credits(json, "creditsMonthly", plan.getValue());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void pack(JsonGenerator json, Pack pack) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", pack.name());
    packFields(json, pack);
    json.writeEndObject();
  }

  private static void packFields(JsonGenerator json, Pack pack) throws IOException {
    Views.credits(json, "credits", pack.credits());
    json.writeNumberField("amount", pack.amount());
    json.writeStringField("currency", pack.currency());
  }

  static void checkout(JsonGenerator json, Checkout checkout) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", checkout.id().toString());
    json.writeStringField("operationId", checkout.operationId());
    Views.text(json, "pack", checkout.pack().map(Pack::name));
    Views.text(json, "plan", checkout.price());
    Views.text(json, "credits", checkout.pack().map(Pack::credits));
    Views.number(json, "amount", checkout.pack().map(Pack::amount));
    Views.text(json, "currency", checkout.pack().map(Pack::currency));
    Views.text(json, "sessionId", checkout.session());
    Views.text(json, "url", checkout.url());
    Views.text(json, "expiresAt", checkout.expiresAt());
    Views.text(json, "createdAt", Optional.of(checkout.createdAt()));
    json.writeEndObject();
  }

  static void link(JsonGenerator json, String url) throws IOException {
    json.writeStartObject();
    json.writeStringField("url", url);
    json.writeEndObject();
  }

  static void payment(JsonGenerator json, Payment payment) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", payment.id());
    json.writeStringField("origin", payment.origin().word());
    json.writeStringField("standing", payment.standing().word());
    json.writeStringField("status", payment.status());
    json.writeStringField("currency", payment.currency());
    json.writeNumberField("amount", payment.amount());
    json.writeNumberField("amountReceived", payment.received());
    json.writeNumberField("amountRefunded", payment.refunded());
    json.writeNumberField("amountDisputed", payment.disputed());
    json.writeNumberField("amountLost", payment.lost());
    Views.text(json, "credits", payment.credits());
    Views.text(json, "checkoutId", payment.checkout());
    Views.text(json, "topUpId", payment.topUp());
    Views.text(json, "invoiceId", payment.invoice());
    Views.text(json, "failureCode", payment.failure());
    Views.text(json, "refused", payment.refused());
    Views.text(json, "createdAt", Optional.of(payment.madeAt()));
    json.writeEndObject();
  }

  static void subscription(JsonGenerator json, Subscription subscription) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", subscription.id());
    json.writeStringField("status", subscription.status());
    json.writeBooleanField("running", subscription.isRunning());
    Views.text(json, "plan", subscription.price());
    Views.number(json, "quantity", boxed(subscription.quantity()));
    Views.number(json, "unitAmount", boxed(subscription.unitAmount()));
    Views.text(json, "currency", subscription.currency());
    Views.text(json, "periodStart", subscription.periodStart());
    Views.text(json, "periodEnd", subscription.periodEnd());
    Views.text(json, "cancelAt", subscription.cancelAt());
    Views.text(json, "endedAt", subscription.endedAt());
    Views.text(json, "createdAt", Optional.of(subscription.madeAt()));
    json.writeEndObject();
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
