package dev.tallystick.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.account.Token;
import dev.tallystick.http.TestingClock;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens at the same time: sign-ins, revocations, use.
class SessionsTest {
  private static final Set<SessionKind> WEB = Set.of(SessionKind.WEB);
  private static final Actor BACK_END = new Actor.BackEnd(new UUID(0, 1));

  private static Database database;
  private static TestingClock clock;

  /// Two servers; nobody tells them of changes, so they ask the database for each check.
  private static Sessions one;

  private static Sessions two;

  @BeforeAll
  static void open() {
    database = Database.open(TestingDatabase.fresh(), 16);
    clock = new TestingClock();
    one = new Sessions(database, clock, SessionLimits.DEFAULT, () -> false);
    two = new Sessions(database, clock, SessionLimits.DEFAULT, () -> false);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static UUID user() {
    var id = UUID.randomUUID();
    database.useTransaction(
        tx -> tx.update("INSERT INTO tally.users (id) VALUES (:id)").bind("id", id).execute());
    return id;
  }

  private static Opening.Opened signIn(Sessions sessions, UUID user) {
    var request =
        new NewSession(
            UUID.randomUUID(),
            user,
            SessionKind.WEB,
            Optional.empty(),
            List.of(),
            Optional.empty());
    return (Opening.Opened) sessions.open(request, BACK_END);
  }

  private static boolean isActive(Sessions sessions, Token token) {
    return sessions.check(token.reveal(), WEB) instanceof SessionCheck.Active;
  }

  private record SignIn(Token token, long doneNanos) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noSessionThatWasOpenedBeforeARevocationSurvivesIt(long seed) throws Exception {
    var user = user();
    var random = new Random(seed);
    var start = new CountDownLatch(1);
    var signIns = new ArrayList<Callable<SignIn>>();
    for (int i = 0; i < 50; i++) {
      var sessions = i % 2 == 0 ? one : two;
      signIns.add(
          () -> {
            start.await();
            var token = signIn(sessions, user).token();
            return new SignIn(token, System.nanoTime());
          });
    }
    int before = random.nextInt(50);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = signIns.stream().map(executor::submit).toList();
      start.countDown();
      var first = done.get(before).get();
      long revokedFromNanos = System.nanoTime();
      (random.nextBoolean() ? one : two).revokeAll(user, Optional.empty(), BACK_END);
      int survivors = 0;
      for (var signIn : done) {
        var opened = signIn.get();
        boolean isActive = isActive(one, opened.token());
        assertThat(isActive(two, opened.token())).isEqualTo(isActive);
        if (opened.doneNanos() - revokedFromNanos <= 0) assertThat(isActive).isFalse();
        if (isActive) survivors++;
      }
      assertThat(isActive(one, first.token())).isFalse();
      assertThat(one.list(user)).hasSize(survivors);
      assertThat(contradictions(user)).isZero();
    }
  }

  /// One that was checked a moment before all were revoked.
  @Test
  void anEndedSessionOpensNoOther() {
    var user = user();
    var session = signIn(one, user).session();
    var person = new Actor.Person(user, session.id());
    var token =
        new NewSession(
            UUID.randomUUID(),
            user,
            SessionKind.PAT,
            Optional.empty(),
            List.of("account:read"),
            Optional.empty());
    assertThat(two.openFrom(token, person)).containsInstanceOf(Opening.Opened.class);
    two.revokeAll(user, Optional.empty(), BACK_END);
    assertThat(one.openFrom(token, person)).isEmpty();
    assertThat(one.list(user)).isEmpty();
  }

  /// The list and the epoch say the same of every session.
  private static long contradictions(UUID user) {
    return database.inTransaction(
        tx ->
            tx.query(
                    """
                    SELECT count(*)
                      FROM tally.sessions s JOIN tally.users u ON u.id = s.user_id
                     WHERE u.id = :user
                       AND (s.revoked_at IS NULL) <> (s.user_epoch = u.session_epoch)
                    """)
                .bind("user", user)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aSessionOfAnEarlierEpochIsNotValidWhateverItsRowSays() {
    var user = user();
    var token = signIn(one, user).token();
    one.revokeAll(user, Optional.empty(), BACK_END);
    database.useTransaction(
        tx ->
            tx.update(
                    """
                    UPDATE tally.sessions
                       SET revoked_at = NULL, revoked_reason = NULL, revoked_by = NULL
                     WHERE user_id = :user
                    """)
                .bind("user", user)
                .execute());
    assertThat(one.check(token.reveal(), WEB))
        .isEqualTo(new SessionCheck.Inactive(SessionCheck.Reason.REVOKED));
    assertThat(one.list(user)).isEmpty();
  }

  @Test
  void theCapHoldsWhenManySignInAtOnce() throws Exception {
    var user = user();
    var signIns = new ArrayList<Callable<Opening.Opened>>();
    for (int i = 0; i < 70; i++) {
      var sessions = i % 2 == 0 ? one : two;
      signIns.add(() -> signIn(sessions, user));
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : executor.invokeAll(signIns)) done.get();
    }
    assertThat(one.list(user)).hasSize(SessionLimits.DEFAULT.perUserMax());
  }

  @Test
  void theNetworksThatAUserCameFromLastAreRemembered() {
    var user = user();
    var start = clock.instant();
    for (int i = 0; i <= Networks.PER_USER_MAX; i++) {
      var at = start.plusSeconds(i);
      see(user, i, at);
      // The first one is seen again and again.
      see(user, 0, at);
    }
    assertThat(networks(user))
        .hasSize(Networks.PER_USER_MAX)
        .contains("00", "02", "%02x".formatted(Networks.PER_USER_MAX))
        .doesNotContain("01");
    see(user, 0, start);
    database.useTransaction(tx -> Networks.forget(tx, user));
    assertThat(networks(user)).isEmpty();
  }

  private static void see(UUID user, int network, Instant at) {
    var hash = new byte[32];
    hash[0] = (byte) network;
    database.useTransaction(tx -> Networks.see(tx, user, hash, at));
  }

  private static List<String> networks(UUID user) {
    return database.inTransaction(
        tx ->
            tx.query(
                    """
                    SELECT left(encode(network_hash, 'hex'), 2) FROM tally.user_networks
                     WHERE user_id = :user
                    """)
                .bind("user", user)
                .mapTo(String.class)
                .list());
  }

  @Test
  void useIsNotedOnceAMinuteAndNotByWhoLacksTheSecret() {
    var token = signIn(one, user()).token();
    var opened = clock.instant();
    assertThat(isActive(one, token)).isTrue();
    assertThat(one.noteUse()).isZero();
    clock.set(opened.plus(Duration.ofMinutes(2)));
    assertThat(isActive(one, new Token(token.prefix(), token.id(), "guess"))).isFalse();
    assertThat(one.noteUse()).isZero();
    assertThat(isActive(one, token)).isTrue();
    assertThat(isActive(two, token)).isTrue();
    assertThat(one.noteUse()).isEqualTo(1);
    assertThat(two.noteUse()).isZero();
    assertThat(lastSeen(token)).isEqualTo(clock.instant());
  }

  @Test
  void notingUseNeverRevivesARevokedSession() {
    var user = user();
    var token = signIn(one, user).token();
    clock.set(clock.in(Duration.ofMinutes(2)));
    assertThat(isActive(one, token)).isTrue();
    assertThat(two.revoke(user, token.id(), BACK_END)).contains(1);
    var before = lastSeen(token);
    assertThat(one.noteUse()).isZero();
    assertThat(lastSeen(token)).isEqualTo(before);
    assertThat(isActive(one, token)).isFalse();
  }

  @Test
  void notingUseDoesNotWaitForARevocationUnderWay() {
    var user = user();
    var token = signIn(one, user).token();
    clock.set(clock.in(Duration.ofMinutes(2)));
    assertThat(isActive(one, token)).isTrue();
    database.useTransaction(
        tx -> {
          tx.update(
                  """
                  UPDATE tally.sessions
                     SET revoked_at = now(), revoked_reason = 'revoked', revoked_by = 'test'
                   WHERE id = :id
                  """)
              .bind("id", token.id())
              .execute();
          assertThat(one.noteUse()).isZero();
        });
    assertThat(isActive(one, token)).isFalse();
  }

  private static Instant lastSeen(Token token) {
    return database.inTransaction(
        tx ->
            tx.query("SELECT * FROM tally.sessions WHERE id = :id")
                .bind("id", token.id())
                .map(SessionRow::read)
                .one()
                .lastSeenAt());
  }
}
