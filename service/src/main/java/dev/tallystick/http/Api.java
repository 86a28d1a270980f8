package dev.tallystick.http;

import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Users;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.lifecycle.Export;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.limit.Limits;
import dev.tallystick.login.Approvals;
import dev.tallystick.login.DeviceLogins;
import dev.tallystick.message.Lanes;
import dev.tallystick.message.Messages;
import dev.tallystick.message.UsageDays;
import dev.tallystick.postgres.Database;
import dev.tallystick.price.Prices;
import dev.tallystick.referral.Referrals;
import dev.tallystick.session.Refreshes;
import dev.tallystick.session.Sessions;
import dev.tallystick.stripe.InboxReader;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.Stripe;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.reconcile.Reconciliations;
import dev.tallystick.stripe.shop.PurchaseReader;
import dev.tallystick.stripe.topup.AutoTopUps;
import dev.tallystick.watch.Watchers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The parts that the HTTP edge is put together from.
public record Api(
    Database database,
    ServiceKeys keys,
    Users users,
    Staff staff,
    Lifecycle lifecycle,
    Export export,
    KeyedHashes hashes,
    Sessions sessions,
    Refreshes refreshes,
    Limits limits,
    DeviceLogins logins,
    Approvals approvals,
    Ledger ledger,
    Reversals reversals,
    Referrals referrals,
    Optional<Stripe> stripe,
    Prices prices,
    Lanes lanes,
    Messages messages,
    UsageDays usageDays,
    Watchers watchers,
    CreditRate rate,
    InstantSource clock,
    Supplier<UUID> ids) {

  /// A server of the whole API, not started yet.
  ///
  /// @param pages what is for people, beside the API
  public HttpServer server(HttpServer.Settings settings, List<Route> pages) {
    var metrics = new Metrics();
    metrics.gauge(
        "tally.queue.bytes", "Messages waiting to be stored, in bytes", lanes::queuedBytes);
    metrics.gauge(
        "tally.messages.unpriced.stored",
        "Stored messages that wait for a price",
        messages::countUnpriced);
    metrics.gauge(
        "tally.referrals.review", "Referrals that wait for a person", referrals.reviews()::count);
    stripe.ifPresent(
        it ->
            metrics.gauge(
                "tally.topups.open",
                "Shortfalls that credits are being bought for",
                it.topUps()::countOpen));
    metrics.gauge(
        "tally.topups.disabled",
        "Users for whom auto top-up was switched off, and not by them",
        new AutoTopUps(database, ledger, clock)::countDisabled);
    metrics.gauge("tally.database.connections", "Connections in use", database::activeConnections);
    metrics.gauge("tally.watchers", "Clients that watch tables now", watchers::count);
    stripe.ifPresent(it -> measure(metrics, it));
    return new HttpServer(settings, routes(metrics, pages), keys, sessions, staff, metrics);
  }

  private void measure(Metrics metrics, Stripe it) {
    var reader = new InboxReader(database);
    metrics.gauge(
        "tally.stripe.events.waiting",
        "Events of Stripe that are to be applied",
        () -> reader.open().waiting());
    metrics.gauge(
        "tally.stripe.events.failed",
        "Events of Stripe that a person has to look at",
        () -> reader.open().failed());
    metrics.gauge(
        "tally.stripe.lag.seconds",
        "How long the oldest event of Stripe waits",
        () -> reader.open().lag(clock.instant()).toSeconds());
    var books = new Reconciliations(database);
    metrics.gauge(
        "tally.stripe.differences",
        "Objects left unlike Stripe by the last reconciliation of everything and those since",
        books::left);
    var start = clock.instant();
    metrics.gauge(
        "tally.stripe.reconciled.age.seconds",
        "How long ago the last reconciliation ended that repairs a week or more",
        () -> books.age(start, clock.instant()).toSeconds());
    metrics.counter(
        "tally.stripe.repaired", "Differences from Stripe that were repaired", books::repaired);
    metrics.counter("tally.stripe.stored", "Events stored here", it.webhooks()::stored);
    metrics.counter("tally.stripe.known", "Events that came again", it.webhooks()::known);
    metrics.counter("tally.stripe.refused", "Webhooks refused here", it.webhooks()::refused);
    metrics.counter("tally.stripe.applied", "Events applied here", it::applied);
    metrics.counter("tally.stripe.failures", "Tries here to apply one, in vain", it::failures);
  }

  private Map<String, Pack> packs() {
    return stripe.map(Stripe::settings).map(StripeSettings::packs).orElse(Map.of());
  }

  private List<Route> routes(Metrics metrics, List<Route> pages) {
    var autoTopUps = new AutoTopUps(database, ledger, clock);
    return Stream.of(
            pages,
            new SystemRoutes(database::isReachable, metrics).routes(),
            new UserRoutes(users, lifecycle, clock, ids).routes(),
            new SessionRoutes(database, hashes, sessions, refreshes, users, limits, ids).routes(),
            new OwnSessionRoutes(sessions, limits, ids).routes(),
            new DeviceLoginRoutes(logins, approvals, limits, clock).routes(),
            new ExportRoutes(users, export, limits).routes(),
            new AuditRoutes(database).routes(),
            new CreditRoutes(database, ledger, referrals.undoing()).routes(),
            new ReversalRoutes(database, ledger, reversals, referrals.undoing()).routes(),
            new ReferralRoutes(referrals, limits, clock).routes(),
            new ReferralReadingRoutes(referrals.reader(), clock).routes(),
            new ReferralDecisionRoutes(referrals, clock).routes(),
            new MessageRoutes(database, lanes, messages, usageDays, ids, clock, metrics).routes(),
            new PriceRoutes(database, prices, rate, clock).routes(),
            new AutoTopUpRoutes(autoTopUps, packs()).routes(),
            new AlertRoutes(users, new Alerts(database, clock)).routes(),
            new ShopRoutes(stripe.map(Stripe::shop), limits).routes(),
            new PaymentRoutes(users, new PurchaseReader(database)).routes(),
            new WebhookRoutes(stripe).routes(),
            new StripeEventRoutes(database, clock).routes(),
            new ReconciliationRoutes(database).routes(),
            new WatchRoutes(watchers).routes())
        .flatMap(List::stream)
        .toList();
  }
}
