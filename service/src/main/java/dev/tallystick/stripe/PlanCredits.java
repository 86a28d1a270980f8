package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.InvoiceState.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an invoice of a subscription gives when it is paid, by the credits a month of its prices.
///
/// A period of about n months gives n times the credits of a month, each when its n-th part begins
/// and until that ends; a period shorter than a month is one. After a change of the plan within a
/// period, what the lines say that are charged or given back for a part of it is added up: credits
/// by time, as Stripe does it with the money. If that is above zero it is given at once. If it is
/// below, nothing is taken: what was given of the month stays, as the month's price does.
final class PlanCredits {
  /// A twelfth of a year, on average: 30.44 days.
  private static final long MONTH_SECONDS = Duration.ofDays(3044).toSeconds() / 100;

  private static final String CHANGE = "change";

  private PlanCredits() {}

  /// A part of time.
  private record Span(Instant from, Instant until) {
    private static final Comparator<Span> BY_TIME =
        Comparator.comparing(Span::from).thenComparing(Span::until);

    static Span of(Line line) {
      return new Span(line.from(), line.until());
    }

    long seconds() {
      return Duration.between(from, until).toSeconds();
    }

    /// How many months it has, at least one.
    long months() {
      return Math.max(1, (seconds() + MONTH_SECONDS / 2) / MONTH_SECONDS);
    }

    /// Its n-th month, from 0.
    Span month(long n) {
      return new Span(at(n), at(n + 1));
    }

    private Instant at(long n) {
      return from.plusSeconds(seconds() * n / months());
    }
  }

  /// All that a paid invoice gives, sooner and later. The order of its lines changes nothing, and
  /// what months are called does not depend on which prices are plans.
  ///
  /// @param plans credits a month by price
  /// @throws ArithmeticException if it is more than an account holds
  static List<Due> of(InvoiceState invoice, Map<String, Credits> plans) {
    var due = new ArrayList<Due>();
    int number = 0;
    for (var period : regular(invoice, plans).entrySet()) {
      var span = period.getKey();
      var credits = Credits.rounded(period.getValue());
      for (long n = 0; n < span.months(); n++) {
        number++;
        if (!credits.isPositive()) continue;
        var month = span.month(n);
        var name = Integer.toString(number);
        due.add(Due.ofPlan(invoice, name, credits, month.from(), month.until(), span.from()));
      }
    }
    change(invoice, plans).ifPresent(due::add);
    return List.copyOf(due);
  }

  /// Credits a month, by the periods that are charged whole.
  private static SortedMap<Span, BigDecimal> regular(
      InvoiceState invoice, Map<String, Credits> plans) {
    var periods = new TreeMap<Span, BigDecimal>(Span.BY_TIME);
    for (var line : invoice.lines()) {
      if (line.isProration() || !line.from().isBefore(line.until())) continue;
      periods.merge(Span.of(line), aMonth(line, plans), BigDecimal::add);
    }
    return periods;
  }

  private static BigDecimal aMonth(Line line, Map<String, Credits> plans) {
    return line.price()
        .map(plans::get)
        .map(plan -> plan.toBigDecimal().multiply(BigDecimal.valueOf(line.quantity())))
        .orElse(BigDecimal.ZERO);
  }

  /// What a change of the plan gives: rounded once, half to even at the sixth decimal. It lapses
  /// with the period that was changed; where that is paid for only when it is over, with the first
  /// month of the next.
  private static Optional<Due> change(InvoiceState invoice, Map<String, Credits> plans) {
    var prorations = invoice.lines().stream().filter(Line::isProration).toList();
    if (prorations.isEmpty()) return Optional.empty();
    var creditSeconds = BigDecimal.ZERO;
    for (var line : prorations) {
      // What costs nothing gives nothing: neither charged nor given back.
      var sign = BigDecimal.valueOf(Long.signum(line.amount()));
      var seconds = BigDecimal.valueOf(Span.of(line).seconds());
      creditSeconds = creditSeconds.add(aMonth(line, plans).multiply(seconds).multiply(sign));
    }
    var credits =
        Credits.rounded(
            creditSeconds.divide(
                BigDecimal.valueOf(MONTH_SECONDS), Credits.SCALE, RoundingMode.HALF_EVEN));
    if (!credits.isPositive()) return Optional.empty();
    var from = prorations.stream().map(Line::from).min(Comparator.naturalOrder()).orElseThrow();
    return Optional.of(Due.ofPlan(invoice, CHANGE, credits, from, end(invoice), from));
  }

  private static Instant end(InvoiceState invoice) {
    return invoice.lines().stream()
        .map(line -> line.isProration() ? line.until() : Span.of(line).month(0).until())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
