package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {
  private static Event read(String object, String before) {
    var json =
        """
        {"id": "evt_1", "type": "a.b", "created": 1780000000,
         "data": {"object": %s, "previous_attributes": %s}}
        """
            .formatted(object, before);
    return Event.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # object           | its fields                                              | subject           | customer
          customer           | "id": "cus_1"                                           | customer:cus_1    | cus_1
          customer           | "id": "cus_1", "deleted": true                          | customer:cus_1    | cus_1
          payment_method     | "id": "pm_1", "customer": "cus_1"                       | customer:cus_1    | cus_1
          payment_method     | "id": "pm_1", "customer": null                          |                   |
          subscription       | "id": "sub_1", "customer": "cus_1"                      | subscription:sub_1 | cus_1
          payment_intent     | "id": "pi_1", "customer": null                          | payment:pi_1      |
          payment_intent     | "id": "pi_1", "customer": {"id": "cus_1"}               | payment:pi_1      | cus_1
          charge             | "id": "ch_1", "payment_intent": "pi_1"                  | payment:pi_1      |
          charge             | "id": "ch_1", "payment_intent": {"id": "pi_1"}          | payment:pi_1      |
          charge             | "id": "ch_1", "payment_intent": null                    |                   |
          refund             | "id": "re_1", "payment_intent": "pi_1"                  | payment:pi_1      |
          dispute            | "id": "dp_1", "payment_intent": "pi_1"                  | payment:pi_1      |
          review             | "id": "prv_1", "payment_intent": "pi_1"                 | payment:pi_1      |
          radar.early_fraud_warning | "id": "issfr_1", "payment_intent": "pi_1"        | payment:pi_1      |
          invoice            | "id": "in_1", "customer": "cus_1"                       | invoice:in_1      | cus_1
          invoice            | "customer": "cus_1"                                     |                   | cus_1
          invoice_payment    | "id": "inpay_1", "invoice": "in_1"                      | invoice:in_1      |
          checkout.session   | "id": "cs_1", "payment_intent": "pi_1", "invoice": null | payment:pi_1      |
          checkout.session   | "id": "cs_1", "payment_intent": null, "invoice": "in_1", "subscription": "sub_1" | invoice:in_1 |
          checkout.session   | "id": "cs_1", "invoice": null, "subscription": "sub_1"  | subscription:sub_1 |
          checkout.session   | "id": "cs_1", "payment_intent": null                    |                   |
          price              | "id": "price_1"                                         |                   |
          """)
  void leadsToWhatIsMirrored(String object, String fields, String subject, String customer) {
    var event = read("{\"object\": \"%s\", %s}".formatted(object, fields), "null");
    assertThat(event.subject().map(Subject::word).orElse(null)).isEqualTo(subject);
    assertThat(event.customer().orElse(null)).isEqualTo(customer);
  }

  /// Once a card is taken away it is nobody's; only what changed says whose it was.
  @Test
  void findsWhoseCardWasTakenAway() {
    var event =
        read(
            "{\"object\": \"payment_method\", \"id\": \"pm_1\", \"customer\": null}",
            "{\"customer\": \"cus_1\"}");
    assertThat(event.subject()).contains(new Subject(Subject.Kind.CUSTOMER, "cus_1"));
  }

  @Test
  void ignoresNamesThatNobodyGives() {
    var id = "x".repeat(256);
    var event = read("{\"object\": \"customer\", \"id\": \"%s\"}".formatted(id), "{}");
    assertThat(event.subject()).isEmpty();
  }
}
