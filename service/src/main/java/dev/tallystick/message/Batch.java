package dev.tallystick.message;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.BurnDown.Draw;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Entry;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.NewEntry;
import dev.tallystick.postgres.BinaryCopy;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.price.Cost;
import dev.tallystick.price.Prices;
import dev.tallystick.referral.Qualifying;
import dev.tallystick.stripe.topup.Shortfalls;
import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Warning;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Records messages inside one transaction: stores them, prices them, charges the grants, writes
/// the ledger and the daily usage. All of it commits, or none.
final class Batch {
  private final Prices prices;
  private final Ledger ledger;
  private final CreditRate rate;
  private final InstantSource clock;

  Batch(Prices prices, Ledger ledger, CreditRate rate, InstantSource clock) {
    this.prices = prices;
    this.ledger = ledger;
    this.rate = rate;
    this.clock = clock;
  }

  /// What came of each message, in their order.
  ///
  /// @param messages no two of one id
  List<Recording> record(Tx tx, List<NewMessage> messages) {
    var accounts = ledger.lock(tx, distinctUsers(messages));
    var stored = Messages.find(tx, messages.stream().map(NewMessage::id).toList());
    var recording = new OneBatch(accounts);
    var outcomes = new HashMap<UUID, Recording>();
    var repeated = new ArrayList<NewMessage>();
    var book = prices.book(tx);
    for (var message : messages) {
      if (stored.containsKey(message.id())) {
        repeated.add(message);
      } else if (!accounts.containsKey(message.userId())) {
        outcomes.put(message.id(), new Recording.UserUnknown(message.id(), message.userId()));
      } else {
        var calledAt = message.finishedAt().orElse(recording.receivedAt);
        var pricing = Pricing.of(call(message, calledAt), book, rate);
        outcomes.put(message.id(), recording.add(message, pricing, calledAt));
      }
    }
    recording.write(tx);
    if (!repeated.isEmpty()) {
      outcomes.putAll(new Replays(ledger).answer(tx, repeated, stored, recording.accounts));
    }
    return messages.stream().map(message -> outcomes.get(message.id())).toList();
  }

  private static List<UUID> distinctUsers(List<NewMessage> messages) {
    return messages.stream().map(NewMessage::userId).distinct().toList();
  }

  private static Pricing.Call call(NewMessage message, Instant calledAt) {
    return new Pricing.Call(
        message.provider(),
        message.pricedModel(),
        message.serviceTier(),
        message.region(),
        message.billing(),
        message.usage(),
        calledAt);
  }

  private static final String COPY_MESSAGES =
      """
      COPY tally.messages (user_id, id, client_id, client_request_id, provider, model,
        response_model, service_tier, region, billing, status, request, response, usage,
        input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
        reasoning_tokens, audio_input_tokens, audio_output_tokens, web_searches, price_id, cost,
        cost_by_kind, credits, latency_ms, finished_at, received_at, warnings)
      FROM STDIN (FORMAT binary)
      """;

  private static final int COPIED_COLUMNS = 31;

  /// What a batch is about to write, and the accounts as they will be.
  private final class OneBatch {
    final Map<UUID, Account> accounts;
    final Instant receivedAt = StoredTime.now(clock);
    private final List<Row> rows = new ArrayList<>();
    private final List<NewEntry> entries = new ArrayList<>();
    private final UsageDays.Additions usage = new UsageDays.Additions();
    private final Shortfalls shortfalls = new Shortfalls();

    OneBatch(Map<UUID, Account> accounts) {
      this.accounts = accounts;
    }

    Recording add(NewMessage message, Pricing pricing, Instant calledAt) {
      var account = accounts.get(message.userId());
      if (account == null) throw new IllegalStateException("the account was found before");
      var charged = account.charge(pricing.credits());
      accounts.put(message.userId(), charged.after());
      shortfalls.charged(account, charged.after());
      entries.addAll(charged.entries(message.id()));
      usage.add(
          UsageDays.Key.of(message.userId(), calledAt, message.model()),
          UsageDays.Sums.ofMessage(message.usage(), pricing));
      var stored = stored(message, pricing, calledAt);
      rows.add(new Row(account.isClosed() ? message.withoutBodies() : message, stored));
      return new Recording.Recorded(
          stored, charged.draws(), charged.debt(), charged.after().available());
    }

    private Message stored(NewMessage message, Pricing pricing, Instant calledAt) {
      var warnings = new ArrayList<Warning>(message.warnings());
      warnings.addAll(pricing.warnings());
      return new Message(
          message.id(),
          message.userId(),
          message.clientId(),
          message.clientRequestId(),
          message.provider(),
          message.model(),
          message.responseModel(),
          message.serviceTier(),
          message.region(),
          message.billing(),
          pricing.cost().isPresent() ? Message.Status.CHARGED : Message.Status.UNPRICED,
          message.usage(),
          pricing.priceId(),
          pricing.cost().map(Cost::total),
          pricing.cost().map(Batch::byKind),
          pricing.credits(),
          message.latencyMs(),
          message.finishedAt(),
          receivedAt,
          calledAt,
          List.copyOf(warnings));
    }

    /// Messages first, because entries refer to them.
    void write(Tx tx) {
      if (rows.isEmpty()) return;
      // In the order of id, so that two lanes that meet in an index cannot deadlock.
      rows.sort(Comparator.comparing(row -> row.stored().id()));
      var copy = new BinaryCopy();
      for (var row : rows) addRow(copy, row.message(), row.stored());
      copy.send(tx, COPY_MESSAGES);
      ledger.post(tx, entries);
      UsageDays.add(tx, usage);
      Qualifying.charged(tx, entries, receivedAt);
      shortfalls.note(tx, receivedAt, ledger::newId);
    }
  }

  private record Row(NewMessage message, Message stored) {}

  private static void addRow(BinaryCopy copy, NewMessage message, Message stored) {
    var usage = stored.usage();
    copy.row(COPIED_COLUMNS)
        .uuid(stored.userId())
        .uuid(stored.id())
        .text(stored.clientId().orElse(null))
        .text(stored.clientRequestId().orElse(null))
        .text(stored.provider())
        .text(stored.model())
        .text(stored.responseModel().orElse(null))
        .text(stored.serviceTier().jsonName())
        .text(stored.region().orElse(null))
        .text(stored.billing().word())
        .text(stored.status().word())
        .jsonb(message.request().map(JsonText::utf8).orElse(null))
        .jsonb(message.response().map(JsonText::utf8).orElse(null))
        .jsonb(message.rawUsage().utf8())
        .bigint(usage.input())
        .bigint(usage.output())
        .bigint(usage.cacheRead())
        .bigint(usage.cacheWrite())
        .bigint(usage.cacheWrite1h())
        .bigint(usage.reasoning())
        .bigint(usage.audioInput())
        .bigint(usage.audioOutput())
        .bigint(usage.webSearches())
        .uuid(stored.priceId().orElse(null))
        .numeric(stored.cost().orElse(null))
        .jsonb(stored.costByKind().map(JsonText::utf8).orElse(null))
        .numeric(stored.credits().toBigDecimal())
        .bigint(stored.latencyMs().orElse(null))
        .timestamptz(stored.finishedAt().orElse(null))
        .timestamptz(stored.receivedAt())
        .jsonb(Messages.json(stored.warnings()));
  }

  /// The parts of a cost as a JSON object of decimal strings. Names and digits need no escaping.
  static JsonText byKind(Cost cost) {
    var json = new StringBuilder("{");
    for (var part : cost.byKind().entrySet()) {
      if (json.length() > 1) json.append(',');
      appendPart(json, part.getKey(), part.getValue());
    }
    return JsonText.of(json.append('}').toString());
  }

  private static void appendPart(StringBuilder json, Kind kind, BigDecimal usd) {
    json.append('"').append(kind.jsonName()).append("\":\"");
    json.append(usd.toPlainString()).append('"');
  }

  /// The draws among a message's entries, and the debt.
  static List<Draw> draws(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.grantId().isPresent())
        .map(entry -> new Draw(entry.grantId().get(), entry.amount().negated()))
        .toList();
  }

  static Credits debt(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.grantId().isEmpty())
        .map(entry -> entry.amount().negated())
        .reduce(Credits.ZERO, Credits::plus);
  }
}
