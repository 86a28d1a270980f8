package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tallystick.postgres.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What Stripe says has happened, in whatever version of its API: nothing but its name, and where
/// to look.
///
/// @param occurredAt Stripe's time
/// @param subject what to fetch because of it; empty: nothing that is mirrored
/// @param customer whom of Stripe's customers it is about, where it says so: refunds and disputes
///   name their payment alone
/// @param payload as received
record Event(
    String id,
    String type,
    Optional<String> apiVersion,
    Instant occurredAt,
    Optional<Subject> subject,
    Optional<String> customer,
    String payload) {
  private static final int NAME_CHARS_MAX = 255;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final ObjectReader READER =
      StripeJson.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Reads a body, in which it mends what PostgreSQL cannot hold.
  ///
  /// @return empty if the body is no event: no JSON, or without a name, a type or a time
  static Optional<Event> read(byte[] body) {
    var _ = JsonText.repair(body, 0, body.length);
    var json = tree(body);
    var id = name(json, "id");
    var type = name(json, "type");
    var occurredAt = time(json.path("created"));
    if (id.isEmpty() || type.isEmpty() || occurredAt.isEmpty()) return Optional.empty();
    var object = json.path("data").path("object");
    var before = json.path("data").path("previous_attributes");
    // What happened in an account that is connected to ours is not in our books.
    boolean isOurs = !json.hasNonNull("account");
    return Optional.of(
        new Event(
            id.get(),
            type.get(),
            StripeJson.text(json, "api_version"),
            occurredAt.get(),
            isOurs ? subject(object, before) : Optional.empty(),
            isOurs ? customer(object, before) : Optional.empty(),
            new String(body, StandardCharsets.UTF_8)));
  }

  private static JsonNode tree(byte[] body) {
    try {
      return READER.readTree(body);
    } catch (IOException _) {
      return StripeJson.JSON.missingNode();
    }
  }

  /// The object of an event as Stripe's API has it leads to what is mirrored. Kinds that are not
  /// named here change nothing that is.
  private static Optional<Subject> subject(JsonNode object, JsonNode before) {
    return switch (StripeJson.text(object, "object").orElse("")) {
      case "customer" -> of(Subject.Kind.CUSTOMER, id(object));
      case "payment_method" -> of(Subject.Kind.CUSTOMER, customer(object, before));
      case "subscription" -> of(Subject.Kind.SUBSCRIPTION, id(object));
      case "payment_intent" -> of(Subject.Kind.PAYMENT, id(object));
      case "charge", "refund", "dispute", "review", "radar.early_fraud_warning" ->
          of(Subject.Kind.PAYMENT, id(object.path("payment_intent")));
      case "invoice" -> of(Subject.Kind.INVOICE, id(object));
      case "invoice_payment" -> of(Subject.Kind.INVOICE, id(object.path("invoice")));
      case "checkout.session" ->
          of(Subject.Kind.PAYMENT, id(object.path("payment_intent")))
              .or(() -> of(Subject.Kind.INVOICE, id(object.path("invoice"))))
              .or(() -> of(Subject.Kind.SUBSCRIPTION, id(object.path("subscription"))));
      default -> Optional.empty();
    };
  }

  private static Optional<Subject> of(Subject.Kind kind, Optional<String> id) {
    return id.map(text -> new Subject(kind, text));
  }

  /// Who is meant: of a card that was taken away, whose it was.
  private static Optional<String> customer(JsonNode object, JsonNode before) {
    if (StripeJson.text(object, "object").equals(Optional.of("customer"))) return id(object);
    return id(object.path("customer")).or(() -> id(before.path("customer")));
  }

  private static Optional<String> id(JsonNode node) {
    return StripeJson.id(node).filter(Event::isName);
  }

  private static Optional<String> name(JsonNode json, String name) {
    return StripeJson.text(json, name).filter(Event::isName);
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= NAME_CHARS_MAX;
  }

  /// In seconds, or as text in events of Stripe's second API, which are about nothing here.
  private static Optional<Instant> time(JsonNode node) {
    try {
      if (node.isTextual())
        return Optional.of(Instant.parse(node.textValue())).filter(Event::isPossible);
      if (!node.isIntegralNumber() || !node.canConvertToLong()) return Optional.empty();
      return Optional.of(Instant.ofEpochSecond(node.longValue())).filter(Event::isPossible);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isPossible(Instant time) {
    return !time.isBefore(Instant.EPOCH) && time.isBefore(LATEST);
  }
}
