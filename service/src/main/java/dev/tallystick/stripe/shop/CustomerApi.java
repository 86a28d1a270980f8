package dev.tallystick.stripe.shop;

import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.checkout.SessionListParams;
import dev.tallystick.stripe.CustomerState;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What is asked of Stripe to find, make, name and delete customers. Thread-safe.
final class CustomerApi {
  private static final long FOUND_MAX = 100;

  private final StripeApi stripe;

  CustomerApi(StripeApi stripe) {
    this.stripe = stripe;
  }

  /// The customers whose metadata name a user. Stripe's search lags behind by a minute, or more
  /// when it is ill.
  List<CustomerState> of(UUID user) {
    var params =
        CustomerSearchParams.builder()
            .setQuery("metadata['%s']:'%s'".formatted(StripeApi.USER, user))
            .setLimit(FOUND_MAX)
            .build();
    var found = stripe.json(api -> api.customers().search(params));
    return StripeApi.elements(found).stream().map(CustomerState::read).toList();
  }

  /// Makes a customer. What is sent is the same for ever, and so the key may come again.
  CustomerState create(UUID user, String key) {
    var params =
        CustomerCreateParams.builder().putMetadata(StripeApi.USER, user.toString()).build();
    var made = stripe.json(api -> api.customers().create(params, StripeApi.once(key)));
    return CustomerState.read(made);
  }

  /// Says what a customer is called.
  void introduce(String customer, String email, Optional<String> name) {
    var params = CustomerUpdateParams.builder().setEmail(email);
    name.ifPresent(params::setName);
    var _ = stripe.send(api -> api.customers().update(customer, params.build()));
  }

  /// Closes the pages where a customer could still pay.
  void closeCheckouts(String customer) {
    var open =
        StripeApi.all(
            after -> {
              var params =
                  SessionListParams.builder()
                      .setCustomer(customer)
                      .setStatus(SessionListParams.Status.OPEN)
                      .setLimit(FOUND_MAX);
              after.ifPresent(params::setStartingAfter);
              return stripe.json(api -> api.checkout().sessions().list(params.build()));
            });
    for (var session : open) {
      var id = StripeJson.requiredText(session, "id");
      var _ = stripe.send(api -> api.checkout().sessions().expire(id));
    }
  }

  /// Deletes a customer for good, which ends their subscriptions at once.
  void delete(String customer) {
    var _ = stripe.send(api -> api.customers().delete(customer));
  }
}
