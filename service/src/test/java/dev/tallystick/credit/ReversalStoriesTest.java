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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Grants, charges, time, reversals and their undoing in any order, by seed.
final class ReversalStoriesTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);
  private static final int STEPS = 80;

  private final TestingBooks books = new TestingBooks(DATABASE);
  private final List<UUID> users = List.of(books.user(), books.user(), books.user());
  private final List<Grant> grants = new ArrayList<>();
  private final List<Reversal> standing = new ArrayList<>();
  private Random random = new Random();
  private int operations;

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  static List<Long> seeds() {
    var seeds = new ArrayList<Long>();
    for (long seed = 1; seed <= 40; seed++) seeds.add(seed);
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensTheBooksHoldAndUndoingAllLeadsBack(long seed) {
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      step();
      users.forEach(this::holdsNothingWhileOwingForCharges);
    }
    undoAll();
    books.ledger().expireGrants();
    grants.clear();
    users.forEach(user -> grants.addAll(grantsOf(user)));
    var before = holdings();
    while (grants.stream().anyMatch(grant -> reverse(grant, random.nextBoolean()))) {}
    assertThat(users)
        .allSatisfy(user -> assertThat(books.account(user).balance()).isEqualTo(Credits.ZERO));
    undoAll();
    assertThat(holdings()).isEqualTo(before);
  }

  private void step() {
    var user = pick(users);
    switch (random.nextInt(8)) {
      case 0, 1 -> grants.add(books.grant(user, credits(), time()));
      case 2, 3 -> books.charge(user, credits());
      case 4 -> books.pass(Duration.ofHours(random.nextInt(1, 30)));
      case 5 -> books.ledger().expireGrants();
      case 6 -> {
        if (!grants.isEmpty()) reverse(pick(grants), random.nextInt(3) == 0);
      }
      case 7 -> {
        if (!standing.isEmpty()) restore(pick(standing));
      }
      default -> throw new AssertionError();
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private Credits credits() {
    return new Credits(random.nextLong(1, 20_000_000));
  }

  private Optional<Duration> time() {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(Duration.ofHours(random.nextInt(1, 100)));
  }

  /// Reverses all of a grant or a part, by either policy; whether there was anything left.
  private boolean reverse(Grant grant, boolean isWhole) {
    var request =
        new ReversalRequest(
            grant.userId(),
            grant.id(),
            "operation-" + operations++,
            pick(List.of(Reversal.Kind.values())),
            isWhole ? Optional.empty() : Optional.of(credits()),
            pick(List.of(Reversal.Spent.values())));
    return switch (books.reverse(request)) {
      case Reversing.Reversed(var reversal) -> {
        assertThat(reversal.forgone()).isGreaterThanOrEqualTo(Credits.ZERO);
        standing.add(reversal);
        yield true;
      }
      case Reversing.MoreThanLeft(var left) -> {
        assertThat(left.isPositive()).isTrue();
        yield reverse(grant, true);
      }
      case Reversing.NothingLeft() -> false;
      case Reversing.Replayed _,
          Reversing.OperationReused _,
          Reversing.UserUnknown _,
          Reversing.GrantUnknown _,
          Reversing.OfReferral _,
          Reversing.TooMuchDebt _ ->
          throw new AssertionError(grant);
    };
  }

  private void restore(Reversal reversal) {
    assertThat(books.restore(reversal.userId(), reversal.id()))
        .isInstanceOf(Restoring.Restored.class);
    standing.remove(reversal);
  }

  private void undoAll() {
    Collections.shuffle(standing, random);
    for (var reversal : List.copyOf(standing)) restore(reversal);
  }

  /// All grants, also those that undoing reversals gave anew.
  private List<Grant> grantsOf(UUID user) {
    return books.reversals().grants(user, Optional.empty(), Reversals.PAGE_MAX).stream()
        .map(Reversals.GrantReversed::grant)
        .toList();
  }

  /// Who owes more than reversals made owed has no credits left.
  private void holdsNothingWhileOwingForCharges(UUID user) {
    var account = books.account(user);
    var owed =
        standing.stream()
            .filter(reversal -> reversal.userId().equals(user))
            .map(Reversal::owed)
            .reduce(Credits.ZERO, Credits::plus);
    if (account.debt().compareTo(owed) > 0) {
      assertThat(account.balance()).isEqualTo(Credits.ZERO);
    }
  }

  /// Debts, and what is left in which grant.
  private List<String> holdings() {
    var holdings = new ArrayList<String>();
    for (var user : users) {
      var account = books.account(user);
      holdings.add(user + " owes " + account.debt());
      for (var grant : account.grants()) holdings.add(grant.id() + " has " + grant.balance());
    }
    return holdings;
  }
}
