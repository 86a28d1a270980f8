package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Reversal;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How Stripe is reached, and what is sold through it.
///
/// @param webhookSecrets one, or two while it is replaced
/// @param base where Stripe's API is; empty: where it is for everybody
/// @param packs by name
/// @param plans the credits a month of Stripe's prices, by their ids
/// @param spent what becomes of credits that were spent when their payment goes back
/// @param declined what becomes of auto top-up when a card is declined
/// @param requestsPerSecond how many requests are sent to Stripe at most
public record StripeSettings(
    String apiKey,
    List<String> webhookSecrets,
    Optional<URI> base,
    Map<String, Pack> packs,
    Map<String, Credits> plans,
    Reversal.Spent spent,
    Declined declined,
    int requestsPerSecond) {
  private static final Pattern PACK =
      Pattern.compile("([a-z0-9_-]{1,60})=([0-9.]{1,20}):([0-9]{1,12}):([a-z]{3})");
  private static final Pattern PLAN = Pattern.compile("([A-Za-z0-9_]{1,255})=([0-9.]{1,20})");

  /// Stripe allows 100 reads a second; others may read too.
  private static final int REQUESTS_PER_SECOND = 50;

  private static final int REQUESTS_PER_SECOND_MAX = 10_000;

  /// What becomes of auto top-up when a card is declined.
  public enum Declined {
    /// It is switched off at once.
    DISABLE,
    /// It is tried again, a day and three days later, and switched off then.
    RETRY
  }

  public StripeSettings {
    webhookSecrets = List.copyOf(webhookSecrets);
    packs = Map.copyOf(packs);
    plans = Map.copyOf(plans);
  }

  /// The packs, cheapest first.
  public List<Pack> packsByPrice() {
    return packs.values().stream()
        .sorted(
            Comparator.comparing(Pack::currency)
                .thenComparingLong(Pack::amount)
                .thenComparing(Pack::name))
        .toList();
  }

  /// Without the secrets, so that no log line has them.
  @Override
  public String toString() {
    return "StripeSettings[base=%s, packs=%s, plans=%s]".formatted(base, packs, plans);
  }

  /// Reads TALLY_STRIPE_API_KEY, and if that is set TALLY_STRIPE_WEBHOOK_SECRET,
  /// TALLY_STRIPE_API_BASE, TALLY_STRIPE_PACKS, TALLY_STRIPE_PLANS, TALLY_STRIPE_SPENT,
  /// TALLY_STRIPE_DECLINED and TALLY_STRIPE_REQUESTS_PER_SECOND.
  ///
  /// @return empty if there is no key: then nothing is sold
  /// @throws IllegalArgumentException naming the variable and what it should be, without a secret
  public static Optional<StripeSettings> of(Map<String, String> environment) {
    var key = value(environment, "TALLY_STRIPE_API_KEY");
    if (key.isEmpty()) return Optional.empty();
    return Optional.of(
        new StripeSettings(
            key.get(),
            secrets(environment),
            value(environment, "TALLY_STRIPE_API_BASE").map(StripeSettings::base),
            packs(environment),
            plans(environment),
            spent(environment),
            declined(environment),
            requestsPerSecond(environment)));
  }

  private static List<String> secrets(Map<String, String> environment) {
    var text =
        value(environment, "TALLY_STRIPE_WEBHOOK_SECRET")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "TALLY_STRIPE_WEBHOOK_SECRET is missing: TALLY_STRIPE_API_KEY is set, and"
                            + " without it nobody knows which webhooks are Stripe's"));
    var secrets = split(text);
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException(
          "TALLY_STRIPE_WEBHOOK_SECRET holds no secret, so that every webhook would be refused");
    }
    return secrets;
  }

  private static URI base(String text) {
    try {
      var uri = URI.create(text.replaceFirst("/+$", ""));
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getRawPath().isEmpty()) return uri;
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw wrong("TALLY_STRIPE_API_BASE", "a URL such as http://localhost:12111", text);
  }

  private static Map<String, Pack> packs(Map<String, String> environment) {
    var packs = new LinkedHashMap<String, Pack>();
    for (var text : split(value(environment, "TALLY_STRIPE_PACKS").orElse(""))) {
      var pack = pack(text);
      if (packs.put(pack.name(), pack) != null) {
        throw new IllegalArgumentException(
            "TALLY_STRIPE_PACKS names %s twice".formatted(pack.name()));
      }
    }
    return packs;
  }

  private static Pack pack(String text) {
    var parts = PACK.matcher(text);
    if (parts.matches()) {
      var credits = credits(parts.group(2));
      long amount = Long.parseLong(parts.group(3));
      if (credits.isPresent() && amount > 0) {
        return new Pack(parts.group(1), credits.get(), amount, parts.group(4));
      }
    }
    throw wrong(
        "TALLY_STRIPE_PACKS",
        "packs with commas between, each NAME=CREDITS:AMOUNT:CURRENCY with the amount in cents, such"
            + " as starter=1000:1000:usd",
        text);
  }

  private static Map<String, Credits> plans(Map<String, String> environment) {
    var plans = new LinkedHashMap<String, Credits>();
    for (var text : split(value(environment, "TALLY_STRIPE_PLANS").orElse(""))) {
      var parts = PLAN.matcher(text);
      var credits = parts.matches() ? credits(parts.group(2)) : Optional.<Credits>empty();
      if (credits.isEmpty()) {
        throw wrong(
            "TALLY_STRIPE_PLANS",
            "prices of Stripe's with commas between, each with its credits a month, such as"
                + " price_1Abc=5000",
            text);
      }
      if (plans.put(parts.group(1), credits.get()) != null) {
        throw new IllegalArgumentException(
            "TALLY_STRIPE_PLANS names %s twice".formatted(parts.group(1)));
      }
    }
    return plans;
  }

  private static Optional<Credits> credits(String text) {
    try {
      var credits = Credits.exact(new BigDecimal(text));
      return Optional.of(credits).filter(Credits::isPositive);
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Reversal.Spent spent(Map<String, String> environment) {
    var word = value(environment, "TALLY_STRIPE_SPENT").orElse(Reversal.Spent.DEBT.word());
    try {
      return Reversal.Spent.ofWord(word);
    } catch (IllegalArgumentException _) {
      throw wrong("TALLY_STRIPE_SPENT", "debt or write_off", word);
    }
  }

  private static Declined declined(Map<String, String> environment) {
    var word = value(environment, "TALLY_STRIPE_DECLINED").orElse("disable");
    return switch (word) {
      case "disable" -> Declined.DISABLE;
      case "retry" -> Declined.RETRY;
      default -> throw wrong("TALLY_STRIPE_DECLINED", "disable or retry", word);
    };
  }

  private static int requestsPerSecond(Map<String, String> environment) {
    var name = "TALLY_STRIPE_REQUESTS_PER_SECOND";
    var text = value(environment, name);
    if (text.isEmpty()) return REQUESTS_PER_SECOND;
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1 && number <= REQUESTS_PER_SECOND_MAX) return number;
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(name, "a whole number from 1 to " + REQUESTS_PER_SECOND_MAX, text.get());
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static IllegalArgumentException wrong(String name, String expected, String text) {
    return new IllegalArgumentException("%s must be %s, not %s".formatted(name, expected, text));
  }
}
