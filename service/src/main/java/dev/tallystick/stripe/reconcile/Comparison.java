package dev.tallystick.stripe.reconcile;

import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.Entitlement;
import dev.tallystick.stripe.OurHalf;
import dev.tallystick.stripe.PaymentState;
import dev.tallystick.stripe.StripeHalf;
import dev.tallystick.stripe.reconcile.Difference.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds the two halves of the tally against each other.
final class Comparison {
  /// The field of the credits of a purchase, as they are in the ledger.
  static final String GIVEN = "credits_given";

  private static final String USER = "user_id";
  private static final String CURRENCY = "currency";

  /// Which fields are money that Stripe holds for us, or no longer does.
  private static final Map<String, Integer> TAKINGS =
      Map.of("amount_received", 1, "amount_refunded", -1, "amount_disputed", -1, "amount_lost", -1);

  /// What a payment began with: that stays, whatever is written into its metadata later.
  private static final Set<String> BEGUN = Set.of("credits", "checkout_id", "top_up_id");

  /// What goes with a user who is deleted; it must not come back.
  private static final Set<String> PERSONAL = Set.of("email", "card_fingerprint", "lines");

  private final StripeHalf stripe;
  private final Optional<UUID> user;

  private Comparison(StripeHalf stripe, Optional<UUID> user) {
    this.stripe = stripe;
    this.user = user;
  }

  /// What differs, and what else there is to know.
  ///
  /// @param user whose it is, by what Stripe says and what is known of its customer
  /// @param credits what it gives, and what was given for it
  static List<Difference> of(
      StripeHalf stripe, Optional<UUID> user, Entitlement credits, Optional<OurHalf> ours) {
    var comparison = new Comparison(stripe, user);
    return ours.map(own -> comparison.differences(own, credits))
        .orElseGet(() -> List.of(comparison.missing(credits)));
  }

  private Difference missing(Entitlement credits) {
    return new Difference(
        stripe.subject().word(),
        Difference.OBJECT,
        Status.SUSPECTED,
        user,
        Optional.of(summary(stripe.fields())),
        Optional.empty(),
        takings(stripe.fields()),
        currency(stripe.fields()),
        Optional.of(credits.difference()).filter(it -> !it.isZero()));
  }

  private List<Difference> differences(OurHalf ours, Entitlement credits) {
    var found = new ArrayList<Difference>();
    if (user.isPresent()) {
      var own = ours.user().map(UUID::toString);
      compare(USER, user.map(UUID::toString), own, ours).ifPresent(found::add);
    }
    stripe
        .fields()
        .forEach(
            (name, value) ->
                compare(name, value, text(ours.fields(), name), ours).ifPresent(found::add));
    if (!credits.difference().isZero()) found.add(credits(credits, ours));
    unassigned(ours).ifPresent(why -> found.add(note(Difference.UNASSIGNED, why)));
    ours.refused().ifPresent(why -> found.add(note(Difference.REFUSED, why)));
    return found;
  }

  private Optional<Difference> compare(
      String field, Optional<String> theirs, Optional<String> own, OurHalf ours) {
    if (theirs.equals(own)) return Optional.empty();
    if (ours.isErased() && PERSONAL.contains(field)) return Optional.empty();
    var amount =
        Optional.ofNullable(TAKINGS.get(field)).map(sign -> sign * (number(theirs) - number(own)));
    var status = stays(field, ours) ? Status.NOTE : Status.SUSPECTED;
    return Optional.of(difference(field, status, theirs, own, amount, Optional.empty()));
  }

  /// Whether it stays as it was said first.
  private boolean stays(String field, OurHalf ours) {
    return switch (stripe.subject().kind()) {
      case CUSTOMER, SUBSCRIPTION -> false;
      case INVOICE -> field.equals(USER) && ours.user().isPresent();
      case PAYMENT ->
          field.equals(USER)
              ? ours.user().isPresent()
              : BEGUN.contains(field) && text(ours.fields(), "credits").isPresent();
    };
  }

  /// What could not be given is known.
  private Difference credits(Entitlement credits, OurHalf ours) {
    var isRefused = ours.refused().isPresent() && credits.difference().isPositive();
    return difference(
        GIVEN,
        isRefused ? Status.NOTE : Status.SUSPECTED,
        Optional.of(credits.due().toString()),
        Optional.of(credits.given().toString()),
        Optional.empty(),
        Optional.of(credits.difference()));
  }

  private Difference note(String field, String why) {
    var summary = Optional.of(summary(stripe.fields()));
    var takings = takings(stripe.fields());
    return difference(field, Status.NOTE, summary, Optional.of(why), takings, Optional.empty());
  }

  private Difference difference(
      String field,
      Status status,
      Optional<String> theirs,
      Optional<String> ours,
      Optional<Long> amount,
      Optional<Credits> credits) {
    return new Difference(
        stripe.subject().word(),
        field,
        status,
        user,
        theirs,
        ours,
        amount,
        amount.flatMap(_ -> text(stripe.fields(), CURRENCY)),
        credits);
  }

  /// What only the database has.
  static Difference surplus(OurHalf ours) {
    return new Difference(
        ours.subject().word(),
        Difference.OBJECT,
        Status.SUSPECTED,
        ours.user(),
        Optional.empty(),
        Optional.of(summary(ours.fields())),
        takings(ours.fields()).map(amount -> -amount),
        currency(ours.fields()),
        Optional.empty());
  }

  /// Why a payment that was received gives nobody anything.
  private Optional<String> unassigned(OurHalf ours) {
    var isPaid = stripe.state() instanceof PaymentState payment && payment.isPaid();
    if (!isPaid) return Optional.empty();
    if (ours.user().or(() -> user).isEmpty()) return Optional.of("of nobody who is a user");
    var isSold =
        text(ours.fields(), "invoice_id").isPresent()
            || BEGUN.stream().filter(field -> text(ours.fields(), field).isPresent()).count() == 2;
    return isSold ? Optional.empty() : Optional.of("for nothing that is sold here");
  }

  /// The money that Stripe holds for it, where it is about money.
  private static Optional<Long> takings(Map<String, Optional<String>> fields) {
    if (!fields.containsKey("amount_received")) return Optional.empty();
    return Optional.of(
        TAKINGS.entrySet().stream()
            .mapToLong(field -> field.getValue() * number(text(fields, field.getKey())))
            .sum());
  }

  private static Optional<String> currency(Map<String, Optional<String>> fields) {
    return takings(fields).flatMap(_ -> text(fields, CURRENCY));
  }

  /// A few words on an object.
  private static String summary(Map<String, Optional<String>> fields) {
    var amount = text(fields, "amount").or(() -> text(fields, "total"));
    var words =
        Stream.of(text(fields, "status"), amount, amount.flatMap(_ -> text(fields, CURRENCY)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? "is there" : words;
  }

  private static Optional<String> text(Map<String, Optional<String>> fields, String name) {
    return fields.getOrDefault(name, Optional.empty());
  }

  private static long number(Optional<String> text) {
    return text.map(Long::parseLong).orElse(0L);
  }
}
