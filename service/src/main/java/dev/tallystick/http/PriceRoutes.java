package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.message.Billing;
import dev.tallystick.message.Pricing;
import dev.tallystick.postgres.Database;
import dev.tallystick.price.PriceBook;
import dev.tallystick.price.Prices;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Normalisation.Normalised;
import dev.tallystick.usage.Provider;
import dev.tallystick.usage.UsageNormaliser;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Prices and quotes over HTTP.
final class PriceRoutes {
  private static final Set<String> FIELDS =
      Set.of("provider", "model", "usage", "usageFormat", "tokens", "serviceTier", "region", "at");
  private static final int PAGE_MAX = 500;

  private final Database database;
  private final Prices prices;
  private final CreditRate rate;
  private final InstantSource clock;

  PriceRoutes(Database database, Prices prices, CreditRate rate, InstantSource clock) {
    this.database = database;
    this.prices = prices;
    this.rate = rate;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/prices/quote", Scope.READ, this::quote),
        Route.get("/v1/prices", Set.of("provider", "model", "at", "cursor", "limit"), this::list));
  }

  private Answer quote(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    var provider = fields.requiredText("provider", 100);
    var model = fields.requiredText("model", 300);
    var counted = counted(fields, provider);
    var at = fields.instant("at").orElseGet(clock::instant);
    var pricedCall =
        new Pricing.Call(
            provider,
            counted.model().orElse(model),
            serviceTier(fields, counted),
            fields.text("region", 100),
            Billing.CHARGE,
            counted.usage(),
            at);
    PriceBook book = database.inTransaction(prices::book);
    var pricing = Pricing.of(pricedCall, book, rate);
    var match =
        book.find(Provider.canonical(provider), pricedCall.model(), pricedCall.serviceTier(), at);
    return Answer.json(200, json -> write(json, counted, at, pricing, match));
  }

  private static Normalised counted(Fields fields, String provider) {
    var usage = fields.node("usage");
    var tokens = fields.node("tokens");
    if (usage.isPresent() == tokens.isPresent()) {
      throw Fields.invalid("usage", "or tokens must be sent, and not both");
    }
    var format = fields.text("usageFormat", 100).map(MessageReader::format).orElse(null);
    return MessageReader.required(
        tokens.isPresent() ? "tokens" : "usage",
        tokens
            .map(UsageNormaliser::plain)
            .orElseGet(() -> UsageNormaliser.normalise(provider, format, usage.orElseThrow())));
  }

  private static ServiceTier serviceTier(Fields fields, Normalised counted) {
    return MessageReader.serviceTier(fields.text("serviceTier", 100), counted.serviceTier());
  }

  private static void write(
      JsonGenerator json,
      Normalised counted,
      Instant at,
      Pricing pricing,
      Optional<PriceBook.Match> match)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("status", pricing.cost().isPresent() ? "priced" : "unpriced");
    json.writeStringField("at", at.toString());
    json.writeStringField("usageFormat", counted.format().id());
    json.writeFieldName("tokens");
    Views.tokens(json, counted.usage());
    Views.text(json, "priceId", pricing.priceId());
    json.writeFieldName("price");
    if (match.isPresent()) {
      PriceViews.price(json, match.get().price());
    } else {
      json.writeNull();
    }
    json.writeFieldName("rule");
    if (match.isPresent()) {
      PriceViews.rule(json, match.get().rule());
    } else {
      json.writeNull();
    }
    Views.text(json, "cost", pricing.cost().map(cost -> cost.total().toPlainString()));
    json.writeObjectFieldStart("costByKind");
    if (pricing.cost().isPresent()) {
      for (var part : pricing.cost().get().byKind().entrySet()) {
        json.writeStringField(part.getKey().jsonName(), part.getValue().toPlainString());
      }
    }
    json.writeEndObject();
    Views.credits(json, "credits", pricing.credits());
    var warnings = new java.util.ArrayList<>(counted.warnings());
    warnings.addAll(pricing.warnings());
    Views.warnings(json, warnings);
    json.writeEndObject();
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(PAGE_MAX);
    var filter =
        new Prices.Filter(
            call.query("provider").map(Provider::canonical).orElse(null),
            call.query("model").orElse(null),
            call.queryInstant("at").orElse(null),
            cursor(call),
            limit);
    var page = database.inTransaction(tx -> prices.list(tx, filter));
    return Views.page(
        "prices", page, limit, listed -> listed.price().revision(), PriceViews::listed);
  }

  private static long cursor(Call call) {
    try {
      return call.query("cursor").map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException _) {
      throw Fields.invalid("cursor", "must be the nextCursor of the page before");
    }
  }
}
