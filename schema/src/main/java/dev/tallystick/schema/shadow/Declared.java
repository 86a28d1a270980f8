package dev.tallystick.schema.shadow;

import dev.tallystick.schema.catalogue.Catalogue;
import java.sql.Connection;
import java.sql.SQLException;

/// Files that were loaded, inside a transaction that ends with this.
///
/// @param connection in that transaction; `search_path` is `pg_catalog`
/// @param catalogue what the files declare
public record Declared(Connection connection, Catalogue catalogue) implements AutoCloseable {
  @Override
  public void close() throws SQLException {
    // Ending the session rolls back, and spares a round trip.
    connection.close();
  }
}
