package dev.tallystick.page;

import java.util.List;
import java.util.Optional;

/// What the page shows where users see their credits and buy more.
///
/// @param notice what was done
/// @param fault what is wrong with the form that was sent
/// @param available in words
/// @param figures what else there is to say of the balance
/// @param operation names what the buttons buy, so that pressed twice they buy once
/// @param packs what is sold
/// @param plans what can be subscribed to; none for who is subscribed
/// @param topUp how credits are bought when they run short; empty where none are sold
/// @param hasPortal whether cards and subscriptions can be managed
/// @param older the path to the next page of payments
record CreditView(
    Optional<String> notice,
    Optional<String> fault,
    List<Told> alerts,
    String available,
    List<Figure> figures,
    String operation,
    List<Sold> packs,
    List<Sold> plans,
    Optional<TopUp> topUp,
    List<Subscription> subscriptions,
    boolean hasPortal,
    List<Payment> payments,
    String none,
    Optional<String> older) {
  CreditView {
    alerts = List.copyOf(alerts);
    figures = List.copyOf(figures);
    packs = List.copyOf(packs);
    plans = List.copyOf(plans);
    subscriptions = List.copyOf(subscriptions);
    payments = List.copyOf(payments);
  }

  /// An alert that was not seen.
  record Told(String id, String sentence, String since) {}

  /// @param value in words
  record Figure(String name, String value) {}

  /// Something that is sold.
  ///
  /// @param id what the form sends
  /// @param detail what it costs, where that is known here
  record Sold(String id, String credits, String detail) {}

  /// @param summary how it stands
  /// @param isFaulty whether it was switched off, and not by the user
  /// @param below as typed
  /// @param max as typed, in the currency's main unit
  /// @param currency of the packs
  record TopUp(
      boolean isEnabled,
      String summary,
      boolean isFaulty,
      String below,
      String max,
      String currency,
      List<Choice> packs) {
    TopUp {
      packs = List.copyOf(packs);
    }
  }

  record Choice(String name, String text, boolean isChosen) {}

  /// @param kind of the status, as a word that the stylesheet knows
  record Subscription(String name, String status, String kind, String detail) {}

  /// @param kind of the status, as a word that the stylesheet knows
  record Payment(
      String what, String since, String status, String kind, String detail, String amount) {}
}
