package dev.tallystick.price;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The price list: owner of the table `prices`, which it only ever adds to. Thread-safe.
public final class Prices {
  /// A row and when it ends; null if it has not been followed by another.
  public record Listed(Price price, @Nullable Instant validTo) {
    /// When the row begins; null if there is no known beginning.
    public @Nullable Instant validFrom() {
      return price.validFrom().equals(Price.ALWAYS) ? null : price.validFrom();
    }
  }

  /// Which rows to list: all, unless something is given. `after` is the revision of the last row of
  /// the page before, 0 for the first page.
  public record Filter(
      @Nullable String provider,
      @Nullable String model,
      @Nullable Instant at,
      long after,
      int limit) {}

  private static final String BUILT_IN = "built-in-prices.json";

  private final Database database;
  private final InstantSource clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private volatile PriceBook book = PriceBook.EMPTY;

  public Prices(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private static final String REVISION =
      """
      SELECT coalesce(max(revision), 0)
        FROM tally.prices
      """;

  /// All prices as the transaction sees them. Asks for the newest revision each time and reads only
  /// the rows that are new since the last call.
  public PriceBook book(Tx tx) {
    var known = book;
    var newest = tx.query(REVISION).mapTo(long.class).one();
    if (newest == known.revision()) return known;
    // A smaller revision: another database is behind the pool now, or an older copy of it.
    var current = grown(tx, newest > known.revision() ? known : PriceBook.EMPTY);
    book = current;
    return current;
  }

  private static final String ROWS_AFTER =
      """
      SELECT id, revision, catalogue, provider, model, match, service_tier,
             nullif(valid_from, '-infinity') AS valid_from, correction,
             tiers, windows, region_uplifts, source, imported_at
        FROM tally.prices
       WHERE revision > :after
       ORDER BY revision
      """;

  private static PriceBook grown(Tx tx, PriceBook known) {
    var newer =
        tx.query(ROWS_AFTER).bind("after", known.revision()).map((row, _) -> price(row)).list();
    return known.plus(newer);
  }

  /// Imports a file; what it changes without giving a date is changed from now on.
  public ImportReport importFile(PriceFile file) {
    return importFile(file, clock.instant());
  }

  /// Imports a file; what it changes without giving a date is changed from `effective` on.
  /// Importing the same file again adds nothing. One import runs at a time.
  public ImportReport importFile(PriceFile file, Instant effective) {
    return database.inTransaction(tx -> importFile(tx, file, effective));
  }

  /// Imports the catalogue that ships with the product, unless the database has it already or one
  /// of a newer product.
  public Optional<ImportReport> importBuiltIn() {
    var file = builtIn();
    var stored = database.inTransaction(Prices::builtInSource);
    var isNews = stored.isEmpty() || stored.get().compareTo(file.source()) < 0;
    return isNews ? Optional.of(importFile(file)) : Optional.empty();
  }

  private static final String BUILT_IN_SOURCE =
      """
      SELECT source
        FROM tally.prices
       WHERE catalogue = 'built-in'
       ORDER BY source DESC
       LIMIT 1
      """;

  private static Optional<String> builtInSource(Tx tx) {
    return tx.query(BUILT_IN_SOURCE).mapTo(String.class).findOne();
  }

  /// The catalogue that ships with the product.
  static PriceFile builtIn() {
    try (var resource = Prices.class.getResourceAsStream(BUILT_IN)) {
      if (resource == null) throw new IllegalStateException(BUILT_IN + " is missing in the build");
      return PriceFile.read(BUILT_IN, resource.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Imports a file inside the caller's transaction.
  public ImportReport importFile(Tx tx, PriceFile file, Instant effective) {
    lock(tx);
    var before = grown(tx, PriceBook.EMPTY);
    var from = StoredTime.of(effective);
    var outcome = new ImportOutcome(file, from);
    var rows = new ArrayList<ImportPlan.Row>();
    for (var draft : file.drafts()) {
      var key = draft.keyIn(file.catalogue());
      var stored = before.series(key);
      var added = ImportPlan.of(key, draft, stored, from);
      outcome.count(draft, stored.isPresent(), added);
      rows.addAll(added);
    }
    insert(tx, rows, file.source());
    return outcome.report(before, grown(tx, before));
  }

  private static final String LOCK =
      """
      SELECT true
        FROM pg_advisory_xact_lock(hashtextextended('tally.prices', 0))
      """;

  /// Held until the commit, so that revisions become visible in their order and no two imports
  /// compare with the same state.
  private static void lock(Tx tx) {
    tx.query(LOCK).mapTo(boolean.class).one();
  }

  private static final String INSERT =
      """
      INSERT INTO tally.prices
             (id, catalogue, provider, model, match, service_tier, valid_from, correction,
              tiers, windows, region_uplifts, source)
      SELECT id, catalogue, provider, model, match::jsonb, service_tier, valid_from::timestamptz,
             correction, tiers::jsonb, windows::jsonb, region_uplifts::jsonb, :source
        FROM unnest(:ids, :catalogues, :providers, :models, :matches, :service_tiers,
                    :valid_froms, :corrections, :tiers, :windows, :region_uplifts)
             WITH ORDINALITY
             AS row (id, catalogue, provider, model, match, service_tier, valid_from, correction,
                     tiers, windows, region_uplifts, position)
       ORDER BY position
      """;

  private void insert(Tx tx, List<ImportPlan.Row> rows, String source) {
    tx.update(INSERT)
        .bind("source", source)
        .bindArray("ids", UUID.class, rows.stream().map(_ -> ids.generate()).toList())
        .bindArray(
            "catalogues", String.class, column(rows, row -> row.key().catalogue().jsonName()))
        .bindArray("providers", String.class, column(rows, row -> row.key().provider()))
        .bindArray("models", String.class, column(rows, row -> row.key().model()))
        .bindArray(
            "matches", String.class, column(rows, row -> PriceJson.of(row.match()).toString()))
        .bindArray(
            "service_tiers", String.class, column(rows, row -> row.key().serviceTier().jsonName()))
        .bindArray("valid_froms", String.class, column(rows, row -> validFrom(row)))
        .bindArray(
            "corrections", Integer.class, rows.stream().map(row -> row.correction()).toList())
        .bindArray(
            "tiers",
            String.class,
            column(rows, row -> PriceJson.of(row.tariff().tiers()).toString()))
        .bindArray(
            "windows",
            String.class,
            column(rows, row -> PriceJson.ofWindows(row.tariff().windows()).toString()))
        .bindArray(
            "region_uplifts",
            String.class,
            column(rows, row -> PriceJson.ofUplifts(row.tariff().regionUplifts()).toString()))
        .execute();
  }

  private static List<String> column(
      List<ImportPlan.Row> rows, Function<ImportPlan.Row, String> value) {
    return rows.stream().map(value).toList();
  }

  private static String validFrom(ImportPlan.Row row) {
    return row.validFrom().equals(Price.ALWAYS) ? "-infinity" : row.validFrom().toString();
  }

  private static final String LIST =
      """
      WITH believed AS (
        SELECT DISTINCT ON (catalogue, provider, model, service_tier, valid_from) *
          FROM tally.prices
         WHERE (CAST(:provider AS text) IS NULL OR provider = :provider)
           AND (CAST(:model AS text) IS NULL OR model = :model)
         ORDER BY catalogue, provider, model, service_tier, valid_from, correction DESC
      ),
      dated AS (
        SELECT *,
               lead(valid_from)
                 OVER (PARTITION BY catalogue, provider, model, service_tier ORDER BY valid_from)
                 AS valid_to
          FROM believed
      )
      SELECT id, revision, catalogue, provider, model, match, service_tier,
             nullif(valid_from, '-infinity') AS valid_from, correction,
             tiers, windows, region_uplifts, source, imported_at, valid_to
        FROM dated
       WHERE revision > :after
         AND (CAST(:at AS timestamptz) IS NULL
              OR (valid_from <= :at AND coalesce(valid_to, 'infinity') > :at))
       ORDER BY revision
       LIMIT :limit
      """;

  /// Prices with the time they end, in the order they were added, without superseded rows.
  public List<Listed> list(Tx tx, Filter filter) {
    var at = filter.at() == null ? null : OffsetDateTime.ofInstant(filter.at(), ZoneOffset.UTC);
    return tx.query(LIST)
        .bind("provider", filter.provider())
        .bind("model", filter.model())
        .bind("at", at)
        .bind("after", filter.after())
        .bind("limit", filter.limit())
        .map((row, _) -> new Listed(price(row), instant(row, "valid_to")))
        .list();
  }

  private static Price price(ResultSet row) throws SQLException {
    var validFrom = instant(row, "valid_from");
    return new Price(
        row.getObject("id", UUID.class),
        row.getLong("revision"),
        new PriceKey(
            Catalogue.named(row.getString("catalogue")).orElseThrow(),
            row.getString("provider"),
            row.getString("model"),
            ServiceTier.named(row.getString("service_tier")).orElseThrow()),
        PriceJson.match(PriceJson.parse(row.getString("match"))),
        validFrom == null ? Price.ALWAYS : validFrom,
        row.getInt("correction"),
        new Tariff(
            PriceJson.tiers(PriceJson.parse(row.getString("tiers"))),
            PriceJson.windows(PriceJson.parse(row.getString("windows"))),
            PriceJson.uplifts(PriceJson.parse(row.getString("region_uplifts")))),
        row.getString("source"),
        row.getObject("imported_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
