package dev.tallystick.message;

import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Credits;
import dev.tallystick.price.Cost;
import dev.tallystick.price.PriceBook;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Provider;
import dev.tallystick.usage.Usage;
import dev.tallystick.usage.Warning;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a model call costs in USD and takes in credits.
///
/// @param priceId empty when there is no price, or none is needed
/// @param cost empty when there is no price: the message is unpriced, never free
public record Pricing(
    Optional<UUID> priceId, Optional<Cost> cost, Credits credits, List<Warning> warnings) {
  private static final Cost NOTHING = new Cost(BigDecimal.ZERO, Map.of(), Set.of());

  public Pricing {
    warnings = List.copyOf(warnings);
  }

  /// Codes of the warnings that pricing adds.
  public static final String SERVICE_TIER_UNPRICED = "service_tier_unpriced";

  public static final String PROVIDER_UNPRICED = "provider_unpriced";
  public static final String KIND_UNPRICED = "kind_unpriced";
  public static final String MODEL_UNPRICED = "model_unpriced";

  /// What decides a price.
  ///
  /// @param model the one that answered
  public record Call(
      String provider,
      String model,
      ServiceTier serviceTier,
      Optional<String> region,
      Billing billing,
      Usage usage,
      Instant calledAt) {}

  /// Prices a call by the book.
  public static Pricing of(Call call, PriceBook book, CreditRate rate) {
    if (call.billing() == Billing.CACHE_HIT) {
      return new Pricing(Optional.empty(), Optional.of(NOTHING), Credits.ZERO, List.of());
    }
    var provider = Provider.canonical(call.provider());
    return book.find(provider, call.model(), call.serviceTier(), call.calledAt())
        .map(match -> priced(call, match, rate))
        .orElseGet(() -> unpriced(call));
  }

  private static Pricing unpriced(Call call) {
    var warning =
        new Warning(
            MODEL_UNPRICED,
            "no price is known for %s of %s; it is charged as soon as there is one"
                .formatted(call.model(), call.provider()));
    return new Pricing(Optional.empty(), Optional.empty(), Credits.ZERO, List.of(warning));
  }

  private static Pricing priced(Call call, PriceBook.Match match, CreditRate rate) {
    var price = match.price();
    var cost = price.cost(call.usage(), call.calledAt(), call.region().orElse(null));
    var warnings = new ArrayList<Warning>();
    for (var warning : match.warnings()) warnings.add(warning(warning, call));
    if (!cost.unpriced().isEmpty()) {
      var kinds = cost.unpriced().stream().map(Kind::jsonName).sorted();
      warnings.add(
          new Warning(
              KIND_UNPRICED,
              "the price has no rate for " + kinds.collect(Collectors.joining(", "))));
    }
    var credits = call.billing() == Billing.BYOK ? Credits.ZERO : rate.credits(cost.total());
    return new Pricing(Optional.of(price.id()), Optional.of(cost), credits, warnings);
  }

  private static Warning warning(PriceBook.Warning warning, Call call) {
    return switch (warning) {
      case SERVICE_TIER_UNKNOWN ->
          new Warning(
              SERVICE_TIER_UNPRICED,
              "no %s price is known, so the standard price was taken"
                  .formatted(call.serviceTier().jsonName()));
      case PROVIDER_PRICE_UNKNOWN ->
          new Warning(
              PROVIDER_UNPRICED,
              "no price of %s is known, so the price of the model's maker was taken"
                  .formatted(call.provider()));
    };
  }
}
