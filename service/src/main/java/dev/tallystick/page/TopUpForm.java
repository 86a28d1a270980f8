package dev.tallystick.page;

import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.shop.Shop;
import dev.tallystick.stripe.topup.AutoTopUp;
import dev.tallystick.stripe.topup.AutoTopUps;
import java.math.BigDecimal;
import java.util.Optional;

/// Reads the form in which users say how credits are bought when they run short.
final class TopUpForm {
  private static final int CHARS_MAX = 20;

  private final AutoTopUps autoTopUps;
  private final Optional<Shop> shop;

  TopUpForm(AutoTopUps autoTopUps, Optional<Shop> shop) {
    this.autoTopUps = autoTopUps;
    this.shop = shop;
  }

  /// Sets what the form says.
  ///
  /// @return what is wrong with it, in a sentence
  Optional<String> set(Visit visit) {
    var form = visit.form();
    if (form.text("enabled").isEmpty()) {
      return set(
          visit, new AutoTopUp.Wish(false, Optional.empty(), Optional.empty(), Optional.empty()));
    }
    var pack = form.text("pack").flatMap(this::pack);
    if (pack.isEmpty()) return Optional.of("Choose what is bought.");
    var below = form.text("below").flatMap(TopUpForm::credits);
    if (below.isEmpty()) return Optional.of("Say below how many credits more are bought.");
    var max = form.text("max").flatMap(text -> Amounts.read(text, pack.get().currency()));
    if (max.isEmpty() || max.get() > AutoTopUp.MONTHLY_AMOUNT_MAX) {
      return Optional.of("Say how much may be spent in a month, such as 50.");
    }
    var price = pack.get().amount();
    if (max.get() < price) {
      return Optional.of(
          "One pack costs %s: allow at least that in a month."
              .formatted(Amounts.text(price, pack.get().currency())));
    }
    return set(visit, new AutoTopUp.Wish(true, below, pack.map(Pack::name), max));
  }

  private Optional<String> set(Visit visit, AutoTopUp.Wish wish) {
    var user = visit.person().userId();
    return switch (autoTopUps.set(user, wish, Visit.actor(visit.person()))) {
      case AutoTopUps.Setting.Set() -> Optional.empty();
      case AutoTopUps.Setting.UserUnknown _, AutoTopUps.Setting.UserDeleted _ ->
          Optional.of("Nothing was changed: the account is closed.");
    };
  }

  private Optional<Pack> pack(String name) {
    return shop.map(it -> it.settings().packs().get(name));
  }

  private static Optional<Credits> credits(String text) {
    if (text.length() > CHARS_MAX) return Optional.empty();
    try {
      var number = new BigDecimal(text.replace(",", ""));
      if (number.signum() < 0) return Optional.empty();
      return Optional.of(Credits.exact(number));
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
