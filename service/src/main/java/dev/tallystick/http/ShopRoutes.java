package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.limit.Limits;
import dev.tallystick.stripe.shop.Checkouts;
import dev.tallystick.stripe.shop.Offering;
import dev.tallystick.stripe.shop.Order;
import dev.tallystick.stripe.shop.Portal;
import dev.tallystick.stripe.shop.Shop;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Checkouts and the portal over HTTP: for any user with a service key, for oneself in a session.
/// Not for staff: the link to the portal lets whoever has it act as the user, and whoever opens a
/// checkout says where the user lands.
final class ShopRoutes {
  private static final Set<String> CHECKOUT_FIELDS =
      Set.of("operationId", "pack", "plan", "successUrl", "cancelUrl");
  private static final Set<String> PORTAL_FIELDS = Set.of("returnUrl");
  private static final int OPERATION_CHARS_MAX = 200;
  private static final int ITEM_CHARS_MAX = 255;

  private final Optional<Shop> shop;
  private final Limits limits;

  ShopRoutes(Optional<Shop> shop, Limits limits) {
    this.shop = shop;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.open("/v1/packs", this::packs),
        Route.backEnd("POST", "/v1/users/{id}/checkout", Scope.WRITE, this::checkout),
        Route.own("POST", "/v1/checkout", PersonalScope.WRITE, this::ownCheckout),
        Route.backEnd("POST", "/v1/users/{id}/portal", Scope.WRITE, this::portal),
        Route.own("POST", "/v1/portal", PersonalScope.WRITE, this::ownPortal));
  }

  private Shop shop() {
    return shop.orElseThrow(() -> WebhookRoutes.stripeOff().refused());
  }

  private Answer packs(Call call) {
    return Answer.json(200, json -> ShopViews.sold(json, shop.map(Shop::settings)));
  }

  private Answer checkout(Call call) {
    return checkout(call, call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer ownCheckout(Call call) {
    var user = call.session().userId();
    call.limit(limits, Limits.Rule.CHECKOUT_BY_USER, user.toString());
    return checkout(call, user);
  }

  private Answer checkout(Call call, UUID user) {
    var checkouts = shop().checkouts();
    var fields = Fields.of(call.body(), CHECKOUT_FIELDS);
    var order =
        new Order(
            user,
            Fields.required(
                "operationId",
                fields.text("operationId", OPERATION_CHARS_MAX).or(call::idempotencyKey)),
            item(fields),
            url(fields, "successUrl"),
            url(fields, "cancelUrl"),
            page(call));
    return answer(checkouts, order, call);
  }

  private static Order.Item item(Fields fields) {
    var pack = fields.text("pack", ITEM_CHARS_MAX);
    var plan = fields.text("plan", ITEM_CHARS_MAX);
    if (pack.isPresent() == plan.isPresent()) {
      throw Fields.invalid("pack", "either a pack or a plan is bought; see /v1/packs");
    }
    return pack.<Order.Item>map(Order.OfPack::new)
        .orElseGet(() -> new Order.OfPlan(plan.orElseThrow()));
  }

  private static Optional<String> url(Fields fields, String name) {
    return fields.text(name, ReturnUrl.CHARS_MAX).map(text -> ReturnUrl.checked(name, text));
  }

  /// Where users see their credits.
  private static String page(Call call) {
    return call.publicUrl() + "/account/credits";
  }

  private static Answer answer(Checkouts checkouts, Order order, Call call) {
    return switch (checkouts.offer(order, call.actor())) {
      case Offering.Offered(var checkout, var isReplayed) ->
          Answer.json(isReplayed ? 200 : 201, json -> ShopViews.checkout(json, checkout))
              .withHeader("Idempotent-Replayed", Boolean.toString(isReplayed));
      case Offering.OperationReused(var checkout) ->
          Problem.ofField(
                  Code.OPERATION_REUSED,
                  "operationId",
                  "it made the checkout %s, which differs".formatted(checkout.id()))
              .answer();
      case Offering.NotSold() -> notSold(order.item());
      case Offering.AlreadySubscribed(var subscription) ->
          Problem.of(
                  Code.ALREADY_SUBSCRIBED,
                  "the subscription %s runs; its plan is changed in the portal"
                      .formatted(subscription))
              .answer();
      case Offering.UserUnknown() -> UserRoutes.userNotFound(order.user());
      case Offering.UserDeleted() -> UserRoutes.userDeleted(order.user());
      case Offering.UserInactive() -> inactive();
    };
  }

  private static Answer notSold(Order.Item item) {
    var field = item instanceof Order.OfPack ? "pack" : "plan";
    return Fields.invalid(field, "is not sold; see /v1/packs").problem().answer();
  }

  private static Answer inactive() {
    return Problem.of(Code.USER_INACTIVE, "nothing is sold to who is suspended or closed").answer();
  }

  private Answer portal(Call call) {
    return portal(call, call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer ownPortal(Call call) {
    var user = call.session().userId();
    call.limit(limits, Limits.Rule.CHECKOUT_BY_USER, user.toString());
    return portal(call, user);
  }

  private Answer portal(Call call, UUID user) {
    var portal = shop().portal();
    var fields = Fields.of(call.body(), PORTAL_FIELDS);
    return switch (portal.enter(
        user, url(fields, "returnUrl").orElseGet(() -> page(call)), call.actor())) {
      case Portal.Entry.Link(var url) -> Answer.json(200, json -> ShopViews.link(json, url));
      case Portal.Entry.UserUnknown() -> UserRoutes.userNotFound(user);
      case Portal.Entry.UserDeleted() -> UserRoutes.userDeleted(user);
      case Portal.Entry.UserInactive() -> inactive();
    };
  }
}
