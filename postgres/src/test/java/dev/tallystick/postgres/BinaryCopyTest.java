package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BinaryCopyTest {
  private static final String COPY =
      """
      COPY copied (n, u, t, j, b, at, d) FROM STDIN (FORMAT binary)
      """;

  private final Database database = Database.open(TestPostgres.freshDatabase(), 2);

  @BeforeEach
  void createTable() {
    database.useTransaction(
        tx ->
            tx.update(
                    """
                    CREATE TABLE copied (n bigint, u uuid, t text, j jsonb, b bigint,
                                         at timestamptz, d numeric)
                    """)
                .execute());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void numbersArriveAsTheyLeft() {
    var numbers = new ArrayList<BigDecimal>();
    for (var text :
        List.of(
            "0",
            "0.000000",
            "1",
            "-1",
            "9999",
            "10000",
            "0.0001",
            "0.00001",
            "12345.678901",
            "1E+9",
            "-0.5",
            "123456789012345678901234567890.000000000000000000001")) {
      numbers.add(new BigDecimal(text));
    }
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      numbers.add(new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(30)));
    }
    var rows = new BinaryCopy();
    for (int i = 0; i < numbers.size(); i++) row(rows, i, numbers.get(i));
    assertThat(database.<Long>inTransaction(tx -> rows.send(tx, COPY))).isEqualTo(numbers.size());
    var stored =
        database.inTransaction(
            tx -> tx.query("SELECT d FROM copied ORDER BY n").mapTo(BigDecimal.class).list());
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(stored.get(i)).as("%s", numbers.get(i)).isEqualByComparingTo(numbers.get(i));
      assertThat(stored.get(i).scale()).isEqualTo(Math.max(0, numbers.get(i).scale()));
    }
  }

  private static void row(BinaryCopy rows, int number, BigDecimal value) {
    rows.row(7)
        .bigint((long) number)
        .uuid(null)
        .text(null)
        .jsonb(null)
        .bigint(null)
        .timestamptz(null)
        .numeric(value);
  }

  @Test
  void everyTypeArrivesAsItLeft() {
    var id = UUID.fromString("0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d");
    var json = "{\"say\":\"tab\\t, quote \\\", \\\\N, \u00fc and \ud83d\ude00\"}";
    var before2000 = Instant.parse("1969-12-31T23:59:59.000001Z");
    var rows =
        new BinaryCopy()
            .row(7)
            .bigint(-1L)
            .uuid(id)
            .text("a\tb\\N\nc \ud83d\ude00")
            .jsonb(json.getBytes(StandardCharsets.UTF_8))
            .bigint(Long.MIN_VALUE)
            .timestamptz(before2000)
            .numeric(null);
    database.useTransaction(tx -> rows.send(tx, COPY));
    database.useTransaction(
        tx ->
            tx.query("SELECT *, j = :json::jsonb AS same FROM copied")
                .bind("json", json)
                .map(
                    (row, _) -> {
                      assertThat(row.getObject("u", UUID.class)).isEqualTo(id);
                      assertThat(row.getString("t")).isEqualTo("a\tb\\N\nc \ud83d\ude00");
                      assertThat(row.getBoolean("same")).isTrue();
                      assertThat(row.getLong("b")).isEqualTo(Long.MIN_VALUE);
                      assertThat(row.getObject("at", OffsetDateTime.class).toInstant())
                          .isEqualTo(before2000);
                      assertThat(row.getBigDecimal("d")).isNull();
                      return true;
                    })
                .one());
  }

  @Test
  void aRefusedCopyLeavesTheConnectionUsable() {
    var rows = new BinaryCopy();
    rows.row(7).bigint(1L).uuid(null).text(null);
    rows.jsonb("{".getBytes(StandardCharsets.UTF_8)).bigint(null).timestamptz(null).numeric(null);
    assertThatThrownBy(() -> database.useTransaction(tx -> rows.send(tx, COPY)))
        .satisfies(failure -> assertThat(SqlState.of(failure).isDataFault()).isTrue());
    assertThat(
            database.<Long>inTransaction(
                tx -> tx.query("SELECT count(*) FROM copied").mapTo(Long.class).one()))
        .isZero();
  }
}
