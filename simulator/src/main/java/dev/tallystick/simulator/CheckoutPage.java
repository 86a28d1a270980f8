package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// The page on which a person pays for a checkout session.
final class CheckoutPage {
  private static final String DECLINE = "card_declined";

  private final Account account;

  CheckoutPage(Account account) {
    this.account = account;
  }

  Answer show(String id) {
    return show(id, "");
  }

  private Answer show(String id, String error) {
    var session = account.world().table(Kind.SESSION).find(id);
    if (session.isEmpty()) {
      return Html.problem(
          404, "Not found", "<h1>Not found</h1><p>There is no such checkout session.</p>");
    }
    return switch (session.get().path("status").asText()) {
      case "open" -> open(session.get(), error);
      case "complete" ->
          Html.page(
              "Paid",
              "<h1>This is paid</h1><p><a class=\"button\" href=\"%s\">Back to the shop</a></p>"
                  .formatted(Html.escape(success(session.get()))));
      case String _ ->
          Html.page("Expired", "<h1>This page has expired</h1><p>Start again in the shop.</p>");
    };
  }

  private Answer open(ObjectNode session, String error) {
    var id = session.path("id").asText();
    var order = account.checkouts.order(id);
    var per =
        order
            .price()
            .map(price -> account.world().get(Kind.PRICE, price))
            .map(price -> price.path("recurring").path("interval").asText(""))
            .filter(interval -> !interval.isEmpty())
            .map(interval -> " <small>per " + interval + "</small>")
            .orElse("");
    var amount = Html.money(session, "amount_total");
    var back =
        session.path("cancel_url").isTextual()
            ? "<p class=\"small\"><a href=\"%s\">Cancel and go back</a></p>"
                .formatted(Html.escape(session.path("cancel_url").asText()))
            : "";
    return Html.page(
        "Pay " + order.name(),
        """
        <div class="card">
        <p class="soft">%s</p>
        <p class="amount">%s%s</p>
        %s
        <dl class="facts"><dt>Customer</dt><dd>%s</dd><dt>Card</dt><dd>Visa •••• %s</dd></dl>
        <form method="post" class="stack">
        <button class="full" name="do" value="pay">Pay %s</button>
        <button class="full second" name="do" value="decline">Pay with a card that is declined</button>
        </form>
        </div>
        %s
        """
            .formatted(
                Html.escape(order.name()),
                amount,
                per,
                error.isEmpty() ? "" : "<p class=\"error\">" + Html.escape(error) + "</p>",
                Html.escape(customer(session)),
                Cards.last4(fingerprint(session)),
                amount,
                back));
  }

  private String fingerprint(ObjectNode session) {
    var id = session.path("id").asText();
    return account.cards.usualFingerprint(session.path("customer").asText(id));
  }

  private String customer(ObjectNode session) {
    if (session.path("customer").isTextual()) {
      return Dashboard.name(account.world().follow(session, "customer"));
    }
    return session.path("customer_email").asText("nobody yet");
  }

  Answer act(String id, Params form) {
    var session = account.world().get(Kind.SESSION, id);
    boolean isDeclined = form.required("do").equals("decline");
    var answer =
        isDeclined
            ? Optional.of(new Bank.Decline(DECLINE))
            : account.bank.answer(session.path("customer").asText(""));
    try {
      var decline = account.checkouts.pay(id, fingerprint(session), answer);
      if (decline.isPresent()) return show(id, decline.get().message());
    } catch (Refusal _) {
      // It was paid or has expired meanwhile: the page says so.
      return show(id);
    }
    return Answer.goTo(success(session));
  }

  private static String success(ObjectNode session) {
    return session
        .path("success_url")
        .asText()
        .replace("{CHECKOUT_SESSION_ID}", session.path("id").asText());
  }
}
