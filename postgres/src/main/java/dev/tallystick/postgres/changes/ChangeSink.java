package dev.tallystick.postgres.changes;

import java.sql.SQLException;
import java.util.List;

/// Takes the changes that were found.
interface ChangeSink {
  void accept(List<Change> changes) throws SQLException;
}
