package dev.tallystick.page;

import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Ledger;
import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.shop.Payment;
import dev.tallystick.stripe.shop.PurchaseReader;
import dev.tallystick.stripe.shop.Shop;
import dev.tallystick.stripe.shop.Subscription;
import dev.tallystick.stripe.topup.AutoTopUp;
import dev.tallystick.stripe.topup.AutoTopUps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// What the page of one's credits shows, read from all who know of it. Asks nothing of Stripe.
record CreditShowing(
    Users users,
    Ledger ledger,
    PurchaseReader reader,
    Alerts alerts,
    AutoTopUps autoTopUps,
    Optional<Shop> shop,
    Supplier<UUID> ids) {
  private static final int PAYMENTS_MAX = 20;
  private static final int ALERTS_MAX = 5;
  private static final Form NOTHING_TYPED = new Form(Map.of());

  /// @param fault what is wrong with the form that was sent
  CreditView view(Visit visit, Optional<String> fault) {
    var user = visit.person().userId();
    var account = ledger.account(user).orElseThrow();
    // What is no cursor of ours begins at the first page.
    var before = visit.call().query("before").filter(id -> reader.isPaymentOf(user, id));
    // One more than is shown says whether there are older ones.
    var payments = reader.payments(user, before, PAYMENTS_MAX + 1);
    var subscriptions = reader.subscriptions(user);
    boolean isSubscribed = subscriptions.stream().anyMatch(Subscription::isRunning);
    return new CreditView(
        visit.call().query("done").flatMap(CreditShowing::notice),
        fault,
        told(user),
        CreditWords.number(account.available()),
        figures(account, users.find(user).flatMap(User::nextQuotaReset).map(Ages::day)),
        ids.get().toString(),
        packs(),
        isSubscribed ? List.of() : plans(),
        topUp(user, fault.map(_ -> visit.form()).orElse(NOTHING_TYPED)),
        subscriptions.stream().map(this::shown).limit(PAYMENTS_MAX).toList(),
        shop.isPresent() && !(payments.isEmpty() && subscriptions.isEmpty()),
        payments.stream().limit(PAYMENTS_MAX).map(CreditShowing::shown).toList(),
        before.isPresent() ? "There are no older ones." : "None yet.",
        payments.size() <= PAYMENTS_MAX
            ? Optional.empty()
            : Optional.of(CreditPages.PATH + "?before=" + payments.get(PAYMENTS_MAX - 1).id()));
  }

  private static Optional<String> notice(String done) {
    return switch (done) {
      case "paid" ->
          Optional.of(
              "Thank you. The credits come as soon as the payment is confirmed, within seconds as a"
                  + " rule.");
      case "top-up" -> Optional.of("Saved.");
      default -> Optional.empty();
    };
  }

  private List<CreditView.Told> told(UUID user) {
    return alerts.list(user, true, Optional.empty(), ALERTS_MAX).stream()
        .map(
            alert ->
                new CreditView.Told(
                    alert.id().toString(), alert.sentence(), Ages.day(alert.createdAt())))
        .toList();
  }

  private static List<CreditView.Figure> figures(Account account, Optional<String> nextReset) {
    var figures = new ArrayList<CreditView.Figure>();
    figure(figures, "Owed", account.debt());
    figure(figures, "Set aside for calls under way", account.held());
    nextReset.ifPresent(day -> figures.add(new CreditView.Figure("Next renewal", day)));
    return figures;
  }

  private static void figure(List<CreditView.Figure> figures, String name, Credits credits) {
    if (!credits.isPositive()) return;
    figures.add(new CreditView.Figure(name, CreditWords.credits(credits)));
  }

  private List<CreditView.Sold> packs() {
    return sold().stream()
        .map(
            pack ->
                new CreditView.Sold(pack.name(), CreditWords.credits(pack.credits()), price(pack)))
        .toList();
  }

  private List<Pack> sold() {
    return shop.map(it -> it.settings().packsByPrice()).orElse(List.of());
  }

  private static String price(Pack pack) {
    return Amounts.text(pack.amount(), pack.currency());
  }

  private Map<String, Credits> planCredits() {
    return shop.map(it -> it.settings().plans()).orElse(Map.of());
  }

  private List<CreditView.Sold> plans() {
    return new TreeMap<>(planCredits())
        .entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(
                plan ->
                    new CreditView.Sold(
                        plan.getKey(), CreditWords.credits(plan.getValue()) + " a month", ""))
            .toList();
  }

  /// @param typed what was sent and is at fault: it is shown again
  private Optional<CreditView.TopUp> topUp(UUID user, Form typed) {
    if (sold().isEmpty()) return Optional.empty();
    var packs = shop.map(it -> it.settings().packs()).orElse(Map.of());
    return autoTopUps.standing(user, packs).map(standing -> topUp(standing, packs, typed));
  }

  private CreditView.TopUp topUp(
      AutoTopUps.Standing standing, Map<String, Pack> packs, Form typed) {
    var settings = standing.settings();
    var chosen =
        typed
            .text("pack")
            .or(() -> settings.map(AutoTopUp::pack))
            .map(packs::get)
            .orElseGet(() -> sold().getFirst());
    boolean isEnabled = settings.filter(AutoTopUp::isEnabled).isPresent();
    boolean isFaulty = settings.flatMap(AutoTopUp::disabledReason).isPresent();
    return new CreditView.TopUp(
        isEnabled,
        summary(standing, isEnabled, isFaulty, settings.map(AutoTopUp::pack).map(packs::get)),
        isFaulty,
        typed.text("below").or(() -> settings.map(it -> it.below().toString())).orElse("100"),
        typed
            .text("max")
            .orElseGet(
                () ->
                    Amounts.number(
                        settings.map(AutoTopUp::monthlyAmountMax).orElse(5 * chosen.amount()),
                        chosen.currency())),
        chosen.currency().toUpperCase(Locale.ROOT),
        sold().stream()
            .map(
                pack ->
                    new CreditView.Choice(
                        pack.name(),
                        "%s for %s".formatted(CreditWords.credits(pack.credits()), price(pack)),
                        pack.name().equals(chosen.name())))
            .toList());
  }

  /// @param pack what is bought; empty: it is sold no more
  private static String summary(
      AutoTopUps.Standing standing, boolean isEnabled, boolean isFaulty, Optional<Pack> pack) {
    if (isFaulty) return "Switched off, for a reason that an alert told.";
    if (!isEnabled) return "Off. Nothing is bought unless you do it yourself.";
    if (pack.isEmpty()) return "On, but what it buys is not sold any more: choose another pack.";
    var currency = pack.get().currency();
    return "On. %s of at most %s were spent this month."
        .formatted(
            Amounts.text(standing.spent(), currency),
            Amounts.text(standing.settings().orElseThrow().monthlyAmountMax(), currency));
  }

  private CreditView.Subscription shown(Subscription subscription) {
    var credits = subscription.price().map(planCredits()::get);
    return new CreditView.Subscription(
        credits.map(it -> CreditWords.credits(it) + " a month").orElse("Subscription"),
        PaymentWords.status(subscription),
        PaymentWords.kind(subscription),
        PaymentWords.detail(subscription));
  }

  private static CreditView.Payment shown(Payment payment) {
    return new CreditView.Payment(
        PaymentWords.what(payment),
        Ages.day(payment.madeAt()),
        PaymentWords.status(payment.standing()),
        PaymentWords.kind(payment.standing()),
        PaymentWords.detail(payment),
        Amounts.text(payment.amount(), payment.currency()));
  }
}
