package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.credit.Credits;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.topup.AutoTopUp;
import dev.tallystick.stripe.topup.AutoTopUps;
import dev.tallystick.stripe.topup.TopUp;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Auto top-up over HTTP: for any user with a service key, for oneself in a session. Staff only see
/// it: whoever sets it spends the user's money.
final class AutoTopUpRoutes {
  private static final Set<String> FIELDS = Set.of("enabled", "below", "pack", "monthlyAmountMax");
  private static final int PACK_CHARS_MAX = 60;

  private final AutoTopUps autoTopUps;
  private final Map<String, Pack> packs;

  /// @param packs what is sold, by name
  AutoTopUpRoutes(AutoTopUps autoTopUps, Map<String, Pack> packs) {
    this.autoTopUps = autoTopUps;
    this.packs = packs;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/users/{id}/auto-top-up", Set.of(), this::show),
        Route.backEnd("PUT", "/v1/users/{id}/auto-top-up", Scope.WRITE, this::set),
        Route.own("GET", "/v1/auto-top-up", PersonalScope.READ, this::showOwn),
        Route.own("PUT", "/v1/auto-top-up", PersonalScope.WRITE, this::setOwn));
  }

  private Answer show(Call call) {
    return show(call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer showOwn(Call call) {
    return show(call.session().userId());
  }

  private Answer show(UUID user) {
    return autoTopUps
        .standing(user, packs)
        .map(standing -> Answer.json(200, json -> write(json, standing)))
        .orElseGet(() -> UserRoutes.userNotFound(user));
  }

  private Answer set(Call call) {
    return set(call, call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer setOwn(Call call) {
    return set(call, call.session().userId());
  }

  private Answer set(Call call, UUID user) {
    return switch (autoTopUps.set(user, wish(call), call.actor())) {
      case AutoTopUps.Setting.Set() -> show(user);
      case AutoTopUps.Setting.UserUnknown() -> UserRoutes.userNotFound(user);
      case AutoTopUps.Setting.UserDeleted() -> UserRoutes.userDeleted(user);
    };
  }

  /// Switched off, the other fields may be left out and stay what they are; switched on, all are
  /// needed: nobody's money is spent by what was once set and forgotten.
  private AutoTopUp.Wish wish(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    boolean isEnabled = Fields.required("enabled", fields.bool("enabled"));
    var below = fields.decimal("below").map(AutoTopUpRoutes::below);
    var pack = fields.text("pack", PACK_CHARS_MAX).map(this::pack);
    var max =
        fields.integer("monthlyAmountMax", 1, AutoTopUp.MONTHLY_AMOUNT_MAX).map(Integer::longValue);
    if (!isEnabled && below.isEmpty() && pack.isEmpty() && max.isEmpty()) {
      return new AutoTopUp.Wish(false, Optional.empty(), Optional.empty(), Optional.empty());
    }
    var _ = Fields.required("below", below);
    var price = Fields.required("pack", pack).amount();
    if (Fields.required("monthlyAmountMax", max) < price) {
      throw Fields.invalid(
          "monthlyAmountMax", "must be at least %d, the price of one pack".formatted(price));
    }
    return new AutoTopUp.Wish(isEnabled, below, pack.map(Pack::name), max);
  }

  private static Credits below(BigDecimal amount) {
    try {
      if (amount.signum() >= 0 && amount.precision() - amount.scale() <= 13) {
        return Credits.exact(amount);
      }
    } catch (ArithmeticException _) {
      // said below
    }
    throw Fields.invalid("below", "must be from 0 to 10^12, with at most six decimals");
  }

  private Pack pack(String name) {
    return Optional.ofNullable(packs.get(name))
        .orElseThrow(
            () ->
                Fields.invalid(
                    "pack",
                    packs.isEmpty()
                        ? "nothing is sold here: set TALLY_STRIPE_API_KEY and TALLY_STRIPE_PACKS"
                        : "must be one of "
                            + String.join(", ", packs.keySet().stream().sorted().toList())));
  }

  private void write(JsonGenerator json, AutoTopUps.Standing standing) throws IOException {
    var settings = standing.settings();
    var pack = settings.map(AutoTopUp::pack).map(packs::get);
    json.writeStartObject();
    json.writeBooleanField("enabled", settings.filter(AutoTopUp::isEnabled).isPresent());
    Views.text(json, "below", settings.map(AutoTopUp::below));
    Views.text(json, "pack", settings.map(AutoTopUp::pack));
    Views.number(json, "monthlyAmountMax", settings.map(AutoTopUp::monthlyAmountMax));
    Views.text(json, "currency", pack.map(Pack::currency));
    Views.text(json, "disabledReason", settings.flatMap(AutoTopUp::disabledReason));
    json.writeNumberField("monthlyAmount", standing.spent());
    json.writeFieldName("latest");
    if (standing.latest().isPresent()) {
      topUp(json, standing.latest().get());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void topUp(JsonGenerator json, TopUp topUp) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", topUp.id().toString());
    json.writeStringField("status", topUp.status().word());
    Views.text(json, "credits", topUp.order().map(TopUp.Order::credits));
    Views.number(json, "amount", topUp.order().map(TopUp.Order::amount));
    Views.text(json, "currency", topUp.order().map(TopUp.Order::currency));
    Views.text(json, "declineCode", topUp.declineCode());
    Views.text(json, "noticedAt", Optional.of(topUp.noticedAt()));
    Views.text(json, "settledAt", topUp.settledAt());
    json.writeEndObject();
  }
}
