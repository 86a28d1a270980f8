package dev.tallystick.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.account.Authority;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.Role;
import dev.tallystick.account.ServiceKey;
import dev.tallystick.account.Staff;
import dev.tallystick.postgres.Database;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.SessionCheck;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceLoginsTest {
  private static final Duration TICK = Duration.ofMillis(800);
  private static final Set<SessionKind> CLI = Set.of(SessionKind.CLI);

  private static Database database;
  private static AtomicReference<Instant> now;
  private static Sessions sessions;
  private static DeviceLogins logins;
  private static Approvals approvals;

  @BeforeAll
  static void open() {
    database = Database.open(TestingDatabase.fresh(), 16);
    now = new AtomicReference<>(Instant.parse("2026-09-10T10:00:00Z"));
    var hashes = new KeyedHashes(database, () -> now.get());
    // Time goes on with each look at the clock, so that no poll comes too early.
    sessions = new Sessions(database, () -> now.get(), SessionLimits.DEFAULT, () -> false);
    logins =
        new DeviceLogins(
            database,
            () -> now.updateAndGet(before -> before.plus(TICK)),
            Generators.timeBasedEpochGenerator()::generate,
            hashes,
            sessions,
            new DeviceLogins.Limits(Duration.ofMinutes(10), 1));
    approvals = new Approvals(database, () -> now.get(), hashes);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static DeviceLogins.Started start() {
    return logins.start(
        new NewLogin(Optional.empty(), "x", Optional.empty(), false, Optional.empty()));
  }

  private static UUID user() {
    var id = UUID.randomUUID();
    database.useTransaction(
        tx -> tx.update("INSERT INTO tally.users (id) VALUES (:id)").bind("id", id).execute());
    return id;
  }

  @Test
  void redemptionsAtOnceThatAllPassGiveOneSessionOfWhichOneTokenIsAccepted() throws Exception {
    var user = user();
    var started = start();
    assertThat(approvals.approve(started.userCode(), user, Authority.ofOperator()))
        .isInstanceOf(Decision.Approved.class);
    var polls = new ArrayList<Callable<Poll>>();
    for (int i = 0; i < 30; i++) {
      polls.add(
          () -> logins.poll(started.deviceCode().reveal(), Optional.empty(), Optional.empty()));
    }
    var issued = new ArrayList<Poll.Issued>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var poll : executor.invokeAll(polls)) issued.add((Poll.Issued) poll.get());
    }
    assertThat(issued).extracting(Poll.Issued::token).doesNotHaveDuplicates();
    assertThat(issued).extracting(poll -> poll.session().id()).containsOnly(started.request().id());
    assertThat(issued)
        .filteredOn(
            poll -> sessions.check(poll.token().reveal(), CLI) instanceof SessionCheck.Active)
        .hasSize(1);
    assertThat(sessions.list(user)).hasSize(1);
  }

  /// One that was checked a moment before all were revoked.
  @Test
  void anEndedSessionApprovesNothing() {
    var user = user();
    var web =
        new NewSession(
            UUID.randomUUID(),
            user,
            SessionKind.WEB,
            Optional.empty(),
            List.of(),
            Optional.empty());
    var opened = (Opening.Opened) sessions.open(web, new Actor.Operator());
    var person = new Authority(new Actor.Person(user, opened.session().id()), Set.of());
    var started = start();
    sessions.revokeAll(user, Optional.empty(), new Actor.Operator());
    for (int i = 0; i < 2; i++) {
      assertThat(approvals.approve(started.userCode(), user, person))
          .isEqualTo(new Lookup.SignedOut());
      assertThat(approvals.deny(started.userCode(), user, person))
          .isEqualTo(new Lookup.SignedOut());
    }
    assertThat(logins.poll(started.deviceCode().reveal(), Optional.empty(), Optional.empty()))
        .isEqualTo(new Poll.Pending());
  }

  @Test
  void aKeySignsInNobodyWhoMayDoMore() {
    var user = user();
    database.useTransaction(
        tx -> new Staff(database, () -> now.get()).set(tx, user, Role.ADMIN, new Actor.Operator()));
    var key =
        new Authority(
            new Actor.BackEnd(new UUID(0, 1)),
            Set.of(ServiceKey.Scope.READ, ServiceKey.Scope.WRITE));
    assertThat(approvals.approve(start().userCode(), user, key))
        .isEqualTo(new Lookup.RightsMissing(Role.ADMIN));
    assertThat(approvals.approve(start().userCode(), user, Authority.ofOperator()))
        .isInstanceOf(Decision.Approved.class);
  }

  @Test
  void areRemovedADayAfterTheirEnd() {
    var started = start();
    var code = started.deviceCode().reveal();
    now.set(started.request().expiresAt().plus(Duration.ofDays(1)).minus(TICK));
    // Those of other tests are older.
    var _ = logins.removeOld();
    assertThat(logins.poll(code, Optional.empty(), Optional.empty())).isEqualTo(new Poll.Expired());
    assertThat(logins.removeOld()).isPositive();
    assertThat(logins.poll(code, Optional.empty(), Optional.empty())).isEqualTo(new Poll.Unknown());
  }

  @Test
  void serversOfOneDatabaseHashAlike() {
    var other = new KeyedHashes(database, () -> now.get());
    var first = new KeyedHashes(database, () -> now.get());
    var purpose = KeyedHashes.Purpose.LOGIN_CODE;
    assertThat(first.of(purpose, "BCDFGHJK")).hasSize(32).isEqualTo(other.of(purpose, "BCDFGHJK"));
    assertThat(first.of(purpose, "BCDFGHJK")).isNotEqualTo(first.of(purpose, "BCDFGHJL"));
  }
}
