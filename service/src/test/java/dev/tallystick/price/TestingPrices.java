package dev.tallystick.price;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// Databases that hold the table `prices` and nothing else.
final class TestingPrices {
  private static final int POOL_SIZE_MAX = 4;

  private TestingPrices() {}

  /// An empty price list; the caller closes the pool.
  static Database database() {
    var template = TestPostgres.template("prices", TestingPrices::create);
    return Database.open(TestPostgres.freshDatabase(template), POOL_SIZE_MAX);
  }

  private static void create(DatabaseUrl url) {
    var schema = Path.of(System.getProperty("tally.root")).resolve("database/schema");
    try (var database = Database.open(url, 1);
        var connection = database.connection();
        var statement = connection.createStatement()) {
      var _ = statement.execute(Files.readString(schema.resolve("tally.sql")));
      var _ = statement.execute(Files.readString(schema.resolve("prices.sql")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (SQLException failure) {
      throw new IllegalStateException("prices.sql does not load", failure);
    }
  }
}
