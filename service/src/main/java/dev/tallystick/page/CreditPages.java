package dev.tallystick.page;

import dev.tallystick.alert.Alerts;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Problem;
import dev.tallystick.http.Route;
import dev.tallystick.limit.Limits;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.shop.Offering;
import dev.tallystick.stripe.shop.Order;
import dev.tallystick.stripe.shop.Portal;
import dev.tallystick.stripe.shop.Shop;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where users see their credits, buy more, and manage what they subscribed to. They pay on
/// Stripe's pages: nothing of a card comes near ours.
final class CreditPages {
  static final String PATH = "/account/credits";

  private static final LocalPath BACK = new LocalPath(PATH);
  private static final String STRIPE = "https://*.stripe.com";
  private static final Pattern STRIPE_ORIGIN =
      Pattern.compile("https://[a-z0-9.-]+\\.stripe\\.com");

  private final Site site;
  private final CreditShowing showing;
  private final TopUpForm topUps;
  private final Alerts alerts;
  private final Optional<Shop> shop;
  private final Limits limits;

  CreditPages(
      Site site,
      CreditShowing showing,
      TopUpForm topUps,
      Alerts alerts,
      Optional<Shop> shop,
      Limits limits) {
    this.site = site;
    this.showing = showing;
    this.topUps = topUps;
    this.alerts = alerts;
    this.shop = shop;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        site.getSignedIn(PATH, visit -> show(visit, Optional.empty())),
        site.postSignedIn(PATH + "/buy", BACK, visit -> withShop(visit, it -> buy(visit, it))),
        site.postSignedIn(
            PATH + "/manage", BACK, visit -> withShop(visit, it -> manage(visit, it))),
        site.postSignedIn(PATH + "/top-up", BACK, this::setTopUp),
        site.postSignedIn(PATH + "/alerts/{id}/seen", BACK, this::see));
  }

  private Answer show(Visit visit, Optional<String> fault) {
    int status = fault.isPresent() ? 422 : 200;
    var page = visit.widePage(status, "credits", "Your credits", showing.view(visit, fault));
    return Looks.leadingTo(page, elsewhere());
  }

  /// Where Stripe's pages are: at Stripe, or where somebody plays Stripe.
  private List<String> elsewhere() {
    var origins = new ArrayList<String>();
    shop.ifPresent(
        it -> {
          origins.add(STRIPE);
          it.settings().base().ifPresent(base -> origins.add(base.toString()));
        });
    return origins;
  }

  /// Does what needs Stripe, within the user's limit.
  private Answer withShop(Visit visit, Function<Shop, Answer> work) {
    if (shop.isEmpty()) return message(visit, 404, "Nothing is sold here", "");
    var user = visit.person().userId();
    var wait = limits.take(Limits.Rule.CHECKOUT_BY_USER, user.toString());
    if (wait.isPresent()) return Site.slowDown(visit, wait.get(), "Nothing was paid.");
    try {
      return work.apply(shop.get());
    } catch (StripeUnavailable _) {
      var why = "Nothing was paid: the payment service gives no answer now. Try again in a moment.";
      return message(visit, 503, "Payments are not possible now", why)
          .withHeader("Retry-After", Long.toString(StripeUnavailable.RETRY_AFTER.toSeconds()));
    } catch (StripeRefused _) {
      var why = "Nothing was paid: the payment service refuses this. Write to us.";
      return message(visit, 502, "This cannot be bought", why);
    }
  }

  private static Answer message(Visit visit, int status, String title, String text) {
    return visit.message(status, Message.of(title, text, "Go to your credits", PATH));
  }

  private Answer buy(Visit visit, Shop it) {
    var item = item(visit.form());
    var operation = visit.form().text("operation").filter(text -> text.length() <= 100);
    if (item.isEmpty() || operation.isEmpty()) return notSold(visit);
    var order =
        new Order(
            visit.person().userId(),
            "page:" + operation.get(),
            item.get(),
            Optional.empty(),
            Optional.empty(),
            visit.call().publicUrl() + PATH);
    return switch (it.checkouts().offer(order, Visit.actor(visit.person()))) {
      case Offering.Offered(var checkout, var _) ->
          checkout.url().map(url -> leave(visit, url)).orElseGet(() -> Answer.seeOther(PATH));
      case Offering.NotSold() -> notSold(visit);
      // The page was open for long, or somebody wrote the form themselves.
      case Offering.OperationReused _ -> Answer.seeOther(PATH);
      case Offering.AlreadySubscribed _ ->
          message(
              visit,
              409,
              "You are subscribed already",
              "Nothing was changed. Choose another plan where you manage your subscription.");
      case Offering.UserUnknown _, Offering.UserDeleted _, Offering.UserInactive _ ->
          Answer.seeOther(LocalPath.ACCOUNT.text());
    };
  }

  private static Optional<Order.Item> item(Form form) {
    return form.text("pack")
        .<Order.Item>map(Order.OfPack::new)
        .or(() -> form.text("plan").map(Order.OfPlan::new));
  }

  private static Answer notSold(Visit visit) {
    return message(
        visit, 422, "This is not sold any more", "Nothing was paid. Look at what is sold now.");
  }

  private Answer manage(Visit visit, Shop it) {
    var user = visit.person().userId();
    var back = visit.call().publicUrl() + PATH;
    return switch (it.portal().enter(user, back, Visit.actor(visit.person()))) {
      case Portal.Entry.Link(var url) -> leave(visit, url);
      case Portal.Entry.UserUnknown _, Portal.Entry.UserDeleted _, Portal.Entry.UserInactive _ ->
          Answer.seeOther(LocalPath.ACCOUNT.text());
    };
  }

  /// Goes on to a page of Stripe's. Where that is on a domain of the operator's own, the policy of
  /// the page that the person comes from does not know it: a link leads there.
  private Answer leave(Visit visit, String url) {
    var uri = URI.create(url);
    var origin = uri.getScheme() + "://" + uri.getRawAuthority();
    if (STRIPE_ORIGIN.matcher(origin).matches() || elsewhere().contains(origin)) {
      return Answer.seeOther(url);
    }
    return visit.message(
        200, Message.of("Go on to pay", "The next page is our payment service.", "Go on", url));
  }

  private Answer setTopUp(Visit visit) {
    return topUps
        .set(visit)
        .map(fault -> show(visit, Optional.of(fault)))
        .orElseGet(() -> Answer.seeOther(PATH + "?done=top-up"));
  }

  private Answer see(Visit visit) {
    var id = visit.call().pathId("id", Problem.Code.ROUTE_UNKNOWN);
    // One that is not theirs is not on the list that they see next.
    var _ = alerts.see(visit.person().userId(), id);
    return Answer.seeOther(PATH);
  }
}
