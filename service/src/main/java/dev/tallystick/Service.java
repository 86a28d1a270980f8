package dev.tallystick;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Users;
import dev.tallystick.alert.AlertMails;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.http.Api;
import dev.tallystick.http.HttpServer;
import dev.tallystick.identity.Identities;
import dev.tallystick.identity.MailedSignIn;
import dev.tallystick.identity.ProviderSignIns;
import dev.tallystick.lifecycle.Export;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.limit.Limits;
import dev.tallystick.login.Approvals;
import dev.tallystick.login.DeviceLogins;
import dev.tallystick.mail.Outbox;
import dev.tallystick.mail.ShownMails;
import dev.tallystick.mail.SmtpOutbox;
import dev.tallystick.message.Erasure;
import dev.tallystick.message.Lanes;
import dev.tallystick.message.LatePrices;
import dev.tallystick.message.Messages;
import dev.tallystick.message.UsageDays;
import dev.tallystick.page.Pages;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Notifications;
import dev.tallystick.price.Prices;
import dev.tallystick.referral.Completing;
import dev.tallystick.referral.Expiring;
import dev.tallystick.referral.Referrals;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.migrate.Migrator;
import dev.tallystick.session.Refreshes;
import dev.tallystick.session.Sessions;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.MonthlyCredits;
import dev.tallystick.stripe.Stripe;
import dev.tallystick.stripe.shop.CustomerDeletion;
import dev.tallystick.stripe.shop.PurchaseReader;
import dev.tallystick.stripe.topup.AutoTopUps;
import dev.tallystick.stripe.topup.ShortfallNotices;
import dev.tallystick.stripe.topup.TopUps;
import dev.tallystick.watch.Watchers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Tallystick: all parts, put together by hand, and taken apart in the opposite order.
public final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);
  private static final Duration LATE_PRICES_INTERVAL = Duration.ofSeconds(2);
  private static final Duration OLD_CODES_INTERVAL = Duration.ofMinutes(5);
  private static final Duration OLD_SIGN_INS_INTERVAL = Duration.ofMinutes(1);
  private static final Duration OLD_LOGINS_INTERVAL = Duration.ofHours(1);
  private static final Duration ERASURE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration LIMITS_INTERVAL = Duration.ofMinutes(10);
  private static final Duration SESSIONS_USED_INTERVAL = Duration.ofSeconds(1);

  /// The PostgreSQL schema that keeps which of the product's own migrations were applied.
  public static final String HISTORY_SCHEMA = "tally";

  /// Connections beside those of the lanes: for reads, grants and jobs.
  private static final int OTHER_CONNECTIONS = 10;

  private final Database database;
  private final Notifications notifications;
  private final ServiceKeys keys;
  private final Lanes lanes;
  private final ProviderSignIns providers;
  private final Optional<Stripe> stripe;
  private final Jobs jobs;
  private final Watchers watchers;
  private final Optional<Outbox> outbox;
  private final HttpServer server;

  /// Opens the database, brings its schema and the built-in prices up to date, and starts serving.
  public static Service start(DatabaseUrl url, Config config, InstantSource clock) {
    var database = Database.open(url, poolSize(config.lanes()));
    try {
      prepare(database, clock);
    } catch (RuntimeException | Error failure) {
      database.close();
      throw failure;
    }
    var service = new Service(url, database, config, clock);
    try {
      service.server.start();
      service.stripe.ifPresent(Stripe::start);
      return service;
    } catch (RuntimeException | Error failure) {
      service.close();
      throw failure;
    }
  }

  /// How many connections a server has to its database.
  public static int poolSize(Lanes.Limits lanes) {
    return lanes.lanes() + OTHER_CONNECTIONS;
  }

  /// Brings schema and built-in prices up to date. Safe to run in several processes at once.
  public static void prepare(Database database, InstantSource clock) {
    migrator(database).apply();
    new Prices(database, clock).importBuiltIn();
  }

  /// The migrations that ship with the product.
  public static Migrations migrations() {
    var folder = Service.class.getResource("/database/migrations/");
    return Migrations.onClassPath(
        Objects.requireNonNull(folder, "the build lacks database/migrations"));
  }

  /// The runner of the product's own migrations.
  public static Migrator migrator(Database database) {
    return new Migrator(database, migrations(), HISTORY_SCHEMA);
  }

  private Service(DatabaseUrl url, Database database, Config config, InstantSource clock) {
    this.database = database;
    var ids = Generators.timeBasedEpochGenerator();
    // Keys, sessions and notifications know each other: the ones forget what the other reports.
    var listening = new AtomicReference<Notifications>();
    BooleanSupplier changesArrive =
        () -> Optional.ofNullable(listening.get()).map(Notifications::isLive).orElse(false);
    this.keys = new ServiceKeys(database, clock, ids::generate, changesArrive);
    var sessions = new Sessions(database, clock, config.sessions(), changesArrive);
    this.notifications =
        Notifications.listen(
            url,
            Map.of(
                ServiceKeys.CHANGES, id -> keys.forget(UUID.fromString(id)),
                Sessions.CHANGES, id -> sessions.forget(UUID.fromString(id))),
            () -> {
              keys.forgetAll();
              sessions.forgetAll();
            });
    listening.set(notifications);

    var hashes = new KeyedHashes(database, clock);
    var logins =
        new DeviceLogins(database, clock, ids::generate, hashes, sessions, config.logins());

    var limits = new Limits(database, clock);
    var prices = new Prices(database, clock);
    var ledger = new Ledger(database, clock, ids::generate);
    var users = new Users(database, clock, ledger::open);
    var staff = new Staff(database, clock);
    var identities =
        new Identities(database, users, sessions, hashes, config.signUp(), clock, ids::generate);
    var approvals = new Approvals(database, clock, hashes);
    var lifecycle = new Lifecycle(database, users, staff, sessions, ledger, hashes, clock);
    var erasure = new Erasure(database);
    var messages = new Messages(database);
    var usageDays = new UsageDays(database);
    this.lanes = new Lanes(database, prices, ledger, config.rate(), clock, config.lanes());
    var latePrices = new LatePrices(database, prices, ledger, config.rate(), clock);
    var reversals = new Reversals(database, ledger, clock, ids::generate);
    var referrals = Referrals.of(database, ledger, reversals, hashes, config.referrals(), clock);
    this.stripe =
        config
            .stripe()
            .map(
                settings ->
                    Stripe.of(
                        database,
                        ledger,
                        reversals,
                        referrals.undoing(),
                        settings,
                        clock,
                        ids::generate));
    warnOfForgottenProxy(config);
    this.outbox = outbox(config);
    var mailed =
        outbox.map(
            it ->
                new MailedSignIn(
                    database, users, sessions, hashes, it, config.signUp(), clock, ids::generate));
    this.providers = new ProviderSignIns(config.providers(), identities, database, clock);
    var work = new LinkedHashMap<String, Jobs.Job>();
    work.put(
        "charge late prices",
        new Jobs.Job(LATE_PRICES_INTERVAL, latePrices::chargeIfPricesChanged));
    work.put(
        "forget old sign-in codes",
        new Jobs.Job(OLD_CODES_INTERVAL, () -> mailed.map(MailedSignIn::forgetOldCodes).orElse(0)));
    work.put("forget old sign-ins", new Jobs.Job(OLD_SIGN_INS_INTERVAL, providers::forgetExpired));
    work.put("expire grants", new Jobs.Job(Ledger.EXPIRY_INTERVAL, ledger::expireGrants));
    work.put("remove old device logins", new Jobs.Job(OLD_LOGINS_INTERVAL, logins::removeOld));
    work.put("erase what deleted users said", new Jobs.Job(ERASURE_INTERVAL, erasure::eraseBodies));
    work.put(
        "complete referrals",
        new Jobs.Job(Completing.INTERVAL, referrals.completing()::completeDue));
    work.put(
        "expire referrals", new Jobs.Job(Expiring.INTERVAL, referrals.expiring()::expireOverdue));
    work.put("forget limits", new Jobs.Job(LIMITS_INTERVAL, limits::forgetFull));
    work.put("note used sessions", new Jobs.Job(SESSIONS_USED_INTERVAL, () -> noteUse(sessions)));
    stripe.ifPresent(
        it ->
            work.put(
                "wake events of Stripe", new Jobs.Job(Inbox.ARM_INTERVAL, it.inbox()::armWaiting)));
    stripe.ifPresent(
        it -> {
          work.put(
              "give the month's credits",
              new Jobs.Job(MonthlyCredits.INTERVAL, it.monthlyCredits()::giveDue));
          work.put("buy credits", new Jobs.Job(TopUps.INTERVAL, it.topUps()::payDue));
          work.put(
              "notice shortfalls",
              new Jobs.Job(ShortfallNotices.INTERVAL, it.noticing()::noticeShort));
          work.put(
              "delete customers of deleted users at Stripe",
              new Jobs.Job(CustomerDeletion.INTERVAL, it.shop().deletion()::deleteOrphans));
        });
    outbox
        .map(it -> new AlertMails(database, it, clock))
        .ifPresent(it -> work.put("mail alerts", new Jobs.Job(AlertMails.INTERVAL, it::mailNew)));
    this.jobs = Jobs.start(work);
    this.watchers = new Watchers(database, url);
    var shown = outbox.filter(ShownMails.class::isInstance).map(ShownMails.class::cast);
    var pages =
        new Pages(
            users,
            sessions,
            approvals,
            mailed,
            providers,
            shown,
            referrals,
            config.referrals(),
            ledger,
            new PurchaseReader(database),
            new Alerts(database, clock),
            new AutoTopUps(database, ledger, clock),
            stripe.map(Stripe::shop),
            limits,
            clock,
            ids::generate,
            config.http().publicUrl());
    this.server =
        new Api(
                database,
                keys,
                users,
                staff,
                lifecycle,
                new Export(database),
                hashes,
                sessions,
                new Refreshes(
                    database, clock, hashes, sessions, config.sessions().refreshedTokens()),
                limits,
                logins,
                approvals,
                ledger,
                reversals,
                referrals,
                stripe,
                prices,
                lanes,
                messages,
                usageDays,
                watchers,
                config.rate(),
                clock,
                ids::generate)
            .server(config.http(), pages.routes());
  }

  private static void warnOfForgottenProxy(Config config) {
    if (!config.isProxyForgotten()) return;
    log.warn(
        "TALLY_PUBLIC_URL is https, but no proxy is trusted: limits take all people for one client."
            + " Set TALLY_TRUSTED_PROXIES to the address of the proxy");
  }

  /// Without an SMTP server mails are shown, if only this machine can see them.
  private static Optional<Outbox> outbox(Config config) {
    if (config.smtp().isPresent()) return Optional.of(new SmtpOutbox(config.smtp().get()));
    if (config.isLocal()) return Optional.of(new ShownMails());
    log.warn("Nobody can sign in by mail: set TALLY_SMTP_URL and TALLY_MAIL_FROM");
    return Optional.empty();
  }

  /// Done all the time, so no line of the log says that it was.
  private static int noteUse(Sessions sessions) {
    var _ = sessions.noteUse();
    return 0;
  }

  /// The port that is served.
  public int port() {
    return server.port();
  }

  /// The service keys of this database.
  public ServiceKeys keys() {
    return keys;
  }

  /// Answers what is under way, stores what waits, and stops.
  @Override
  public void close() {
    watchers.close();
    server.close();
    stripe.ifPresent(Stripe::close);
    providers.close();
    outbox.ifPresent(Outbox::close);
    lanes.close();
    jobs.close();
    notifications.close();
    database.close();
  }
}
