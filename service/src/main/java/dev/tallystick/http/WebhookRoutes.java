package dev.tallystick.http;

import dev.tallystick.http.Problem.Code;
import dev.tallystick.stripe.Stripe;
import dev.tallystick.stripe.Webhooks;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where Stripe sends its events to. Whoever sends them has no credential: they are signed.
final class WebhookRoutes {
  private final Optional<Webhooks> webhooks;

  /// @param stripe empty: it is not set up
  WebhookRoutes(Optional<Stripe> stripe) {
    this.webhooks = stripe.map(Stripe::webhooks);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/stripe/webhook", new Access.Open(), Set.of(), this::receive));
  }

  private Answer receive(Call call) {
    var open = webhooks.orElseThrow(() -> stripeOff().refused());
    return switch (open.receive(body(call), call.header("Stripe-Signature"))) {
      case Webhooks.Receipt.Stored _ ->
          Answer.json(
              200,
              json -> {
                json.writeStartObject();
                json.writeEndObject();
              });
      case Webhooks.Receipt.Refused(var sentence) ->
          Problem.of(Code.WEBHOOK_INVALID, sentence).answer();
    };
  }

  /// No event is so large: like all that is none, it is a 400.
  private static byte[] body(Call call) {
    try {
      return call.body(Webhooks.BODY_BYTES_MAX);
    } catch (Problem.Refused refused) {
      if (refused.problem().code() != Code.BODY_TOO_LARGE) throw refused;
      throw Problem.of(Code.WEBHOOK_INVALID, refused.problem().detail()).refused();
    }
  }

  static Problem stripeOff() {
    return Problem.of(Code.STRIPE_OFF, "set TALLY_STRIPE_API_KEY where the server is started");
  }
}
