package dev.tallystick.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.TestingClock;
import dev.tallystick.limit.Limits.Rule;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static Database database;
  private static TestingClock clock;
  private static Limits one;
  private static Limits two;

  @BeforeAll
  static void open() {
    database = Database.open(TestingDatabase.fresh(), 8);
    clock = new TestingClock();
    one = new Limits(database, clock);
    two = new Limits(database, clock);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void areOneForAllServersAndComeBackEvenly() {
    for (int i = 0; i < Rule.MAIL_BY_ADDRESS.tries(); i++) {
      assertThat((i % 2 == 0 ? one : two).take(Rule.MAIL_BY_ADDRESS, "ada@x.test")).isEmpty();
    }
    // Five in fifteen minutes: one every three.
    for (var server : new Limits[] {one, two, one, two}) {
      assertThat(server.take(Rule.MAIL_BY_ADDRESS, "ada@x.test")).contains(Duration.ofMinutes(3));
    }
    assertThat(one.take(Rule.MAIL_BY_ADDRESS, "bob@x.test")).as("another subject").isEmpty();
    assertThat(one.take(Rule.USER_CODE_BY_CLIENT, "ada@x.test")).as("another rule").isEmpty();
    clock.set(clock.in(Duration.ofMinutes(2)));
    assertThat(two.take(Rule.MAIL_BY_ADDRESS, "ada@x.test")).contains(Duration.ofMinutes(1));
    clock.set(clock.in(Duration.ofMinutes(1)));
    assertThat(two.take(Rule.MAIL_BY_ADDRESS, "ada@x.test")).isEmpty();
    assertThat(one.take(Rule.MAIL_BY_ADDRESS, "ada@x.test")).contains(Duration.ofMinutes(3));
  }

  @Test
  void areNotExceededByTriesAtOnce() throws Exception {
    var tries = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 60; i++) {
      var server = i % 2 == 0 ? one : two;
      tries.add(() -> server.take(Rule.USER_CODE_BY_CLIENT, "at once").isEmpty());
    }
    int taken = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(tries)) if (answer.get()) taken++;
    }
    assertThat(taken).isEqualTo(Rule.USER_CODE_BY_CLIENT.tries());
  }

  @Test
  void keepNoAddress() {
    assertThat(one.take(Rule.SIGN_IN_BY_CLIENT, "203.0.113.77")).isEmpty();
    var rows =
        database.inTransaction(
            tx -> tx.query("SELECT l::text FROM tally.rate_limits l").mapTo(String.class).list());
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains("203.0.113"));
  }

  @Test
  void ofThePastAreForgotten() {
    var past = new TestingClock();
    past.set(TestingClock.START.minus(Duration.ofDays(365)));
    assertThat(new Limits(database, past).take(Rule.MAIL_BY_ADDRESS, "long ago")).isEmpty();
    assertThat(one.forgetFull()).isPositive();
    assertThat(one.forgetFull()).isZero();
  }
}
