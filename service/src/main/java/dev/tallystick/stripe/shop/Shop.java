package dev.tallystick.stripe.shop;

import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.Customers;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.Syncing;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/// The parts with which something is sold.
public record Shop(
    StripeSettings settings, Checkouts checkouts, Portal portal, CustomerDeletion deletion) {
  public static Shop of(
      Database database,
      StripeApi stripe,
      Syncing syncing,
      Customers customers,
      StripeSettings settings,
      InstantSource clock,
      Supplier<UUID> ids) {
    var customerApi = new CustomerApi(stripe);
    var checkoutApi = new CheckoutApi(stripe);
    var making = new CustomerMaking(database, customerApi, syncing);
    return new Shop(
        settings,
        new Checkouts(database, checkoutApi, making, settings, clock, ids),
        new Portal(database, checkoutApi, making),
        new CustomerDeletion(database, customerApi, syncing, customers, clock));
  }
}
