package dev.tallystick.http;

import dev.tallystick.account.Users;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.stripe.shop.Payment;
import dev.tallystick.stripe.shop.PurchaseReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reading payments and subscriptions over HTTP: anybody's with a service key, one's own in a
/// session. Stripe is not asked.
final class PaymentRoutes {
  private static final Set<String> PAGE = Set.of("cursor", "limit");

  private final Users users;
  private final PurchaseReader reader;

  PaymentRoutes(Users users, PurchaseReader reader) {
    this.users = users;
    this.reader = reader;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/users/{id}/payments", PAGE, this::payments),
        new Route(
            "GET",
            "/v1/payments/own",
            new Access.SessionWith(PersonalScope.READ),
            PAGE,
            call -> payments(call, call.session().userId())),
        Route.get("/v1/users/{id}/subscriptions", Set.of(), this::subscriptions),
        Route.own(
            "GET",
            "/v1/subscriptions/own",
            PersonalScope.READ,
            call -> subscriptions(call.session().userId())));
  }

  private Answer payments(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    if (users.find(user).isEmpty()) return UserRoutes.userNotFound(user);
    return payments(call, user);
  }

  private Answer payments(Call call, UUID user) {
    int limit = call.queryLimit(PurchaseReader.PAGE_MAX);
    var cursor = call.query("cursor");
    if (cursor.isPresent() && !reader.isPaymentOf(user, cursor.get())) {
      throw Fields.invalid("cursor", "must be the nextCursor of the page before");
    }
    var payments = reader.payments(user, cursor, limit);
    return Views.page("payments", payments, limit, Payment::id, ShopViews::payment);
  }

  private Answer subscriptions(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    if (users.find(user).isEmpty()) return UserRoutes.userNotFound(user);
    return subscriptions(user);
  }

  private Answer subscriptions(UUID user) {
    return Views.page(
        "subscriptions", reader.subscriptions(user), Optional.empty(), ShopViews::subscription);
  }
}
