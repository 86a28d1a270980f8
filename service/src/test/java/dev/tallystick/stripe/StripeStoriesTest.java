package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.credit.LedgerVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random stories of users and their money, each played twice: once with every webhook in order and
/// applied before anything else happens, once with webhooks twice, in any order, in bursts, late or
/// never. In the end both worlds have the same books.
///
/// Credits of a plan lapse with its period, so in stories with plans what was lost is made up for
/// before a period is over; in those without, only at the very end. Only those without have calls:
/// which grant a call burns depends on what is there, and what of it then lapses.
final class StripeStoriesTest {
  /// How many stories: `-Dstories=2000` plays many.
  private static final int STORIES = Integer.getInteger("stories", 52);

  /// `-Dstory=17` plays one alone.
  private static final long ONE = Long.getLong("story", -1);

  private static final int AT_ONCE = 50;
  private static final int ACTS = 4;
  private static final int SCENES = 4;
  private static final Duration BETWEEN_ACTS = Duration.ofDays(10);

  /// @param hasPlans whether there are subscriptions
  /// @param isRepaired whether what was dropped is found by a reconciliation, and not sent again
  record Batch(List<Long> seeds, boolean hasPlans, boolean isRepaired) {}

  /// Every fourth seed is of the same kind.
  static List<Batch> batches() {
    var seeds = ONE >= 0 ? List.of(ONE) : LongStream.rangeClosed(1, STORIES).boxed().toList();
    var batches = new ArrayList<Batch>();
    for (int kind = 0; kind < 4; kind++) {
      int wanted = kind;
      var own = seeds.stream().filter(seed -> seed % 4 == wanted).toList();
      for (int from = 0; from < own.size(); from += AT_ONCE) {
        var some = own.subList(from, Math.min(own.size(), from + AT_ONCE));
        batches.add(new Batch(some, kind >= 2, kind % 2 == 1));
      }
    }
    return batches;
  }

  @ParameterizedTest
  @MethodSource("batches")
  void inWhateverOrderItIsHeardOfTheBooksAreTheSame(Batch batch) throws Exception {
    long seed = batch.seeds().getFirst();
    try (var ordered = new StoryWorld(seed);
        var disordered = new StoryWorld(seed);
        var atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = atOnce.submit(() -> playInOrder(ordered, batch));
      var other = atOnce.submit(() -> playInDisorder(disordered, batch, new Random(seed)));
      compare(batch, ordered, one.get(), disordered, other.get());
      holds(ordered);
      holds(disordered);
    }
  }

  private static List<PayerStory> playInOrder(StoryWorld world, Batch batch) {
    world.stripe().simulator().deliveries().parallel(1);
    var stories = stories(world, batch);
    for (int act = 0; act < ACTS; act++) playInOrder(world, stories, act);
    passMonths(world);
    return stories;
  }

  private static List<PayerStory> playInDisorder(StoryWorld world, Batch batch, Random random) {
    var deliveries = world.stripe().simulator().deliveries();
    deliveries.reorder(true);
    deliveries.duplicate(30);
    deliveries.drop(25);
    var stories = stories(world, batch);
    for (int act = 0; act < ACTS; act++) {
      playInDisorder(world, stories, act, random);
      if (batch.hasPlans() || act == ACTS - 1) makeUp(world, batch);
    }
    passMonths(world);
    return stories;
  }

  private static List<PayerStory> stories(StoryWorld world, Batch batch) {
    return batch.seeds().stream()
        .map(seed -> new PayerStory(world, seed, batch.hasPlans()))
        .toList();
  }

  private static void at(StoryWorld world, int act, int scene) {
    world.at(BETWEEN_ACTS.multipliedBy(act).plusMinutes(scene));
  }

  private static void playInOrder(StoryWorld world, List<PayerStory> stories, int act) {
    for (int scene = 0; scene < SCENES; scene++) {
      at(world, act, scene);
      if (scene == 0) {
        world.passTime();
        stories.forEach(PayerStory::passTime);
        world.settle();
      }
      for (var story : stories) story.step();
      world.settle();
    }
  }

  private static void playInDisorder(
      StoryWorld world, List<PayerStory> stories, int act, Random random) {
    var deliveries = world.stripe().simulator().deliveries();
    for (int scene = 0; scene < SCENES; scene++) {
      at(world, act, scene);
      deliveries.delay(random.nextBoolean() ? Duration.ofMillis(80) : Duration.ZERO);
      if (random.nextInt(3) == 0) deliveries.hold();
      else deliveries.release();
      if (scene == 0) {
        world.passTime();
        stories.forEach(PayerStory::passTime);
      }
      for (var story : stories) story.step();
    }
    deliveries.release();
  }

  /// So that what is still to be given is compared as well.
  private static void passMonths(StoryWorld world) {
    for (int month = 1; month <= 2; month++) {
      world.at(BETWEEN_ACTS.multipliedBy(ACTS + 4 * month));
      world.passTime();
    }
  }

  /// What was dropped comes after all, or is looked for.
  private static void makeUp(StoryWorld world, Batch batch) {
    world.settle();
    if (batch.isRepaired()) {
      world.reconcile();
    } else {
      world.stripe().simulator().deliveries().redeliver();
    }
    world.settle();
  }

  private static void compare(
      Batch batch,
      StoryWorld ordered,
      List<PayerStory> one,
      StoryWorld disordered,
      List<PayerStory> other) {
    // A reconciliation compares what counts, not each word that Stripe has.
    var ours = new ArrayList<>(List.of("fetch_no", "fetched_at", "next_grant_at"));
    if (batch.isRepaired()) ours.add("raw");
    var faults = new ArrayList<String>();
    for (int i = 0; i < one.size(); i++) {
      var story = one.get(i);
      for (var user : List.of(story.user(), story.referrer())) {
        var expected = StoryBooks.of(ordered.server().database(), user, ours);
        var found = StoryBooks.of(disordered.server().database(), user, ours);
        if (found.equals(expected)) continue;
        faults.add(fault(batch.seeds().get(i), story, other.get(i), expected, found));
      }
    }
    assertThat(faults).as("stories that end otherwise").isEmpty();
  }

  private static String fault(
      long seed, PayerStory one, PayerStory other, List<String> expected, List<String> found) {
    var text = new StringBuilder("\n== story %d; alone: -Dstory=%d\n".formatted(seed, seed));
    one.told().forEach(line -> text.append("   ").append(line).append('\n'));
    if (!one.told().equals(other.told())) {
      text.append("-- but in disorder it went\n");
      other.told().forEach(line -> text.append("   ").append(line).append('\n'));
    }
    expected.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> text.append("in order:    ").append(line).append('\n'));
    found.stream()
        .filter(line -> !expected.contains(line))
        .forEach(line -> text.append("in disorder: ").append(line).append('\n'));
    return text.toString();
  }

  private static void holds(StoryWorld world) {
    for (var finding : LedgerVerification.verify(world.server().database())) {
      assertThat(finding.rows()).as(finding.invariant().name()).isEmpty();
    }
  }
}
