package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/// A customer as Stripe has it. Of one that was deleted only the id is left.
///
/// @param user whom the metadata names
/// @param balance in the smallest unit of the currency; negative: Stripe owes the customer
/// @param raw the object as received
public record CustomerState(
    String id,
    Optional<String> user,
    Optional<String> email,
    Optional<String> name,
    Optional<String> currency,
    long balance,
    boolean isDelinquent,
    boolean isDeleted,
    Optional<String> defaultPaymentMethod,
    Optional<String> cardFingerprint,
    Optional<Instant> madeAt,
    String raw)
    implements ObjectState {
  public static CustomerState read(JsonNode json) {
    var method = json.path("invoice_settings").path("default_payment_method");
    return new CustomerState(
        StripeJson.requiredText(json, "id"),
        StripeJson.text(json.path("metadata"), StripeApi.USER),
        StripeJson.text(json, "email"),
        StripeJson.text(json, "name"),
        StripeJson.text(json, "currency"),
        json.path("balance").asLong(),
        json.path("delinquent").asBoolean(),
        json.path("deleted").asBoolean(),
        StripeJson.id(method),
        StripeJson.text(method.path("card"), "fingerprint"),
        StripeJson.instant(json, "created"),
        json.toString());
  }

  /// What may be kept of a customer whose user was deleted.
  CustomerState withoutPersonal() {
    return new CustomerState(
        id,
        user,
        Optional.empty(),
        Optional.empty(),
        currency,
        balance,
        isDelinquent,
        isDeleted,
        defaultPaymentMethod,
        Optional.empty(),
        madeAt,
        StripeErasure.NOTHING);
  }
}
