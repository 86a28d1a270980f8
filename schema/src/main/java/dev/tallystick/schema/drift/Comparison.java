package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.plan.Difference;
import dev.tallystick.schema.plan.Restatement;
import dev.tallystick.schema.shadow.Declared;
import dev.tallystick.schema.shadow.Shadow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Brings files, migrations and a live database into one print.
public final class Comparison {
  /// The first PostgreSQL that knows the privilege MAINTAIN.
  private static final int MAINTAIN_SINCE = 17;

  private final Shadow shadow;

  /// @param shadow where everything is restated
  public Comparison(Shadow shadow) {
    this.shadow = shadow;
  }

  /// The sides, ready to compare.
  ///
  /// @param files loaded in the shadow, in a transaction that is as before when this returns
  /// @throws dev.tallystick.schema.migrate.MigrationRefused if a migration does not run
  public Sides sides(Declared files, Migrations migrations, Optional<LiveDatabase> live)
      throws SQLException {
    var declared = files.catalogue();
    var replayed = restated(files, shadow.replay(migrations).catalogue());
    if (live.isEmpty()) return new Sides(declared, replayed, replayed, replayed);
    var database = live.get();
    var had = shadow.replay(database.applied().migrations());
    var own = asOn(database.catalogue(), had.catalogue());
    var applied = restated(files, own);
    var project = List.of(declared, replayed, applied);
    var actual = restated(files, database.inScopeOf(project));
    return new Sides(
        asOn(database.catalogue(), declared.inScopeOf(project)),
        asOn(database.catalogue(), replayed.inScopeOf(project)),
        applied.inScopeOf(project),
        unmoved(actual, applied, own, had));
  }

  /// What a database declares and migrations do not, or the other way round.
  ///
  /// @param upTo the migrations that the database is said to have
  public Difference unproved(LiveDatabase database, Migrations upTo) throws SQLException {
    var had = shadow.replay(upTo);
    var project = List.of(had.catalogue());
    var own = asOn(database.catalogue(), had.catalogue().inScopeOf(project));
    var scoped = database.inScopeOf(project);
    return Difference.between(own, unmoved(scoped, own, own, had));
  }

  private static Catalogue restated(Declared files, Catalogue side) throws SQLException {
    return Restatement.of(files.connection(), side, files.catalogue());
  }

  /// `actual`, with those objects as in `applied` that mean the same as the migrations `own`, where
  /// the files, which may have moved, could not tell.
  private Catalogue unmoved(
      Catalogue actual, Catalogue applied, Catalogue own, Shadow.Replayed replayed)
      throws SQLException {
    if (actual.declaresTheSameAs(applied)) return actual;
    try (var copy = shadow.copy(replayed.migrations());
        var connection = copy.connect()) {
      connection.setAutoCommit(false);
      CatalogueReader.read(connection);
      var restated = Restatement.of(connection, actual, own);
      connection.rollback();
      var same = new TreeMap<ObjectKey, SchemaObject>();
      restated
          .objects()
          .forEach(
              (key, object) -> {
                var known = applied.objects().get(key);
                if (known != null && object.equals(own.objects().get(key))) same.put(key, known);
              });
      return actual.with(same);
    }
  }

  /// What a server of the live database's version can hold of it.
  static Catalogue asOn(Catalogue live, Catalogue catalogue) {
    if (live.serverMajor() >= MAINTAIN_SINCE) return catalogue;
    var grants = new TreeMap<ObjectKey, SortedSet<Grant>>();
    catalogue
        .grants()
        .forEach(
            (key, all) -> {
              var known = new TreeSet<>(all);
              known.removeIf(grant -> grant.privilege().equals("MAINTAIN"));
              if (!known.isEmpty()) grants.put(key, known);
            });
    return catalogue.withGrants(grants);
  }
}
