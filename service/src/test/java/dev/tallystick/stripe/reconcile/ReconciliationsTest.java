package dev.tallystick.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the books say of many reconciliations.
final class ReconciliationsTest {
  private static final Instant SUNDAY = Instant.parse("2026-11-22T03:00:00Z");
  private static final Optional<Instant> ALL = Optional.empty();

  private final Database database = Database.open(TestingDatabase.fresh(), 2);
  private final Reconciliations books = new Reconciliations(database);
  private int made;

  @AfterEach
  void close() {
    database.close();
  }

  private static Instant day(int day) {
    return SUNDAY.plus(Duration.ofDays(day));
  }

  private static Optional<Instant> week(int day) {
    return Optional.of(day(day).minus(Duration.ofDays(7)));
  }

  /// @param found each as `subject=status`
  private UUID run(int day, boolean isRepair, Optional<Instant> since, String... found) {
    made++;
    var id = new UUID(0, made);
    var list = Listing.PAYMENTS;
    database.useTransaction(
        tx -> {
          Walk.start(tx, id, new Reconciliation.Order(isRepair, since), day(day));
          var _ = Walk.position(tx, id, list);
          for (var each : found) {
            var words = List.of(each.split("="));
            var status = Difference.Status.ofWord(words.getLast());
            var difference =
                new Difference(
                    words.getFirst(),
                    "status",
                    status,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            Walk.write(tx, id, list, List.of(difference), day(day));
          }
          Walk.end(tx, id, Reconciliation.Status.DONE, day(day));
        });
    return id;
  }

  @Test
  void whatIsLeftIsLeftUntilItIsRepairedOrAllIsComparedAgain() {
    assertThat(books.left()).isZero();
    run(0, true, ALL, "payment:a=found", "payment:b=found", "payment:c=repaired");
    assertThat(books.left()).isEqualTo(2);
    run(1, true, week(1));
    run(1, false, Optional.of(day(1)), "payment:d=found");
    assertThat(books.left()).isEqualTo(3);
    run(2, true, week(2), "payment:a=repaired");
    assertThat(books.left()).isEqualTo(2);
    run(7, true, ALL, "payment:b=found");
    assertThat(books.left()).isOne();
    assertThat(books.repaired()).isEqualTo(2);
  }

  @Test
  void theirAgeIsThatOfTheLastOneThatRepairsAWeek() {
    assertThat(books.age(day(0), day(3))).isEqualTo(Duration.ofDays(3));
    run(1, false, ALL);
    run(2, true, Optional.of(day(2)));
    assertThat(books.age(day(3), day(3))).isEqualTo(Duration.ofDays(2));
    run(3, true, week(3));
    run(4, true, Optional.of(day(4)));
    assertThat(books.age(day(0), day(6))).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void notesDoNotStandBeforeDifferences() {
    var run = run(0, false, ALL, "payment:a=note", "payment:b=note", "subscription:c=found");
    assertThat(books.found(run, 1))
        .extracting(Difference::subject)
        .containsExactly("subscription:c");
    assertThat(books.notes(run, 1)).extracting(Difference::subject).containsExactly("payment:a");
    assertThat(books.differences(run, Optional.empty(), 5)).hasSize(3);
  }

  @Test
  void oldNotesAreForgottenAndWhatWasRepairedIsNot() {
    var notes = run(0, true, ALL, "payment:a=note");
    var repaired = run(1, true, week(1), "payment:a=note", "payment:b=repaired");
    var nothing = run(2, true, week(2));
    var later = run(5, true, week(5), "payment:a=note");
    var last = run(99, true, ALL, "payment:a=note");
    database.useTransaction(tx -> Walk.forget(tx, last, day(4)));
    assertThat(books.list(Optional.empty(), 9))
        .extracting(Reconciliation::id)
        .containsExactly(last, later, repaired)
        .doesNotContain(notes, nothing);
    assertThat(books.notes(repaired, 9)).isEmpty();
    assertThat(books.notes(later, 9)).hasSize(1);
    assertThat(books.repaired()).isOne();
  }
}
