package dev.tallystick.referral;

import dev.tallystick.postgres.Database;
import dev.tallystick.referral.TestingUsers.Someone;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// One performance of a scene in which much happens at once. Its seed decides the users, and with
/// them the order of their locks, and the order in which things begin.
record TestingPlay(Database database, Random random) {
  private static final int SEEDS = 50;

  interface Scene {
    void play(TestingPlay play) throws Exception;
  }

  /// Plays a scene 50 times; a failure names the seed.
  static void playEach(Database database, String scene, Scene played) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        played.play(new TestingPlay(database, new Random(1_000L * scene.hashCode() + seed)));
      } catch (Exception | AssertionError failure) {
        throw new AssertionError("%s, seed %d: %s".formatted(scene, seed, failure), failure);
      }
    }
  }

  /// Users who are new to each other and to everybody.
  List<Someone> users(int count) {
    return TestingUsers.make(database, random, count, InstantSource.system().instant());
  }

  /// Does all of it at once; the results are in the order of the deeds.
  <T> List<T> atOnce(List<? extends Callable<? extends T>> deeds) throws Exception {
    var order = new ArrayList<>(IntStream.range(0, deeds.size()).boxed().toList());
    Collections.shuffle(order, random);
    var begin = new CountDownLatch(1);
    var results = new ArrayList<T>(Collections.nCopies(deeds.size(), null));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          order.stream()
              .map(
                  number ->
                      executor.submit(
                          () -> {
                            begin.await();
                            return results.set(number, deeds.get(number).call());
                          }))
              .toList();
      begin.countDown();
      for (var one : running) one.get();
    }
    return results;
  }

  private static final String STORED =
      """
      SELECT concat_ws(' ',
                 (SELECT sum(referrals_used) FROM tally.users WHERE id = ANY (:users)), 'used,',
                 (SELECT count(*) FROM tally.referrals
                   WHERE referrer_id = ANY (:users) AND status = 'completed'), 'completed,',
                 (SELECT count(*) FROM tally.credit_grants
                   WHERE operation_id ~ ('^referral:(' || array_to_string(:users, '|') || '):')),
                 'grants')
      """;

  /// How many referrals users have brought, and what was given for them.
  String stored(List<Someone> referrers) {
    return ofUsers(STORED, referrers);
  }

  static String completed(int referrals) {
    return "%d used, %d completed, %d grants".formatted(referrals, referrals, 2 * referrals);
  }

  private static final String REVERSED =
      """
      SELECT concat_ws(' in ', sum(amount), count(*))
        FROM tally.credit_reversals
       WHERE user_id = ANY (:users)
      """;

  /// How many credits were taken back of users, in how many reversals.
  String reversed(List<Someone> users) {
    return ofUsers(REVERSED, users);
  }

  private String ofUsers(String sql, List<Someone> users) {
    return database.inTransaction(
        tx ->
            tx.query(sql)
                .bindArray("users", UUID.class, users.stream().map(Someone::id).toArray())
                .mapTo(String.class)
                .one());
  }

  private static final String HISTORY =
      """
      SELECT string_agg(concat_ws(' > ', from_status, to_status), ', ' ORDER BY id)
        FROM tally.referral_events
       WHERE referred_id = :referred
      """;

  /// The steps of a referral.
  String history(Pair pair) {
    return database.inTransaction(
        tx -> tx.query(HISTORY).bind("referred", pair.referred()).mapTo(String.class).one());
  }
}
