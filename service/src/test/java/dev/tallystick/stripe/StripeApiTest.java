package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.simulator.Faults.Outage;
import dev.tallystick.simulator.StripeSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The one way to Stripe: never inside a transaction, and with two kinds of failure.
class StripeApiTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private static final StripeSimulator simulator = stripe.simulator();

  private final StripeApi api =
      new StripeApi(StripeSettings.of(TestingStripe.environment(simulator)).orElseThrow());

  @Test
  void sendsNothingInsideATransaction() {
    var database = stripe.server().database();
    int before = simulator.calls().size();
    assertThatThrownBy(() -> database.useTransaction(_ -> api.customer("cus_1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Stripe is called inside a database transaction");
    assertThat(simulator.calls()).hasSize(before);
    // And outside again, on the same thread.
    assertThatThrownBy(() -> api.customer("cus_1")).isInstanceOf(StripeRefused.class);
    assertThat(simulator.calls()).hasSize(before + 1);
  }

  @Test
  void saysInStripesWordsWhyItRefuses() {
    assertThatThrownBy(() -> api.payment("pi_none"))
        .isInstanceOfSatisfying(
            StripeRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(StripeRefused.MISSING))
        .hasMessageContaining("No such payment_intent: 'pi_none'");
  }

  /// An invoice shows the first ten of its payments.
  @Test
  void readsAllPaymentsOfAnInvoice() throws IOException {
    var asked = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          var uri = exchange.getRequestURI();
          asked.add(uri.getPath() + "?" + uri.getQuery());
          var body = uri.getPath().endsWith("/in_1") ? invoice() : payments(1, 11, false);
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      var environment = new HashMap<>(TestingStripe.environment(simulator));
      environment.put("TALLY_STRIPE_API_BASE", "http://127.0.0.1:" + server.getAddress().getPort());
      var invoice = new StripeApi(StripeSettings.of(environment).orElseThrow()).invoice("in_1");
      assertThat(invoice.payments()).hasSize(11).first().isEqualTo("pi_1");
      assertThat(InvoiceState.ofRaw(StripeJson.parse(invoice.raw())).payments()).hasSize(11);
      assertThat(asked)
          .hasSize(2)
          .last()
          .asString()
          .contains("/v1/invoice_payments?", "invoice=in_1");
    } finally {
      server.stop(0);
    }
  }

  private static String invoice() {
    return """
    {"object": "invoice", "id": "in_1", "currency": "usd", "created": 1, "payments": %s}
    """
        .formatted(payments(1, 10, true));
  }

  private static String payments(int from, int until, boolean hasMore) {
    var data =
        IntStream.rangeClosed(from, until)
            .mapToObj(
                """
                {"id": "inpay_%1$d", "payment": {"payment_intent": "pi_%1$d"}}
                """
                    ::formatted)
            .collect(Collectors.joining(","));
    return "{\"object\": \"list\", \"has_more\": %s, \"data\": [%s]}".formatted(hasMore, data);
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void isOutOfReachInEveryWay(Outage outage) {
    simulator.faults().down(outage);
    try {
      assertThatThrownBy(() -> api.customer("cus_1")).isInstanceOf(StripeUnavailable.class);
    } finally {
      simulator.faults().up();
    }
  }

  @Test
  void isOutOfReachWhereTheKeyIsNotAccepted() {
    var environment = new HashMap<>(TestingStripe.environment(simulator));
    environment.put("TALLY_STRIPE_API_KEY", "sk_test_revoked");
    var locked = new StripeApi(StripeSettings.of(environment).orElseThrow());
    assertThatThrownBy(() -> locked.customer("cus_1"))
        .isInstanceOf(StripeUnavailable.class)
        .hasMessageContaining("TALLY_STRIPE_API_KEY")
        .hasMessageNotContaining("sk_test_revoked");
  }
}
