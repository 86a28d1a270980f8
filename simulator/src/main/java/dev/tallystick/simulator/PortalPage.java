package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page on which customers change their subscriptions and cards.
final class PortalPage {
  private final Account account;
  private final World world;

  PortalPage(Account account) {
    this.account = account;
    this.world = account.world();
  }

  Answer show(String id) {
    var visit = account.portal.visit(id);
    if (visit.isEmpty()) {
      return Html.problem(404, "Not found", "<h1>Not found</h1><p>This page is nobody's.</p>");
    }
    var customer = world.get(Kind.CUSTOMER, visit.get().customer());
    if (customer.has("deleted")) {
      return Html.problem(404, "Not found", "<h1>Not found</h1><p>The customer is deleted.</p>");
    }
    var back =
        visit
            .get()
            .returnUrl()
            .map(url -> "<p><a href=\"%s\">Back to the shop</a></p>".formatted(Html.escape(url)))
            .orElse("");
    return Html.page(
        "Your plan",
        """
        %s
        <h1>Your plan and cards</h1>
        <p class="soft">%s</p>
        %s
        <div class="card"><h2>Cards</h2>%s
        <form method="post"><button class="second" name="do" value="add-card">Add a card</button></form>
        </div>
        """
            .formatted(
                back,
                Html.escape(Dashboard.name(customer)),
                subscriptions(customer),
                cards(customer)));
  }

  private String subscriptions(ObjectNode customer) {
    var id = customer.path("id").asText();
    var living =
        world.table(Kind.SUBSCRIPTION).where("customer", id).stream()
            .filter(each -> !each.path("status").asText().equals("canceled"))
            .map(this::subscription)
            .collect(Collectors.joining());
    return living.isEmpty()
        ? "<div class=\"card\"><h2>Plan</h2><p class=\"soft\">You have no plan.</p></div>"
        : living;
  }

  private String subscription(ObjectNode subscription) {
    var item = subscription.path("items").path("data").path(0);
    var price = (ObjectNode) item.path("price");
    boolean isEnding = subscription.path("cancel_at_period_end").asBoolean();
    var end = Html.day(item.path("current_period_end").asLong());
    var id = Html.hidden("subscription", subscription.path("id").asText());
    var others =
        world.table(Kind.PRICE).where("type", "recurring").stream()
            .filter(other -> !other.path("id").equals(price.path("id")))
            .map(
                other ->
                    "<form method=\"post\">%s%s<button class=\"full second\" name=\"do\" value=\"change\">Change to %s</button></form>"
                        .formatted(
                            id, Html.hidden("price", other.path("id").asText()), plan(other)))
            .collect(Collectors.joining());
    var ending =
        isEnding
            ? "<button class=\"full\" name=\"do\" value=\"keep\">Keep the plan</button>"
            : "<button class=\"full danger\" name=\"do\" value=\"cancel\">Cancel the plan</button>";
    return """
        <div class="card"><h2>Plan</h2>
        <dl class="facts"><dt>Plan</dt><dd>%s</dd><dt>Status</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd></dl>
        <div class="stack">%s<form method="post">%s%s</form></div>
        </div>
        """
        .formatted(
            plan(price),
            Dashboard.subscriptionMark(subscription),
            isEnding ? "Ends" : "Renews",
            end,
            others,
            id,
            ending);
  }

  private String plan(ObjectNode price) {
    return "%s, %s per %s"
        .formatted(
            Html.escape(account.prices.name(price)),
            Html.money(price, "unit_amount"),
            Html.escape(price.path("recurring").path("interval").asText()));
  }

  private String cards(ObjectNode customer) {
    var standard = customer.path("invoice_settings").path("default_payment_method");
    var rows =
        account.cards.of(customer.path("id").asText()).stream()
            .map(
                card ->
                    """
                    <li><p>Visa •••• %s %s</p><div class="tools"><form method="post">%s
                    %s<button class="quiet danger" name="do" value="remove-card">Remove</button></form></div></li>
                    """
                        .formatted(
                            Html.escape(card.path("card").path("last4").asText()),
                            card.path("id").equals(standard) ? Html.mark("good", "Default") : "",
                            Html.hidden("card", card.path("id").asText()),
                            card.path("id").equals(standard)
                                ? ""
                                : "<button class=\"quiet second\" name=\"do\" value=\"default-card\">Make default</button>"))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? "<p class=\"soft\">There is no card.</p>"
        : "<ul class=\"rows\">" + rows + "</ul><p></p>";
  }

  Answer act(String id, Params form) {
    var visit = account.portal.visit(id);
    if (visit.isEmpty()) return show(id);
    var customer = visit.get().customer();
    switch (form.required("do")) {
      case "change" ->
          account.subscriptions.change(
              own(form, customer),
              world.get(Kind.PRICE, form.required("price")),
              Subscriptions.Proration.ALWAYS_INVOICE);
      case "cancel" -> account.subscriptions.planEnd(idOf(own(form, customer)), true);
      case "keep" -> account.subscriptions.planEnd(idOf(own(form, customer)), false);
      case "add-card" -> {
        int number = account.cards.of(customer).size() + 1;
        var fingerprint = account.cards.usualFingerprint(customer + " " + number);
        makeDefault(account.cards.attach(account.cards.make(fingerprint), customer));
      }
      case "default-card" -> makeDefault(card(form));
      case "remove-card" -> account.cards.detach(card(form));
      case String other -> throw Refusal.invalid("The portal cannot " + other);
    }
    return Answer.goTo("/p/session/" + id);
  }

  private ObjectNode own(Params form, String customer) {
    var subscription = account.subscriptions.living(form.required("subscription"));
    if (subscription.path("customer").asText().equals(customer)) return subscription;
    throw Refusal.missing(Kind.SUBSCRIPTION, form.required("subscription"), "id");
  }

  private ObjectNode card(Params form) {
    return world.get(Kind.PAYMENT_METHOD, form.required("card"));
  }

  private void makeDefault(ObjectNode card) {
    account.customers.update(
        card.path("customer").asText(),
        Params.of(Map.of("invoice_settings[default_payment_method]", card.path("id").asText())));
  }

  private static String idOf(ObjectNode object) {
    return Optional.of(object.path("id")).map(it -> it.asText()).orElseThrow();
  }
}
