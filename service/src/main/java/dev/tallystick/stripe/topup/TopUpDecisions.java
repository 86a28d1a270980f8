package dev.tallystick.stripe.topup;

import dev.tallystick.alert.AlertKind;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Account;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.topup.TopUp.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides what is to be done for a shortfall, with the user's account locked, so that no call is
/// charged and no setting changed meanwhile.
final class TopUpDecisions {
  /// How long one is worked on by one server: as long as some requests take that Stripe answers
  /// slowly, each after a retry or two. Nothing depends on it but that work is not done twice: a
  /// payment intent can be paid only once, whoever confirms it.
  static final Duration LEASE = Duration.ofMinutes(10);

  private final Ledger ledger;
  private final StripeSettings settings;

  TopUpDecisions(Ledger ledger, StripeSettings settings) {
    this.ledger = ledger;
    this.settings = settings;
  }

  /// What is to be done now, at Stripe.
  sealed interface Step {
    /// Nothing: it was settled, or somebody else does it.
    record Nothing() implements Step {}

    /// @param customer Stripe's; empty if the user has none
    record Pay(TopUp topUp, Optional<String> customer) implements Step {}

    /// The card was declined as often as we try.
    record GiveUp(TopUp topUp) implements Step {}

    /// Nothing is to be paid any more.
    ///
    /// @param status what becomes of it
    record Withdraw(TopUp topUp, String payment, Status status) implements Step {}
  }

  /// The user, as far as it matters here.
  private record Payer(boolean isActive, Optional<String> customer) {}

  /// Takes a top-up that is due, and decides.
  Step decide(Tx tx, TopUpSteps.Key key, Instant now) {
    var account = ledger.lock(tx, List.of(key.user())).get(key.user());
    var claimed = TopUpSteps.claim(tx, key, now, now.plus(LEASE));
    if (claimed.isEmpty() || account == null) return new Step.Nothing();
    var topUp = claimed.get();
    var payer = payer(tx, key);
    var wanted = AutoTopUps.find(tx, key.user()).filter(it -> it.isEnabled() && isOf(topUp, it));
    if (isExhausted(topUp)) return new Step.GiveUp(topUp);
    if (wanted.isEmpty() || !payer.isActive()) return drop(tx, topUp, Status.CANCELED, now);
    if (!account.isShort()) return drop(tx, topUp, Status.RECOVERED, now);
    if (topUp.order().isPresent()) return new Step.Pay(topUp, payer.customer());
    return order(tx, topUp, wanted.get(), account, now)
        .<Step>map(ordered -> new Step.Pay(ordered, payer.customer()))
        .orElseGet(Step.Nothing::new);
  }

  /// Whether these settings are those by which it was decided what to buy.
  private static boolean isOf(TopUp topUp, AutoTopUp settings) {
    return topUp.order().filter(it -> settings.updatedAt().isAfter(it.decidedAt())).isEmpty();
  }

  boolean isExhausted(TopUp topUp) {
    return topUp.declines() > TopUps.pauses(settings.declined()).size();
  }

  private Step drop(Tx tx, TopUp topUp, Status status, Instant now) {
    if (topUp.payment().isPresent()) {
      return new Step.Withdraw(topUp, topUp.payment().get(), status);
    }
    // Who makes a payment intent now will find that it cannot be noted.
    var _ = TopUpSteps.settle(tx, topUp, status, now);
    return new Step.Nothing();
  }

  private Optional<TopUp> order(
      Tx tx, TopUp topUp, AutoTopUp wanted, Account account, Instant now) {
    var pack = settings.packs().get(wanted.pack());
    if (pack == null) {
      var _ = TopUpSteps.settle(tx, topUp, Status.CANCELED, now);
      AutoTopUps.disable(tx, ledger, topUp.userId(), "pack_gone", now, now);
      return Optional.empty();
    }
    long spent = TopUpSteps.spent(tx, topUp.userId(), pack.currency(), now);
    return switch (Need.of(account, pack, wanted.monthlyAmountMax() - spent)) {
      case Need.Packs(int count) ->
          Optional.of(TopUpSteps.order(tx, topUp, TopUp.Order.of(pack, count, now)));
      case Need.OverMax() -> {
        cap(tx, topUp, wanted, pack, now);
        yield Optional.empty();
      }
      case Need.Nothing() -> throw new IllegalStateException("the account is short");
    };
  }

  /// Told once a month.
  private void cap(Tx tx, TopUp topUp, AutoTopUp wanted, Pack pack, Instant now) {
    boolean wasCapped = TopUpSteps.wasCapped(tx, topUp.userId(), now);
    if (!TopUpSteps.settle(tx, topUp, Status.CAPPED, now) || wasCapped) return;
    var details =
        Map.of(
            "below", wanted.below().toString(),
            "max", Amounts.text(wanted.monthlyAmountMax(), pack.currency()),
            "until",
                LocalDate.ofInstant(ShortfallNotices.monthOf(now, 1), ZoneOffset.UTC).toString());
    Alerts.raise(tx, topUp.userId(), AlertKind.TOP_UP_CAPPED, details, ledger.newId(), now);
  }

  /// Settles what was given up: its payment intent can not be paid any more.
  void giveUp(Tx tx, TopUp topUp, Instant now) {
    var _ = ledger.lock(tx, List.of(topUp.userId()));
    if (!TopUpSteps.settle(tx, topUp, Status.DECLINED, now)) return;
    var reason = topUp.declineCode().orElse("card_declined");
    var decidedAt = topUp.order().orElseThrow().decidedAt();
    AutoTopUps.disable(tx, ledger, topUp.userId(), reason, decidedAt, now);
  }

  /// Settles what Stripe refuses, which it would refuse again: nothing can be paid for it any more.
  void refused(Tx tx, TopUp topUp, String code, Instant now) {
    var _ = ledger.lock(tx, List.of(topUp.userId()));
    if (!TopUpSteps.settle(tx, topUp, Status.CANCELED, now)) return;
    var decidedAt = topUp.order().map(TopUp.Order::decidedAt).orElse(now);
    AutoTopUps.disable(tx, ledger, topUp.userId(), code, decidedAt, now);
  }

  /// Notes that the card was declined, and tells the user if it is tried again.
  ///
  /// @return the top-up as it is now, if this was not noted before
  Optional<TopUp> declined(Tx tx, TopUp topUp, String code, Instant now) {
    var pauses = TopUps.pauses(settings.declined());
    boolean isLast = topUp.declines() >= pauses.size();
    // The last one is given up at once, by who noted it.
    var retryAt = isLast ? topUp.retryAt() : now.plus(pauses.get(topUp.declines()));
    var noted = TopUpSteps.noteDecline(tx, topUp, code, retryAt);
    if (noted.isPresent() && !isLast) {
      var order = topUp.order().orElseThrow();
      var details =
          Map.of(
              "credits", order.credits().toString(),
              "price", order.price(),
              "reason", code,
              "again", LocalDate.ofInstant(retryAt, ZoneOffset.UTC).toString());
      Alerts.raise(tx, topUp.userId(), AlertKind.TOP_UP_DECLINED, details, ledger.newId(), now);
    }
    return noted;
  }

  private static final String PAYER =
      """
      SELECT status = 'active' AS is_active, stripe_customer_id
        FROM tally.users
       WHERE id = :user
      """;

  private static Payer payer(Tx tx, TopUpSteps.Key key) {
    return tx.query(PAYER)
        .bind("user", key.user())
        .map(
            (row, _) ->
                new Payer(
                    row.getBoolean("is_active"),
                    Optional.ofNullable(row.getString("stripe_customer_id"))))
        .one();
  }
}
