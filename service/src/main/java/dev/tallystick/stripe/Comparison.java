package dev.tallystick.stripe;

import dev.tallystick.stripe.Difference.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds the two halves of the tally against each other.
final class Comparison {
  /// Which fields are money that Stripe holds for us, or no longer does.
  private static final Map<String, Integer> TAKINGS =
      Map.of("amount_received", 1, "amount_refunded", -1, "amount_disputed", -1, "amount_lost", -1);

  private Comparison() {}

  /// What differs, and what else there is to know.
  ///
  /// @param user whose it is, by what Stripe says and what is known of its customer
  static List<Difference> of(StripeHalf stripe, Optional<UUID> user, Optional<OurHalf> ours) {
    if (ours.isEmpty()) return List.of(missing(stripe, user));
    var found = new ArrayList<Difference>();
    var before = ours.get();
    if (user.isPresent() && !user.equals(before.user())) {
      found.add(
          difference(
              stripe,
              user,
              "user_id",
              user.map(UUID::toString),
              before.user().map(UUID::toString)));
    }
    stripe
        .fields()
        .forEach(
            (name, value) -> {
              if (before.isErased() && StripeErasure.COLUMNS.contains(name)) return;
              var own = before.fields().getOrDefault(name, Optional.empty());
              if (!value.equals(own)) found.add(difference(stripe, user, name, value, own));
            });
    found.addAll(notes(stripe, user, before));
    return found;
  }

  private static Difference difference(
      StripeHalf stripe,
      Optional<UUID> user,
      String field,
      Optional<String> theirs,
      Optional<String> ours) {
    var sign = Optional.ofNullable(TAKINGS.get(field));
    var amount = sign.map(it -> it * (number(theirs) - number(ours)));
    return new Difference(
        stripe.subject().word(),
        field,
        Status.SUSPECTED,
        user,
        theirs,
        ours,
        amount,
        amount.flatMap(_ -> text(stripe.fields(), "currency")),
        Optional.empty());
  }

  private static Difference missing(StripeHalf stripe, Optional<UUID> user) {
    return new Difference(
        stripe.subject().word(),
        Difference.OBJECT,
        Status.SUSPECTED,
        user,
        Optional.of(summary(stripe.fields())),
        Optional.empty(),
        takings(stripe.fields()),
        takings(stripe.fields()).flatMap(_ -> text(stripe.fields(), "currency")),
        Optional.empty());
  }

  /// What only the database has.
  static Difference surplus(OurHalf ours) {
    var takings = takings(ours.fields()).map(amount -> -amount);
    return new Difference(
        ours.subject().word(),
        Difference.OBJECT,
        Status.SUSPECTED,
        ours.user(),
        Optional.empty(),
        Optional.of(summary(ours.fields())),
        takings,
        takings.flatMap(_ -> text(ours.fields(), "currency")),
        Optional.empty());
  }

  private static List<Difference> notes(StripeHalf stripe, Optional<UUID> user, OurHalf ours) {
    var notes = new ArrayList<Difference>();
    unassigned(stripe, user, ours)
        .ifPresent(
            why ->
                notes.add(
                    note(
                        stripe,
                        user,
                        Difference.UNASSIGNED,
                        Optional.of(summary(stripe.fields())),
                        Optional.of(why))));
    ours.refused()
        .ifPresent(
            why ->
                notes.add(
                    note(
                        stripe,
                        user,
                        Difference.REFUSED,
                        Optional.of(summary(stripe.fields())),
                        Optional.of(why))));
    return notes;
  }

  /// Why a payment that was received gives nobody anything.
  private static Optional<String> unassigned(StripeHalf stripe, Optional<UUID> user, OurHalf ours) {
    var isPaid =
        stripe.subject().kind() == Subject.Kind.PAYMENT
            && text(stripe.fields(), "status").equals(Optional.of("succeeded"));
    if (!isPaid) return Optional.empty();
    if (user.isEmpty()) return Optional.of("the payment of nobody who is a user");
    var isSold =
        text(stripe.fields(), "credits").isPresent()
            && (text(stripe.fields(), "checkout_id").isPresent()
                || text(stripe.fields(), "top_up_id").isPresent());
    return isSold || text(ours.fields(), "invoice_id").isPresent()
        ? Optional.empty()
        : Optional.of("the payment says of no credits that it is for");
  }

  private static Difference note(
      StripeHalf stripe,
      Optional<UUID> user,
      String field,
      Optional<String> theirs,
      Optional<String> ours) {
    var takings = takings(stripe.fields());
    return new Difference(
        stripe.subject().word(),
        field,
        Status.NOTE,
        user,
        theirs,
        ours,
        takings,
        takings.flatMap(_ -> text(stripe.fields(), "currency")),
        Optional.empty());
  }

  /// The money that Stripe holds for it, where it is about money.
  private static Optional<Long> takings(Map<String, Optional<String>> fields) {
    if (!fields.containsKey("amount_received")) return Optional.empty();
    return Optional.of(
        TAKINGS.entrySet().stream()
            .mapToLong(field -> field.getValue() * number(text(fields, field.getKey())))
            .sum());
  }

  /// A few words on an object.
  private static String summary(Map<String, Optional<String>> fields) {
    var amount = text(fields, "amount").or(() -> text(fields, "total"));
    var words =
        Stream.of(text(fields, "status"), amount, amount.flatMap(_ -> text(fields, "currency")))
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
