package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObjectInterface;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerRetrieveParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.InvoiceLineItemListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.InvoiceRetrieveParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.service.V1Services;
import dev.tallystick.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What is asked of Stripe, and the one way to it. Thread-safe. Each method throws
/// [StripeUnavailable] where Stripe gives no answer now and [StripeRefused] where it says no, and
/// none may be called inside a database transaction: that is a bug, and said so.
public final class StripeApi {
  /// Metadata of customers and payments: the id of the user whose they are.
  public static final String USER = "tally_user";

  /// Metadata of payments: how many credits they buy.
  public static final String CREDITS = "tally_credits";

  /// Metadata of payments: the id of the checkout of ours that they pay.
  public static final String CHECKOUT = "tally_checkout";

  /// Metadata of payments: the id of the top-up of ours that they pay.
  public static final String TOP_UP = "tally_top_up";

  private static final int CONNECT_MILLIS_MAX = 5_000;
  private static final int READ_MILLIS_MAX = 20_000;
  private static final int RETRIES_MAX = 2;
  private static final long PAGE_MAX = 100;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final V1Services stripe;
  private final Pace pace;

  StripeApi(StripeSettings settings) {
    var builder =
        StripeClient.builder()
            .setApiKey(settings.apiKey())
            .setConnectTimeout(CONNECT_MILLIS_MAX)
            .setReadTimeout(READ_MILLIS_MAX)
            .setMaxNetworkRetries(RETRIES_MAX);
    settings.base().ifPresent(base -> builder.setApiBase(base.toString()));
    this.stripe = builder.build().v1();
    this.pace = new Pace(settings.requestsPerSecond());
  }

  /// One request.
  @FunctionalInterface
  public interface Request<T> {
    public T send(V1Services stripe) throws StripeException;
  }

  /// Sends a request, in its turn.
  public <T> T send(Request<T> request) {
    if (Database.isInTransaction()) {
      throw new IllegalStateException("Stripe is called inside a database transaction");
    }
    pace.await();
    try {
      return request.send(stripe);
    } catch (ApiConnectionException | RateLimitException failure) {
      throw new StripeUnavailable("Stripe is out of reach: " + failure.getMessage(), failure);
    } catch (AuthenticationException failure) {
      throw new StripeUnavailable(
          "Stripe does not accept TALLY_STRIPE_API_KEY, or not for this (docs/stripe.md has what it needs): "
              + failure.getMessage(),
          failure);
    } catch (StripeException failure) {
      throw failed(failure);
    }
  }

  private static RuntimeException failed(StripeException failure) {
    var status = failure.getStatusCode();
    if (status == null || status >= SERVER_ERROR) {
      return new StripeUnavailable("Stripe has a fault: " + failure.getMessage(), failure);
    }
    if (status == CONFLICT) {
      return new StripeUnavailable(
          "Stripe is still busy with the same request: " + failure.getMessage(), failure);
    }
    var code = Objects.requireNonNullElse(failure.getCode(), "invalid_request");
    var message = Objects.requireNonNullElse(failure.getMessage(), code);
    return new StripeRefused(code, "Stripe refuses: " + message, failure);
  }

  /// With an idempotency key.
  public static RequestOptions once(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }

  /// The answer to a request, as it was received.
  public JsonNode json(Request<? extends StripeObjectInterface> request) {
    return StripeJson.parse(send(request).getLastResponse().body());
  }

  /// A customer, with the default payment method.
  public CustomerState customer(String id) {
    var params =
        CustomerRetrieveParams.builder()
            .addExpand("invoice_settings.default_payment_method")
            .build();
    try {
      return CustomerState.read(json(stripe -> stripe.customers().retrieve(id, params)));
    } catch (StripeRefused refused) {
      if (refused.code().equals(StripeRefused.MISSING)) throw refused;
      // Of one that was deleted nothing can be expanded.
      return CustomerState.read(json(stripe -> stripe.customers().retrieve(id)));
    }
  }

  public SubscriptionState subscription(String id) {
    return SubscriptionState.read(json(stripe -> stripe.subscriptions().retrieve(id)));
  }

  /// A payment, with its latest charge and its disputes.
  public PaymentState payment(String id) {
    var params = PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build();
    return withDisputes(json(stripe -> stripe.paymentIntents().retrieve(id, params)));
  }

  /// The state of a payment intent that was read with its latest charge.
  public PaymentState withDisputes(JsonNode intent) {
    if (!PaymentState.isDisputed(intent)) return PaymentState.read(intent, List.of());
    var id = StripeJson.requiredText(intent, "id");
    return PaymentState.read(intent, all(after -> disputes(id, after)));
  }

  private JsonNode disputes(String payment, Optional<String> after) {
    var params = DisputeListParams.builder().setPaymentIntent(payment).setLimit(PAGE_MAX);
    after.ifPresent(params::setStartingAfter);
    return json(stripe -> stripe.disputes().list(params.build()));
  }

  /// The invoice that a payment pays, if any.
  public Optional<String> invoiceOf(String payment) {
    var params =
        InvoicePaymentListParams.builder()
            .setPayment(
                InvoicePaymentListParams.Payment.builder()
                    .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                    .setPaymentIntent(payment)
                    .build())
            .setLimit(1L)
            .build();
    var list = json(stripe -> stripe.invoicePayments().list(params));
    return StripeJson.id(list.path("data").path(0).path("invoice"));
  }

  /// An invoice, with all its lines and payments.
  public InvoiceState invoice(String id) {
    var params = InvoiceRetrieveParams.builder().addExpand("payments").build();
    return withLines(json(stripe -> stripe.invoices().retrieve(id, params)));
  }

  /// The state of an invoice that was read with its first payments.
  public InvoiceState withLines(JsonNode shown) {
    var invoice = withPayments(shown);
    var lines = invoice.path("lines");
    if (!lines.path("has_more").asBoolean()) {
      return InvoiceState.read(invoice, elements(lines));
    }
    var id = StripeJson.requiredText(invoice, "id");
    return InvoiceState.read(invoice, all(after -> lines(id, after)));
  }

  private JsonNode withPayments(JsonNode invoice) {
    if (!invoice.path("payments").path("has_more").asBoolean()) return invoice;
    var id = StripeJson.requiredText(invoice, "id");
    var whole = invoice.<ObjectNode>deepCopy();
    var payments = whole.withObject("/payments").put("has_more", false);
    payments.putArray("data").addAll(all(after -> payments(id, after)));
    return whole;
  }

  private JsonNode payments(String invoice, Optional<String> after) {
    var params = InvoicePaymentListParams.builder().setInvoice(invoice).setLimit(PAGE_MAX);
    after.ifPresent(params::setStartingAfter);
    return json(stripe -> stripe.invoicePayments().list(params.build()));
  }

  private JsonNode lines(String invoice, Optional<String> after) {
    var params = InvoiceLineItemListParams.builder().setLimit(PAGE_MAX);
    after.ifPresent(params::setStartingAfter);
    return json(stripe -> stripe.invoices().lineItems().list(invoice, params.build()));
  }

  /// All elements of a list, page after page.
  ///
  /// @param page asks for the elements after the one of this id
  public static List<JsonNode> all(Function<Optional<String>, JsonNode> page) {
    var elements = new ArrayList<JsonNode>();
    var after = Optional.<String>empty();
    while (true) {
      var list = page.apply(after);
      var found = elements(list);
      elements.addAll(found);
      if (found.isEmpty() || !list.path("has_more").asBoolean()) return elements;
      after = StripeJson.text(found.getLast(), "id");
    }
  }

  /// The elements of one page.
  public static List<JsonNode> elements(JsonNode list) {
    var elements = new ArrayList<JsonNode>();
    list.path("data").forEach(elements::add);
    return elements;
  }
}
