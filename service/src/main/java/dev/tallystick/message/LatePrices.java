package dev.tallystick.message;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.NewEntry;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.price.PriceBook;
import dev.tallystick.price.Prices;
import dev.tallystick.referral.Qualifying;
import dev.tallystick.stripe.topup.Shortfalls;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Charges messages that were stored unpriced, once their price is known. Any number of processes
/// may do so at once: a message is charged by whoever finds it unpriced under its user's lock.
public final class LatePrices {
  private static final int PAGE_MAX = 500;

  private final Database database;
  private final Prices prices;
  private final Ledger ledger;
  private final CreditRate rate;
  private final InstantSource clock;

  /// Everything unpriced was seen with this revision of the price book; 0 is before any.
  private volatile long revisionSwept;

  /// When a revision was first seen. Transactions that are older may still store messages that they
  /// found unpriced in the book before it.
  private volatile Sighting newest = new Sighting(0, 0, 0);

  /// A price book in a transaction's snapshot.
  ///
  /// @param oldest the oldest transaction that was under way
  /// @param next the first that had not begun
  private record Sighting(long revision, long oldest, long next) {}

  public LatePrices(
      Database database, Prices prices, Ledger ledger, CreditRate rate, InstantSource clock) {
    this.database = database;
    this.prices = prices;
    this.ledger = ledger;
    this.rate = rate;
    this.clock = clock;
  }

  /// Charges what can be charged, if prices changed since the last time.
  ///
  /// @return how many messages were charged
  public int chargeIfPricesChanged() {
    var seen = database.inTransaction(this::look);
    if (seen.revision() == revisionSwept) return 0;
    if (seen.revision() != newest.revision()) newest = seen;
    int charged = charge();
    if (seen.oldest() >= newest.next()) revisionSwept = seen.revision();
    return charged;
  }

  private static final String SNAPSHOT =
      """
      SELECT pg_snapshot_xmin(snapshot)::text::bigint AS oldest,
             pg_snapshot_xmax(snapshot)::text::bigint AS next
        FROM pg_current_snapshot() AS snapshot
      """;

  private Sighting look(Tx tx) {
    long revision = prices.book(tx).revision();
    return tx.query(SNAPSHOT)
        .map((row, _) -> new Sighting(revision, row.getLong("oldest"), row.getLong("next")))
        .one();
  }

  private static final String PAGE =
      """
      SELECT %s
        FROM tally.messages
       WHERE status = 'unpriced' AND (provider, model, id) > (:provider, :model, :id)
       ORDER BY provider, model, id
       LIMIT :limit
      """
          .formatted(Messages.COLUMNS);

  /// Charges every unpriced message that has a price now, and returns how many there were.
  public int charge() {
    int charged = 0;
    var last = new Position("", "", new UUID(0, 0));
    while (true) {
      var from = last;
      var page = database.inTransaction(tx -> page(tx, from));
      if (page.isEmpty()) return charged;
      last = Position.of(page.getLast());
      charged += database.inTransaction(tx -> charge(tx, page));
    }
  }

  private record Position(String provider, String model, UUID id) {
    static Position of(Message message) {
      return new Position(message.provider(), message.model(), message.id());
    }
  }

  private static List<Message> page(Tx tx, Position after) {
    return tx.query(PAGE)
        .bind("provider", after.provider())
        .bind("model", after.model())
        .bind("id", after.id())
        .bind("limit", PAGE_MAX)
        .map(Messages::read)
        .list();
  }

  private int charge(Tx tx, List<Message> page) {
    var book = prices.book(tx);
    var payable = page.stream().filter(message -> price(message, book).cost().isPresent()).toList();
    if (payable.isEmpty()) return 0;
    var accounts = ledger.lock(tx, payable.stream().map(Message::userId).distinct().toList());
    var ours = stillUnpriced(tx, payable);
    var entries = new ArrayList<NewEntry>();
    var usage = new UsageDays.Additions();
    var shortfalls = new Shortfalls();
    var priced = new ArrayList<Late>();
    for (var message : ours) {
      var pricing = price(message, book);
      priced.add(new Late(message, pricing));
      entries.addAll(charge(accounts, message, pricing, shortfalls));
      usage.add(
          UsageDays.Key.of(message.userId(), message.calledAt(), message.model()),
          UsageDays.Sums.ofLatePrice(pricing));
    }
    update(tx, priced);
    ledger.post(tx, entries);
    UsageDays.correct(tx, usage);
    var now = clock.instant();
    Qualifying.charged(tx, entries, now);
    shortfalls.note(tx, now, ledger::newId);
    return ours.size();
  }

  private record Late(Message message, Pricing pricing) {}

  private static List<NewEntry> charge(
      Map<UUID, Account> accounts, Message message, Pricing pricing, Shortfalls shortfalls) {
    var account = Objects.requireNonNull(accounts.get(message.userId()));
    var charged = account.charge(pricing.credits());
    accounts.put(message.userId(), charged.after());
    shortfalls.charged(account, charged.after());
    return charged.entries(message.id());
  }

  private Pricing price(Message message, PriceBook book) {
    var call =
        new Pricing.Call(
            message.provider(),
            message.responseModel().orElse(message.model()),
            message.serviceTier(),
            message.region(),
            message.billing(),
            message.usage(),
            message.calledAt());
    return Pricing.of(call, book, rate);
  }

  private static final String STILL_UNPRICED =
      """
      SELECT id
        FROM tally.messages
       WHERE id = ANY (:ids) AND status = 'unpriced'
      """;

  /// Under the users' locks nobody else charges these any more.
  private static List<Message> stillUnpriced(Tx tx, List<Message> messages) {
    var ids =
        tx.query(STILL_UNPRICED)
            .bindArray("ids", UUID.class, messages.stream().map(Message::id).toArray())
            .mapTo(UUID.class)
            .set();
    return messages.stream()
        .filter(message -> ids.contains(message.id()))
        .sorted(Comparator.comparing(Message::id))
        .toList();
  }

  private static final String UPDATE =
      """
      UPDATE tally.messages AS m
         SET status = 'charged', price_id = late.price_id, cost = late.cost,
             cost_by_kind = late.cost_by_kind::jsonb, credits = late.credits,
             warnings = late.warnings::jsonb
        FROM unnest(:users, :ids, :prices, :costs, :costs_by_kind, :credits, :warnings)
             AS late (user_id, id, price_id, cost, cost_by_kind, credits, warnings)
       WHERE m.user_id = late.user_id AND m.id = late.id AND m.status = 'unpriced'
      """;

  private static void update(Tx tx, List<Late> priced) {
    tx.update(UPDATE)
        .bindArray("users", UUID.class, column(priced, late -> late.message().userId()))
        .bindArray("ids", UUID.class, column(priced, late -> late.message().id()))
        .bindArray(
            "prices", UUID.class, column(priced, late -> late.pricing().priceId().orElseThrow()))
        .bindArray(
            "costs",
            BigDecimal.class,
            column(priced, late -> late.pricing().cost().orElseThrow().total()))
        .bindArray(
            "costs_by_kind",
            String.class,
            column(priced, late -> Batch.byKind(late.pricing().cost().orElseThrow()).toString()))
        .bindArray(
            "credits",
            BigDecimal.class,
            column(priced, late -> late.pricing().credits().toBigDecimal()))
        .bindArray("warnings", String.class, column(priced, LatePrices::warnings))
        .execute();
  }

  private static <T> List<T> column(List<Late> priced, Function<Late, T> value) {
    return priced.stream().map(value).toList();
  }

  /// The message's warnings, without the one that it has no price.
  private static String warnings(Late late) {
    var kept =
        late.message().warnings().stream()
            .filter(warning -> !warning.code().equals(Pricing.MODEL_UNPRICED));
    var all = java.util.stream.Stream.concat(kept, late.pricing().warnings().stream()).toList();
    return Optional.ofNullable(Messages.json(all))
        .map(json -> new String(json, java.nio.charset.StandardCharsets.UTF_8))
        .orElse("[]");
  }
}
