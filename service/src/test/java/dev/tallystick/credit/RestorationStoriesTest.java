package dev.tallystick.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same story, by seed, happens to several users: what they have in the end is compared.
final class RestorationStoriesTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);
  private static final int STEPS = 60;
  private static final Duration LONGEST = Duration.ofHours(60);

  private final TestingBooks books = new TestingBooks(DATABASE);

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /// What happened to one user, in the order in which it happened.
  private record Life(UUID user, List<Grant> grants, List<Reversal> standing) {
    Life(UUID user) {
      this(user, new ArrayList<>(), new ArrayList<>());
    }
  }

  private Life life() {
    return new Life(books.user());
  }

  /// Credits that were spent already are taken back and put back: nobody is poorer for it than who
  /// never lost them, however late they are put back and whoever paid meanwhile.
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostByAReversalThatIsUndone(long seed) {
    var random = new Random(seed);
    var spared = life();
    var reversed = life();
    for (int step = 0; step < STEPS; step++) {
      move(List.of(spared, reversed), random);
      if (random.nextInt(4) == 0) reverse(List.of(reversed), random, true);
      if (random.nextInt(12) == 0) undoOne(reversed, random);
    }
    undoAll(reversed, random);
    lapse();
    assertThat(available(reversed)).isGreaterThanOrEqualTo(available(spared));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfUndoingDoesNotMatter(long seed) {
    var random = new Random(seed);
    var two = List.of(life(), life());
    for (int step = 0; step < STEPS; step++) {
      move(two, random);
      if (random.nextInt(4) == 0) reverse(two, random, false);
    }
    payWhatChargesOwe(two, random);
    for (var life : two) undoAll(life, random);
    assertThat(available(two.getFirst())).isEqualTo(available(two.getLast()));
    lapse();
    assertThat(available(two.getFirst())).isEqualTo(available(two.getLast()));
  }

  /// One thing that happens to all of them.
  private void move(List<Life> lives, Random random) {
    var credits = credits(random);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        var time = time(random);
        for (var life : lives) life.grants().add(books.grant(life.user(), credits, time));
      }
      case 2, 3, 4 -> {
        for (var life : lives) books.charge(life.user(), credits);
      }
      case 5 -> books.pass(Duration.ofHours(random.nextInt(1, 20)));
      default -> throw new AssertionError();
    }
  }

  private static Credits credits(Random random) {
    return new Credits(random.nextLong(1, 20_000_000));
  }

  private static Optional<Duration> time(Random random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(Duration.ofHours(random.nextLong(1, LONGEST.toHours())));
  }

  /// Reverses one grant of each life, all of it or a part; where `isSpent` says so, only one that
  /// holds nothing.
  private void reverse(List<Life> lives, Random random, boolean isSpent) {
    var first = lives.getFirst();
    if (first.grants().isEmpty()) return;
    int chosen = random.nextInt(first.grants().size());
    if (isSpent && holdsSome(first.user(), first.grants().get(chosen))) return;
    var credits = random.nextBoolean() ? Optional.of(credits(random)) : Optional.<Credits>empty();
    for (var life : lives) {
      var grant = life.grants().get(chosen);
      var request =
          new ReversalRequest(
              life.user(),
              grant.id(),
              "operation-" + UUID.randomUUID(),
              Reversal.Kind.CLAWBACK,
              credits,
              Reversal.Spent.DEBT);
      if (books.reverse(request) instanceof Reversing.Reversed(var reversal)) {
        life.standing().add(reversal);
      }
    }
  }

  private boolean holdsSome(UUID user, Grant grant) {
    return books.account(user).grants().stream().anyMatch(it -> it.id().equals(grant.id()));
  }

  private void undoOne(Life life, Random random) {
    if (life.standing().isEmpty()) return;
    restore(life.standing().remove(random.nextInt(life.standing().size())));
  }

  private void undoAll(Life life, Random random) {
    Collections.shuffle(life.standing(), random);
    life.standing().forEach(this::restore);
  }

  private void restore(Reversal reversal) {
    assertThat(books.restore(reversal.userId(), reversal.id()))
        .isInstanceOf(Restoring.Restored.class);
  }

  /// Debt of charges is paid by the first grant that comes back, and then it does matter whether
  /// that one lapses.
  private void payWhatChargesOwe(List<Life> lives, Random random) {
    for (var life : lives) {
      var debt = books.account(life.user()).debt();
      var owed = life.standing().stream().map(Reversal::owed).reduce(Credits.ZERO, Credits::plus);
      var charged = debt.minus(owed.min(debt));
      if (charged.isPositive()) books.grant(life.user(), charged, Optional.empty());
    }
    var more = credits(random);
    for (var life : lives) books.grant(life.user(), more, Optional.empty());
  }

  /// All that has an end comes to it.
  private void lapse() {
    books.pass(LONGEST);
    books.ledger().expireGrants();
  }

  private Credits available(Life life) {
    return books.account(life.user()).available();
  }
}
