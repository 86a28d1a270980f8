package dev.tallystick.stripe.topup;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.alert.AlertKind;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Pack;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How users want credits bought: owns auto_top_ups, and with it `short_below` of credit accounts,
/// which is set exactly while it is enabled. Thread-safe.
public final class AutoTopUps {
  private final Database database;
  private final Ledger ledger;
  private final InstantSource clock;

  public AutoTopUps(Database database, Ledger ledger, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// How it stands with a user.
  ///
  /// @param settings empty: they were never made
  /// @param spent what was bought for this month, in the smallest unit of the pack's currency
  /// @param latest the last shortfall, and what came of it
  public record Standing(Optional<AutoTopUp> settings, long spent, Optional<TopUp> latest) {}

  /// What came of a wish.
  public sealed interface Setting {
    record Set() implements Setting {}

    record UserUnknown() implements Setting {}

    record UserDeleted() implements Setting {}
  }

  /// Sets it. Whoever is short now has credits bought now, also after the card was declined.
  ///
  /// @param wish complete, if it is to be enabled
  public Setting set(UUID user, AutoTopUp.Wish wish, Actor by) {
    return database.inTransaction(tx -> set(tx, user, wish, by));
  }

  private Setting set(Tx tx, UUID user, AutoTopUp.Wish wish, Actor by) {
    var account = ledger.lock(tx, List.of(user)).get(user);
    if (account == null) return new Setting.UserUnknown();
    if (account.isClosed()) return new Setting.UserDeleted();
    var before = find(tx, user);
    // Nothing was ever set, and nothing is to be.
    if (before.isEmpty() && !wish.isEnabled()) return new Setting.Set();
    var now = now();
    if (before.isEmpty() || !before.get().fulfils(wish)) {
      var after = before.map(it -> it.with(wish, now)).orElseGet(() -> first(wish, now));
      write(tx, user, after);
      ledger.setShortBelow(tx, user, threshold(after));
      audit(tx, user, before, after, by);
    }
    TopUpSteps.hurry(tx, user, now);
    if (wish.isEnabled()) noteIfShort(tx, user, now);
    return new Setting.Set();
  }

  private static AutoTopUp first(AutoTopUp.Wish wish, Instant now) {
    return new AutoTopUp(
        wish.isEnabled(),
        wish.below().orElseThrow(),
        wish.pack().orElseThrow(),
        wish.monthlyAmountMax().orElseThrow(),
        Optional.empty(),
        now);
  }

  private static Optional<Credits> threshold(AutoTopUp settings) {
    return Optional.of(settings.below()).filter(_ -> settings.isEnabled());
  }

  private void noteIfShort(Tx tx, UUID user, Instant now) {
    Optional.ofNullable(ledger.lock(tx, List.of(user)).get(user))
        .filter(Account::isShort)
        .ifPresent(account -> Shortfalls.note(tx, List.of(account), now, ledger::newId));
  }

  private static final String WRITE =
      """
      INSERT INTO tally.auto_top_ups
             (user_id, is_enabled, below, pack, monthly_amount_max, disabled_reason, updated_at)
      VALUES (:user, :enabled, :below, :pack, :max, NULL, :now)
      ON CONFLICT (user_id) DO UPDATE
         SET is_enabled = excluded.is_enabled,
             below = excluded.below,
             pack = excluded.pack,
             monthly_amount_max = excluded.monthly_amount_max,
             disabled_reason = NULL,
             updated_at = excluded.updated_at
      """;

  private static void write(Tx tx, UUID user, AutoTopUp settings) {
    tx.update(WRITE)
        .bind("user", user)
        .bind("enabled", settings.isEnabled())
        .bind("below", settings.below().toBigDecimal())
        .bind("pack", settings.pack())
        .bind("max", settings.monthlyAmountMax())
        .bind("now", settings.updatedAt())
        .execute();
  }

  private static final String DISABLE =
      """
      UPDATE tally.auto_top_ups
         SET is_enabled = false, disabled_reason = :reason, updated_at = :now
       WHERE user_id = :user AND is_enabled AND updated_at <= :decided_at
      """;

  /// Switches it off and tells the user why, however it was set.
  static void disable(Tx tx, Ledger ledger, UUID user, String reason, Instant now) {
    var _ = ledger.lock(tx, List.of(user));
    find(tx, user).ifPresent(it -> disable(tx, ledger, user, reason, it.updatedAt(), now));
  }

  /// Switches it off for a user whose account is locked, and tells the user why, unless it was set
  /// anew since it was decided what to buy.
  static void disable(
      Tx tx, Ledger ledger, UUID user, String reason, Instant decidedAt, Instant now) {
    boolean isDone =
        tx.update(DISABLE)
                .bind("user", user)
                .bind("reason", reason)
                .bind("decided_at", decidedAt)
                .bind("now", now)
                .execute()
            == 1;
    if (!isDone) return;
    ledger.setShortBelow(tx, user, Optional.empty());
    var details = Map.of("enabled.old", "true", "enabled.new", "false", "reason", reason);
    Audit.write(tx, Audit.Line.ofUser(TopUps.JOB, Audit.Action.TOPUP_CHANGED, user, details));
    var told = Map.of("reason", reason);
    Alerts.raise(tx, user, AlertKind.TOP_UP_DISABLED, told, ledger.newId(), now);
  }

  private static void audit(
      Tx tx, UUID user, Optional<AutoTopUp> before, AutoTopUp after, Actor by) {
    var details = new HashMap<String, String>();
    var old = before.map(AutoTopUps::texts).orElseGet(Map::of);
    texts(after)
        .forEach(
            (name, text) -> {
              if (text.equals(old.get(name))) return;
              details.put(name + ".new", text);
              if (old.containsKey(name)) details.put(name + ".old", old.get(name));
            });
    Audit.write(tx, Audit.Line.ofUser(by, Audit.Action.TOPUP_CHANGED, user, details));
  }

  private static Map<String, String> texts(AutoTopUp settings) {
    return Map.of(
        "enabled", Boolean.toString(settings.isEnabled()),
        "below", settings.below().toString(),
        "pack", settings.pack(),
        "monthlyAmountMax", Long.toString(settings.monthlyAmountMax()));
  }

  private static final String FIND =
      """
      SELECT * FROM tally.auto_top_ups WHERE user_id = :user
      """;

  static Optional<AutoTopUp> find(Tx tx, UUID user) {
    return tx.query(FIND)
        .bind("user", user)
        .map(
            (row, _) ->
                new AutoTopUp(
                    row.getBoolean("is_enabled"),
                    Credits.exact(row.getBigDecimal("below")),
                    row.getString("pack"),
                    row.getLong("monthly_amount_max"),
                    Optional.ofNullable(row.getString("disabled_reason")),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .findOne();
  }

  /// How it stands; empty for an unknown user.
  ///
  /// @param packs by name
  public Optional<Standing> standing(UUID user, Map<String, Pack> packs) {
    if (ledger.account(user).isEmpty()) return Optional.empty();
    return Optional.of(
        database.inTransaction(
            tx -> {
              var settings = find(tx, user);
              var pack = settings.map(AutoTopUp::pack).map(packs::get);
              long spent =
                  pack.map(it -> TopUpSteps.spent(tx, user, it.currency(), now())).orElse(0L);
              return new Standing(settings, spent, TopUpSteps.latest(tx, user));
            }));
  }

  private static final String COUNT_DISABLED =
      """
      SELECT count(*) FROM tally.auto_top_ups WHERE disabled_reason IS NOT NULL
      """;

  /// For how many it was switched off, and not by them.
  public long countDisabled() {
    return database.inTransaction(tx -> tx.query(COUNT_DISABLED).mapTo(Long.class).one());
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
