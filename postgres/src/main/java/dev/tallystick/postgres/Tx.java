package dev.tallystick.postgres;

import java.sql.Connection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/// An open database transaction. A method that takes a `Tx` joins it: what it writes is visible to
/// others only once the transaction commits, and is gone if it rolls back.
///
/// Not thread-safe; it must not outlive the call of [Database#inTransaction] that made it.
public final class Tx {
  private final Handle handle;

  Tx(Handle handle) {
    this.handle = handle;
  }

  /// A query with named parameters, to be bound and mapped by the caller.
  public Query query(String sql) {
    return handle.createQuery(sql);
  }

  /// An `INSERT`, `UPDATE` or `DELETE` with named parameters.
  public Update update(String sql) {
    return handle.createUpdate(sql);
  }

  /// The connection itself, for what Jdbi does not cover: COPY, arrays on a hot path.
  public Connection connection() {
    return handle.getConnection();
  }
}
