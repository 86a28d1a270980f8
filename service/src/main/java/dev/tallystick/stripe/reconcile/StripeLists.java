package dev.tallystick.stripe.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.param.CustomerListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SubscriptionListParams;
import dev.tallystick.stripe.StripeApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stripe's lists, newest first, page by page.
final class StripeLists {
  private static final int PAGE_MAX = 100;

  private final StripeApi stripe;

  StripeLists(StripeApi stripe) {
    this.stripe = stripe;
  }

  /// Some elements of a list.
  record Page(List<JsonNode> elements, boolean hasMore) {
    Page {
      elements = List.copyOf(elements);
    }
  }

  /// The elements after the one of that id, as they are read one by one too: payments with their
  /// charges, invoices with their payments.
  ///
  /// @param since only what was made from then on
  Page page(Listing list, Optional<Instant> since, Optional<String> after) {
    var parameters = new HashMap<String, Object>();
    parameters.put("limit", PAGE_MAX);
    since.ifPresent(from -> parameters.put("created", Map.of("gte", from.getEpochSecond())));
    after.ifPresent(id -> parameters.put("starting_after", id));
    var answer = ask(list, parameters);
    return new Page(StripeApi.elements(answer), answer.path("has_more").asBoolean());
  }

  private JsonNode ask(Listing list, Map<String, Object> parameters) {
    return switch (list) {
      case CUSTOMERS -> {
        parameters.put("expand", List.of("data.invoice_settings.default_payment_method"));
        var params = CustomerListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.customers().list(params));
      }
      case SUBSCRIPTIONS -> {
        parameters.put("status", "all");
        var params = SubscriptionListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.subscriptions().list(params));
      }
      case PAYMENTS -> {
        parameters.put("expand", List.of("data.latest_charge"));
        var params = PaymentIntentListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.paymentIntents().list(params));
      }
      case INVOICES -> {
        parameters.put("expand", List.of("data.payments"));
        var params = InvoiceListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.invoices().list(params));
      }
      case REFUNDS -> {
        var params = RefundListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.refunds().list(params));
      }
      case DISPUTES -> {
        var params = DisputeListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.disputes().list(params));
      }
      case EVENTS -> {
        var params = EventListParams.builder().putAllExtraParam(parameters).build();
        yield stripe.json(it -> it.events().list(params));
      }
      case OUR_CUSTOMERS, OUR_SUBSCRIPTIONS, OUR_PAYMENTS, OUR_INVOICES ->
          throw new IllegalArgumentException(list + " is no list of Stripe's");
    };
  }
}
