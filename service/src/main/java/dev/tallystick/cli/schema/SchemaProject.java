package dev.tallystick.cli.schema;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.FirstContact;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.LocalDatabase;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.plan.TableSizes;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which project's schema a command works on: its files, its migrations, and the PostgreSQL that
/// says what they declare. The defaults are Tallystick's own, seen from its folder.
final class SchemaProject {
  @Option(
      names = "--schema",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_SCHEMA:-database/schema}",
      description = "The folder of SQL files that declare the schema (default: database/schema).")
  private Path schema = Path.of("database/schema");

  @Mixin private MigrationOptions migrations = new MigrationOptions();

  @Option(
      names = "--shadow",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_SHADOW_URL}",
      description =
          "A PostgreSQL whose role may create databases, to try SQL on instead of the embedded one.")
  private @Nullable String shadowUrl;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_DATABASE_URL}",
      description = "The live database (default: the local one of --data, when it runs).")
  private @Nullable String databaseUrl;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_DATA:-.tallystick}",
      description = "Where the local database is looked for (default: .tallystick).")
  private Path data = Path.of(".tallystick");

  /// The files that declare the schema.
  ///
  /// @throws Failure if there is no such folder
  SchemaFiles files() {
    if (!Files.isDirectory(schema)) {
      throw new Failure("there is no folder %s; name it with --schema DIR".formatted(schema));
    }
    try {
      return SchemaFiles.in(schema);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + schema, e);
    }
  }

  /// The migrations of the folder; none where a project has none yet.
  Migrations migrations() {
    return migrations.inFolder();
  }

  /// Where the next migration is written.
  Path migrationsFolder() {
    return migrations.folder();
  }

  /// The PostgreSQL schema that keeps which migrations were applied.
  String historySchema() {
    return migrations.historySchema();
  }

  /// The live database: the one that was named, or else the local one, if it runs; reachable and
  /// new enough.
  ///
  /// @throws Failure if it is not
  Optional<DatabaseUrl> live() {
    var url =
        Optional.ofNullable(databaseUrl)
            .filter(text -> !text.isBlank())
            .map(DatabaseUrl::parse)
            .or(LocalDatabase.of(data)::url);
    url.ifPresent(FirstContact::check);
    return url;
  }

  /// As [#live], for what cannot be done without one.
  ///
  /// @throws Failure if there is none
  DatabaseUrl requireLive() {
    return live()
        .orElseThrow(
            () ->
                new Failure(
                    "name the live database with --database-url URL, or start the local one: tally"
                        + " db start"));
  }

  /// How large the tables of the live database are.
  TableSizes sizes(DatabaseUrl live) throws SQLException {
    try (var connection = live.connect(Map.of("ApplicationName", "tally schema"))) {
      return TableSizes.read(connection);
    }
  }

  /// The PostgreSQL that says what SQL declares.
  Shadow shadow() {
    return shadow(shadowUrl);
  }

  /// The one on the server of `shadowUrl`; the embedded one if that names none.
  static Shadow shadow(@Nullable String shadowUrl) {
    if (shadowUrl != null && !shadowUrl.isBlank()) {
      var url = DatabaseUrl.parse(shadowUrl);
      FirstContact.check(url);
      return Shadow.on(url);
    }
    return Shadow.embedded(shadowFolder());
  }

  /// Where the embedded shadow lives, for all projects of this account.
  static Path shadowFolder() {
    var named = System.getenv("TALLY_SHADOW_DIR");
    if (named != null && !named.isBlank()) return Path.of(named);
    var cache = System.getenv("XDG_CACHE_HOME");
    var folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return folder.resolve("tallystick").resolve("shadow");
  }
}
