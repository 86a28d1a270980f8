package dev.tallystick.postgres;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows on their way into a table by `COPY … FROM STDIN (FORMAT binary)`: the quickest way to
/// insert many, and one that takes JSON and text as raw UTF-8 bytes without escaping them. The
/// format is described under COPY in PostgreSQL's manual.
///
/// Begin each row with [#row], then add its columns in the order the COPY statement names them. Not
/// thread-safe.
public final class BinaryCopy {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte JSONB_VERSION = 1;
  private static final long POSTGRES_EPOCH_SECOND = 946_684_800L; // 2000-01-01T00:00:00Z
  private static final int NUMERIC_NEGATIVE = 0x4000;
  private static final int DIGITS_PER_GROUP = 4;

  private byte[] bytes = new byte[1 << 14];
  private int length;

  public BinaryCopy() {
    raw(HEADER, 0, HEADER.length);
  }

  /// Begins a row of `columns` columns.
  public BinaryCopy row(int columns) {
    int16(columns);
    return this;
  }

  public BinaryCopy uuid(@Nullable UUID value) {
    if (value == null) return nothing();
    int32(16);
    int64(value.getMostSignificantBits());
    int64(value.getLeastSignificantBits());
    return this;
  }

  public BinaryCopy text(@Nullable String value) {
    if (value == null) return nothing();
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    int32(utf8.length);
    raw(utf8, 0, utf8.length);
    return this;
  }

  /// JSON text as UTF-8.
  public BinaryCopy jsonb(byte @Nullable [] utf8) {
    if (utf8 == null) return nothing();
    int32(utf8.length + 1);
    room(1);
    bytes[length++] = JSONB_VERSION;
    raw(utf8, 0, utf8.length);
    return this;
  }

  public BinaryCopy bigint(@Nullable Long value) {
    if (value == null) return nothing();
    int32(8);
    int64(value);
    return this;
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  public BinaryCopy timestamptz(@Nullable Instant value) {
    if (value == null) return nothing();
    int32(8);
    var micros = Math.multiplyExact(value.getEpochSecond() - POSTGRES_EPOCH_SECOND, 1_000_000L);
    int64(micros + value.getNano() / 1000);
    return this;
  }

  /// Exact: base-10000 digits, as PostgreSQL stores them.
  public BinaryCopy numeric(@Nullable BigDecimal value) {
    if (value == null) return nothing();
    var plain = value.scale() < 0 ? value.setScale(0) : value;
    var padding = Math.floorMod(-plain.scale(), DIGITS_PER_GROUP);
    var fractionGroups = (plain.scale() + padding) / DIGITS_PER_GROUP;
    var digits = plain.unscaledValue().abs() + "0".repeat(padding);
    var leading = Math.floorMod(-digits.length(), DIGITS_PER_GROUP);
    digits = "0".repeat(leading) + digits;
    var groups = digits.length() / DIGITS_PER_GROUP;
    int32(8 + 2 * groups);
    int16(groups);
    int16(groups - fractionGroups - 1);
    int16(plain.signum() < 0 ? NUMERIC_NEGATIVE : 0);
    int16(plain.scale());
    for (int at = 0; at < digits.length(); at += DIGITS_PER_GROUP) {
      int16(Integer.parseInt(digits, at, at + DIGITS_PER_GROUP, 10));
    }
    return this;
  }

  private BinaryCopy nothing() {
    int32(-1);
    return this;
  }

  /// Sends the rows inside the transaction and returns how many arrived.
  ///
  /// @param sql `COPY table (columns) FROM STDIN (FORMAT binary)`
  public long send(Tx tx, String sql) {
    int16(-1);
    try {
      var copy = tx.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
      try {
        copy.writeToCopy(bytes, 0, length);
        return copy.endCopy();
      } finally {
        if (copy.isActive()) copy.cancelCopy();
      }
    } catch (SQLException e) {
      throw new CopyFailed(e);
    }
  }

  /// A COPY that PostgreSQL refused; the cause says why.
  public static final class CopyFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CopyFailed(SQLException cause) {
      super(cause);
    }
  }

  private void int16(int value) {
    room(2);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
  }

  private void int32(int value) {
    int16(value >> 16);
    int16(value);
  }

  private void int64(long value) {
    int32((int) (value >> 32));
    int32((int) value);
  }

  private void raw(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
