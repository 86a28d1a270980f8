package dev.tallystick;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.time.InstantSource;

/// Databases with the whole schema and the built-in prices, each for one test alone.
public final class TestingDatabase {
  private TestingDatabase() {}

  public static DatabaseUrl fresh() {
    return TestPostgres.freshDatabase(TestPostgres.template("tally", TestingDatabase::prepare));
  }

  private static void prepare(DatabaseUrl url) {
    try (var database = Database.open(url, 2)) {
      Service.prepare(database, InstantSource.system());
    }
  }
}
