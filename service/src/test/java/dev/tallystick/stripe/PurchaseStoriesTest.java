package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Payments that go back and come again, in any order, any number of times, several at once.
class PurchaseStoriesTest {
  /// `-DpurchaseStories=1000` plays many.
  private static final long STORIES = Long.getLong("purchaseStories", 60);

  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 9);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);

  private final DirectPurchases stripe = DirectPurchases.on(DATABASE);
  private final TestingBooks books = stripe.books();

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  /// What Stripe had one after the other, to how it stands in the end.
  static List<List<Paying>> lives() {
    var paid = Paying.forPack(new UUID(0, 0), "1000");
    return List.of(
        List.of(paid.is("processing"), paid, paid.refunded(300), paid.refunded(1000)),
        List.of(paid, paid.refunded(700), paid.refunded(200), paid.refunded(201)),
        List.of(
            paid,
            paid.disputed(500, "needs_response"),
            paid.refunded(100).disputed(500, "under_review"),
            paid.refunded(450).disputed(500, "under_review")),
        List.of(
            paid.refunded(100),
            paid.refunded(100).disputed(600, "needs_response"),
            paid.refunded(100).disputed(600, "lost"),
            paid.refunded(300).disputed(600, "lost")),
        List.of(
            paid.disputed(1000, "needs_response"),
            paid.disputed(1000, "won"),
            paid.disputed(1000, "won", 250, "needs_response"),
            paid.disputed(1000, "won", 250, "lost")));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void whateverOrderTheyAreFetchedInTheEndIsTheSame(List<Paying> life) {
    var ends = new TreeSet<String>();
    for (var order : orders(life.size())) {
      var payment = forUser(books.user());
      long first = stripe.nextFetch() * 100;
      for (int step : order) stripe.apply(life(life.get(step), payment), first + step);
      ends.add(end(payment));
    }
    assertThat(ends).hasSize(1);
  }

  /// Whichever of them were lost but the last.
  @ParameterizedTest
  @MethodSource("lives")
  void whicheverOfThemAreNeverFetchedTheEndIsTheSame(List<Paying> life) {
    var ends = new TreeSet<String>();
    for (int seen = 0; seen < 1 << (life.size() - 1); seen++) {
      var payment = forUser(books.user());
      for (int step = 0; step < life.size(); step++) {
        boolean isSeen = step == life.size() - 1 || (seen >> step & 1) == 1;
        if (isSeen) stripe.apply(life(life.get(step), payment));
      }
      ends.add(end(payment));
    }
    assertThat(ends).hasSize(1);
  }

  /// A pack of a user who owed 600 before.
  private Paying forUser(UUID user) {
    books.charge(user, TestingBooks.credits("600"));
    return Paying.forPack(user, "1000");
  }

  /// A step of a life, of this payment.
  private static Paying life(Paying step, Paying payment) {
    return new Paying(
        payment.id(),
        payment.metadata(),
        step.status(),
        step.amount(),
        step.received(),
        step.refunded(),
        step.disputes());
  }

  private String end(Paying payment) {
    var user = UUID.fromString(payment.metadata().get(StripeApi.USER));
    return books.holds(user) + " " + standing(payment);
  }

  private static final String STANDING =
      """
      SELECT coalesce(string_agg(cause || ' ' || amount, ', ' ORDER BY cause), 'none')
        FROM (SELECT split_part(operation_id, ':', 3) AS cause, sum(amount) AS amount
                FROM tally.credit_reversals
               WHERE starts_with(operation_id, :operation || ':') AND restored_at IS NULL
               GROUP BY cause) AS standing
      """;

  private static String standing(Paying payment) {
    return DATABASE.inTransaction(
        tx ->
            tx.query(STANDING)
                .bind("operation", Due.operation(payment.id()))
                .mapTo(String.class)
                .one()
                .replace(".000000", ""));
  }

  /// All orders of so many.
  private static List<List<Integer>> orders(int count) {
    if (count == 0) return List.of(List.of());
    return orders(count - 1).stream()
        .flatMap(
            order ->
                IntStream.rangeClosed(0, order.size())
                    .mapToObj(
                        at -> {
                          var more = new ArrayList<>(order);
                          more.add(at, count - 1);
                          return List.copyOf(more);
                        }))
        .toList();
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed <= STORIES, seed -> seed + 1);
  }

  /// Of one payment and nothing else: what is left is known, however it came to be so.
  @ParameterizedTest
  @MethodSource("seeds")
  void whateverBecomesOfAPaymentItsUserHasWhatIsLeft(long seed) {
    var random = new Random(seed);
    var user = books.user();
    var payment = Paying.forPack(user, "1000.000007");
    var model = new Model(new BigDecimal("1000.000007"));
    for (int step = 0; step < 15; step++) {
      if (random.nextInt(3) == 0) {
        var credits = new Credits(random.nextLong(1, 400_000_000));
        books.charge(user, credits);
        model.charge(credits.toBigDecimal());
      } else {
        if (random.nextInt(4) > 0) payment = next(random, payment);
        stripe.apply(payment);
        model.apply(payment);
      }
      var account = books.account(user);
      var net = account.balance().minus(account.debt()).toBigDecimal();
      assertThat(net).as("step %d of %s", step, payment).isEqualByComparingTo(model.net());
    }
  }

  /// Another refund, one that failed, another dispute, or what became of one.
  private static Paying next(Random random, Paying payment) {
    return switch (random.nextInt(4)) {
      case 0 -> payment.refunded(random.nextLong(payment.refunded(), 1001));
      case 1 -> payment.refunded(random.nextLong(payment.refunded() + 1));
      default -> nextDispute(random, payment);
    };
  }

  private static Paying nextDispute(Random random, Paying payment) {
    var disputes = new ArrayList<>(payment.disputes());
    if (disputes.size() < 3) {
      int amount = random.nextInt(1, 600);
      disputes.add(new PaymentState.Dispute("du_" + disputes.size(), amount, "needs_response"));
    } else {
      var at = random.nextInt(3);
      var status = List.of("under_review", "won", "lost").get(random.nextInt(3));
      var one = disputes.get(at);
      disputes.set(at, new PaymentState.Dispute(one.id(), one.amount(), status));
    }
    var all = disputes.stream().flatMap(it -> Stream.of((int) it.amount(), it.status()));
    return payment.disputed(all.toArray());
  }

  /// What a user has who bought once, reckoned with decimals and without a ledger.
  private static final class Model {
    private final BigDecimal principal;
    private boolean isBought;
    private BigDecimal charged = BigDecimal.ZERO;
    private BigDecimal back = BigDecimal.ZERO;
    private BigDecimal setAside = BigDecimal.ZERO;
    private List<BigDecimal> seen = List.of();

    Model(BigDecimal principal) {
      this.principal = principal;
    }

    void charge(BigDecimal credits) {
      charged = charged.add(credits);
    }

    void apply(Paying payment) {
      isBought = true;
      long lost = sum(payment, "lost");
      long open = sum(payment, "needs_response") + sum(payment, "under_review");
      var refund = part(payment.refunded());
      back = part(payment.refunded() + lost);
      var all = part(payment.refunded() + lost + open);
      var now = List.of(refund, back, all);
      // What is set aside stays while nothing changes, whatever is charged meanwhile.
      if (now.equals(seen)) return;
      seen = now;
      var unspent = principal.subtract(charged).subtract(back).max(BigDecimal.ZERO);
      setAside = all.subtract(back).min(unspent);
    }

    private static long sum(Paying payment, String status) {
      return payment.disputes().stream()
          .filter(it -> it.status().equals(status))
          .mapToLong(PaymentState.Dispute::amount)
          .sum();
    }

    private BigDecimal part(long money) {
      return principal
          .multiply(BigDecimal.valueOf(Math.min(money, 1000)))
          .divide(BigDecimal.valueOf(1000), 6, RoundingMode.DOWN);
    }

    BigDecimal net() {
      var given = isBought ? principal.subtract(back).subtract(setAside) : BigDecimal.ZERO;
      return given.subtract(charged);
    }
  }

  @Test
  void severalAtOnceLeaveWhatWasFetchedLast() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 12; round++) {
        var random = new Random(round);
        var payment = forUser(books.user());
        var states = new ArrayList<Paying>();
        var state = payment;
        for (int i = 0; i < 16; i++) {
          state = next(random, state);
          states.add(state);
        }
        long first = stripe.nextFetch() * 100;
        var work = new ArrayList<Callable<Object>>();
        for (int i = 0; i < states.size(); i++) {
          int step = i;
          work.add(Executors.callable(() -> stripe.apply(states.get(step), first + step)));
        }
        Collections.shuffle(work, random);
        for (var done : threads.invokeAll(work)) done.get();
        var alone = forUser(books.user());
        stripe.apply(life(states.getLast(), alone));
        assertThat(standing(payment)).isEqualTo(standing(alone));
        assertThat(stripe.payment(payment, "amount_refunded"))
            .isEqualTo(Long.toString(states.getLast().refunded()));
      }
    }
  }

  @Test
  void aMonthIsGivenOnceHoweverManyGiveIt() throws Exception {
    var users = Stream.generate(stripe::customer).limit(20).toList();
    var years =
        users.stream()
            .map(user -> Billing.of(user).line("price_basic", 1, "2026-10-22", "2027-10-22"))
            .toList();
    for (var year : years) stripe.apply(year, Paying.forInvoice(2000));
    books.pass(Duration.ofDays(31));
    try (var threads = Executors.newFixedThreadPool(8)) {
      var work = new ArrayList<Callable<Object>>();
      for (int i = 0; i < 4; i++) {
        work.add(() -> stripe.months().giveDue());
        for (var year : years.subList(0, 10)) {
          work.add(Executors.callable(() -> stripe.apply(year)));
        }
      }
      for (var done : threads.invokeAll(work)) done.get();
    }
    for (int i = 0; i < users.size(); i++) {
      assertThat(stripe.grants(users.get(i), years.get(i).id()))
          .containsExactly("it:2 purchase 1000", "it:3 purchase 1000");
    }
  }
}
