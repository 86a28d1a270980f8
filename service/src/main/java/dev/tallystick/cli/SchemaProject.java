package dev.tallystick.cli;

import dev.tallystick.postgres.DatabaseUrl;
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

  @Option(
      names = "--migrations",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_MIGRATIONS:-database/migrations}",
      description = "The folder of migrations (default: database/migrations).")
  private Path migrations = Path.of("database/migrations");

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
      description = "The live database.")
  private @Nullable String databaseUrl;

  /// The files that declare the schema.
  ///
  /// @throws Failure if there is no such folder
  SchemaFiles files() {
    return read(schema, "--schema");
  }

  /// The migrations, as files.
  ///
  /// @throws Failure if there is no such folder
  SchemaFiles migrations() {
    return read(migrations, "--migrations");
  }

  Path migrationsFolder() {
    return migrations;
  }

  Path schemaFolder() {
    return schema;
  }

  private static SchemaFiles read(Path folder, String option) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("there is no folder %s; name it with %s DIR".formatted(folder, option));
    }
    try {
      return SchemaFiles.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /// The live database, if one was named; reachable and new enough.
  ///
  /// @throws Failure if it is not
  Optional<DatabaseUrl> live() {
    var url =
        Optional.ofNullable(databaseUrl).filter(text -> !text.isBlank()).map(DatabaseUrl::parse);
    url.ifPresent(FirstContact::check);
    return url;
  }

  /// How large the tables of the live database are.
  TableSizes sizes(DatabaseUrl live) throws SQLException {
    try (var connection = live.connect(Map.of("ApplicationName", "tally schema"))) {
      return TableSizes.read(connection);
    }
  }

  /// The PostgreSQL that says what SQL declares.
  Shadow shadow() {
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
