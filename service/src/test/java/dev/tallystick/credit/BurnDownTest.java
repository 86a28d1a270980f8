package dev.tallystick.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BurnDownTest {
  private static final UUID USER = new UUID(0, 1);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Grant grant(int number, int priority, Optional<Instant> expiresAt, long balance) {
    var credits = new Credits(balance);
    return new Grant(
        new UUID(0, number),
        USER,
        "op-" + number,
        Grant.Type.FREE,
        priority,
        credits,
        credits,
        expiresAt,
        NOW.plusSeconds(number));
  }

  private static List<Grant> grants(String balances) {
    var grants = new ArrayList<Grant>();
    for (var balance : words(balances)) {
      grants.add(grant(grants.size(), 20, Optional.empty(), Long.parseLong(balance)));
    }
    return grants;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # grants | charge | draws | uncovered | left
          10 20    |     15 | 10 5  |         0 | 15
          10 20    |     40 | 10 20 |        10 | ''
          10 20    |     10 | 10    |         0 | 20
          10 20    |      0 | ''    |         0 | 10 20
          1 5      |      5 | 1 4   |         0 | 1
          """)
  void burnsGrantsInOrder(String grants, long charge, String draws, long uncovered, String left) {
    var plan = BurnDown.plan(grants(grants), new Credits(charge));
    assertThat(plan.draws().stream().map(draw -> "" + draw.credits().micros()).toList())
        .isEqualTo(words(draws));
    assertThat(plan.uncovered().micros()).isEqualTo(uncovered);
    assertThat(plan.left().stream().map(grant -> "" + grant.balance().micros()).toList())
        .isEqualTo(words(left));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" +", -1)).filter(word -> !word.isEmpty()).toList();
  }

  @Test
  void burnOrderIsPriorityThenExpiryThenCreation() {
    var late = Optional.of(NOW.plusSeconds(2_000));
    var soon = Optional.of(NOW.plusSeconds(1_000));
    var inOrder =
        List.of(
            grant(7, 20, soon, 1),
            grant(1, 20, late, 1),
            grant(5, 20, late, 1),
            grant(2, 20, Optional.empty(), 1),
            grant(0, 40, soon, 1),
            grant(3, 80, Optional.empty(), 1));
    for (long seed = 0; seed < 100; seed++) {
      var shuffled = new ArrayList<>(inOrder);
      java.util.Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(Grant.BURN_ORDER);
      assertThat(shuffled).as("seed %d", seed).isEqualTo(inOrder);
    }
  }

  @Test
  void drawsAndUncoveredAddUpToTheCharge() {
    for (long seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var grants = new ArrayList<Grant>();
      for (int i = random.nextInt(6); i > 0; i--) {
        grants.add(grant(i, 20, Optional.empty(), 1 + random.nextLong(50)));
      }
      var charge = new Credits(random.nextLong(200));
      var plan = BurnDown.plan(grants, charge);
      var drawn = plan.draws().stream().mapToLong(draw -> draw.credits().micros()).sum();
      var before = grants.stream().mapToLong(grant -> grant.balance().micros()).sum();
      var after = plan.left().stream().mapToLong(grant -> grant.balance().micros()).sum();
      assertThat(drawn + plan.uncovered().micros()).as("seed %d", seed).isEqualTo(charge.micros());
      assertThat(before - after).as("seed %d", seed).isEqualTo(drawn);
      assertThat(plan.uncovered().isPositive() && !plan.left().isEmpty())
          .as("seed %d: no debt while a grant has credits: %s", seed, summary(plan))
          .isFalse();
    }
  }

  private static String summary(BurnDown plan) {
    return plan.left().stream().map(Grant::toString).collect(Collectors.joining("; "));
  }
}
