package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// What is kept of why an event could not be applied.
class WorkerTest {
  private static String of(String message) {
    return Worker.sentence(new IllegalStateException(message));
  }

  @Test
  void keepsWhatAFailureSays() {
    assertThat(of("Stripe refuses: no such payment")).isEqualTo("Stripe refuses: no such payment");
    assertThat(of("")).isEqualTo("IllegalStateException");
    assertThat(Worker.sentence(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void keepsWhatTheDatabaseHolds() {
    assertThat(of("a\0b")).isEqualTo("a b");
    assertThat(of("x".repeat(499) + "\ud83d\ude00")).isEqualTo("x".repeat(499) + "?");
    assertThat(of("x".repeat(5_000))).hasSize(500);
  }

  /// It may name a row and what is in it.
  @Test
  void keepsNothingOfWhatTheDatabaseSays() {
    var cause = new SQLException("Key (email)=(ada@example.com) exists", "23505");
    assertThat(Worker.sentence(new IllegalStateException(cause.getMessage(), cause)))
        .isEqualTo("the database refuses it: SQLSTATE 23505");
  }
}
