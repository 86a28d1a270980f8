package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.price.ModelMatch;
import dev.tallystick.price.Price;
import dev.tallystick.price.PriceJson;
import dev.tallystick.price.Prices;
import java.io.IOException;
import java.util.Optional;

/// How the API shows prices. Rates are USD per million tokens; web searches and requests are USD
/// per thousand.
final class PriceViews {
  private PriceViews() {}

  static void listed(JsonGenerator json, Prices.Listed listed) throws IOException {
    json.writeStartObject();
    fields(json, listed.price());
    Views.text(json, "validTo", Optional.ofNullable(listed.validTo()));
    json.writeEndObject();
  }

  static void price(JsonGenerator json, Price price) throws IOException {
    json.writeStartObject();
    fields(json, price);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Price price) throws IOException {
    json.writeStringField("id", price.id().toString());
    json.writeStringField("provider", price.key().provider());
    json.writeStringField("model", price.key().model());
    json.writeStringField("serviceTier", price.key().serviceTier().jsonName());
    json.writeStringField("catalogue", price.key().catalogue().jsonName());
    Views.text(
        json,
        "validFrom",
        Optional.of(price.validFrom()).filter(from -> !from.equals(Price.ALWAYS)));
    json.writeFieldName("tiers");
    json.writeRawValue(PriceJson.of(price.tariff().tiers()).toString());
    json.writeFieldName("windows");
    json.writeRawValue(PriceJson.ofWindows(price.tariff().windows()).toString());
    json.writeFieldName("regionUplifts");
    json.writeRawValue(PriceJson.ofUplifts(price.tariff().regionUplifts()).toString());
    json.writeStringField("source", price.source());
  }

  static void rule(JsonGenerator json, ModelMatch rule) throws IOException {
    json.writeRawValue(PriceJson.of(rule).toString());
  }
}
