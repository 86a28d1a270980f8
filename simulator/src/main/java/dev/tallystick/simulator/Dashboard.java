package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The page of whoever runs the simulator: what was paid, what is subscribed to, what was told.
final class Dashboard {
  private static final int SHOWN = 25;

  private final Account account;
  private final World world;
  private final Controls controls;

  Dashboard(Account account, Controls controls) {
    this.account = account;
    this.world = account.world();
    this.controls = controls;
  }

  Answer show() {
    return Html.wide(
        "Dashboard",
        """
        <h1>Stripe simulator</h1>
        %s
        <h2>Payments</h2>%s
        <h2>Subscriptions</h2>%s
        <h2>Webhooks</h2>%s
        """
            .formatted(
                controls.shown(),
                rows(newest(Kind.PAYMENT_INTENT), this::payment, "Nobody has paid yet."),
                rows(newest(Kind.SUBSCRIPTION), this::subscription, "Nobody has subscribed yet."),
                controls.events()));
  }

  private List<ObjectNode> newest(Kind kind) {
    return world.table(kind).candidates(Map.of()).descendingMap().values().stream()
        .limit(SHOWN)
        .toList();
  }

  static String rows(List<ObjectNode> objects, Function<ObjectNode, String> row, String nothing) {
    if (objects.isEmpty()) return "<p class=\"empty\">" + nothing + "</p>";
    return "<ul class=\"rows\">%s</ul>"
        .formatted(objects.stream().map(row).collect(Collectors.joining()));
  }

  /// A customer's e-mail address, or what else there is.
  static String name(ObjectNode customer) {
    return customer.path("email").asText(customer.path("id").asText());
  }

  private String customerOf(ObjectNode object) {
    return object.path("customer").isTextual()
        ? name(world.follow(object, "customer"))
        : "no customer";
  }

  private String payment(ObjectNode intent) {
    var charge =
        intent.path("latest_charge").isTextual()
            ? Optional.of(world.follow(intent, "latest_charge"))
            : Optional.<ObjectNode>empty();
    var refunded =
        charge
            .filter(it -> it.path("amount_refunded").asLong() > 0)
            .map(it -> " · " + Html.money(it, "amount_refunded") + " refunded")
            .orElse("");
    return """
        <li><div><p class="title">%s %s</p><p class="small soft">%s · %s%s <code>%s</code></p></div>
        <div class="tools">%s</div></li>
        """
        .formatted(
            Html.money(intent, "amount"),
            paymentMark(intent, charge),
            Html.escape(customerOf(intent)),
            Html.moment(intent.path("created").asLong()),
            refunded,
            intent.path("id").asText(),
            intent.path("status").asText().equals("succeeded")
                ? charge.map(this::tools).orElse("")
                : "");
  }

  private String paymentMark(ObjectNode intent, Optional<ObjectNode> charge) {
    if (!intent.path("status").asText().equals("succeeded")) {
      boolean isDeclined = charge.isPresent();
      return isDeclined ? Html.mark("bad", "Declined") : Html.mark("", "Not paid");
    }
    var paid = charge.orElseThrow();
    var dispute = lastDispute(paid);
    if (dispute.isPresent()) {
      return switch (dispute.get().path("status").asText()) {
        case "won" -> Html.mark("good", "Dispute won");
        case "lost" -> Html.mark("bad", "Dispute lost");
        case String _ -> Html.mark("wait", "Disputed");
      };
    }
    if (paid.path("refunded").asBoolean()) return Html.mark("", "Refunded");
    if (paid.path("amount_refunded").asLong() > 0) return Html.mark("", "Partly refunded");
    return Html.mark("good", "Paid");
  }

  private Optional<ObjectNode> lastDispute(ObjectNode charge) {
    var disputes = world.table(Kind.DISPUTE).where("charge", charge.path("id").asText());
    return disputes.isEmpty() ? Optional.empty() : Optional.of(disputes.getLast());
  }

  private String tools(ObjectNode charge) {
    var dispute = lastDispute(charge);
    var intent = Html.hidden("payment", charge.path("payment_intent").asText());
    if (dispute.filter(Disputes::isOpen).isPresent()) {
      var id = Html.hidden("dispute", dispute.get().path("id").asText());
      return "<form method=\"post\">%s%s%s</form>"
          .formatted(id, button("win", "Won"), dangerous("lose", "Lost"));
    }
    if (dispute.filter(Disputes::isTaken).isPresent()) return "";
    long left = charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
    var refund =
        left == 0
            ? ""
            : """
              <form method="post">%s<input type="number" name="amount" min="0" max="%s" step="any" \
              value="%s" aria-label="Amount to refund">%s</form>"""
                .formatted(
                    intent, plain(charge, left), plain(charge, left), button("refund", "Refund"));
    return refund
        + "<form method=\"post\">%s%s</form>".formatted(intent, dangerous("dispute", "Dispute"));
  }

  private static int decimals(ObjectNode charge) {
    var currency = charge.path("currency").asText().toUpperCase(Locale.ROOT);
    return Currency.getInstance(currency).getDefaultFractionDigits();
  }

  private static String plain(ObjectNode charge, long amount) {
    return BigDecimal.valueOf(amount, decimals(charge)).toPlainString();
  }

  private void refund(String payment, String amount) {
    var charge = account.payments.chargeOf(payment);
    long exact;
    try {
      exact = new BigDecimal(amount).movePointRight(decimals(charge)).longValueExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw Refusal.invalid("This is no amount: " + amount);
    }
    account.refunds.refund(charge, OptionalLong.of(exact), Map.of(), "succeeded");
  }

  private static String button(String action, String text) {
    return "<button class=\"quiet second\" name=\"do\" value=\"%s\">%s</button>"
        .formatted(action, text);
  }

  private static String dangerous(String action, String text) {
    return "<button class=\"quiet danger\" name=\"do\" value=\"%s\">%s</button>"
        .formatted(action, text);
  }

  static String subscriptionMark(ObjectNode subscription) {
    var status = subscription.path("status").asText();
    return switch (status) {
      case "active" ->
          subscription.path("cancel_at_period_end").asBoolean()
              ? Html.mark("wait", "Ending")
              : Html.mark("good", "Active");
      case "past_due" -> Html.mark("bad", "Past due");
      case "incomplete" -> Html.mark("wait", "Incomplete");
      case String _ -> Html.mark("", "Cancelled");
    };
  }

  private String subscription(ObjectNode subscription) {
    var item = subscription.path("items").path("data").path(0);
    boolean isEnded = subscription.path("status").asText().equals("canceled");
    var id = Html.hidden("subscription", subscription.path("id").asText());
    var tools =
        isEnded
            ? ""
            : "<form method=\"post\">%s%s%s</form>"
                .formatted(id, button("renew", "Renew now"), dangerous("cancel", "Cancel"));
    return """
        <li><div><p class="title">%s %s</p><p class="small soft">%s · period ends %s <code>%s</code></p></div>
        <div class="tools">%s</div></li>
        """
        .formatted(
            Html.escape(account.prices.name((ObjectNode) item.path("price"))),
            subscriptionMark(subscription),
            Html.escape(customerOf(subscription)),
            Html.day(item.path("current_period_end").asLong()),
            subscription.path("id").asText(),
            tools);
  }

  Answer act(Params form) {
    var payment = form.text("payment").orElse("");
    switch (form.required("do")) {
      case "refund" -> refund(payment, form.required("amount"));
      case "dispute" -> {
        var charge = account.payments.chargeOf(payment);
        account.disputes.open(charge, charge.path("amount").asLong(), false);
      }
      case "win" -> account.disputes.win(form.required("dispute"));
      case "lose" -> account.disputes.lose(form.required("dispute"));
      case "renew" -> {
        var _ = account.subscriptions.renew(form.required("subscription"));
      }
      case "cancel" -> account.subscriptions.cancel(form.required("subscription"));
      case String other -> controls.act(other, form);
    }
    return Answer.goTo("/");
  }
}
