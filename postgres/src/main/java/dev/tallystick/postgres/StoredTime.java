package dev.tallystick.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `timestamptz` as Java has it.
public final class StoredTime {
  private StoredTime() {}

  /// The time now, as it will be read again.
  public static Instant now(InstantSource clock) {
    return of(clock.instant());
  }

  /// A time as it will be read again: PostgreSQL keeps microseconds, and rounds what is finer.
  public static Instant of(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /// The time in a column of the row that is read; empty where it is null.
  public static Optional<Instant> read(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
