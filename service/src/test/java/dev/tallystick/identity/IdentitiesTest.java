package dev.tallystick.identity;

import static dev.tallystick.identity.TestingSignIns.claims;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Actor;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.identity.Identities.Outcome;
import dev.tallystick.identity.Identities.Unlinking;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens at the same time, and what stays after the end.
class IdentitiesTest {
  private static final TestingSignIns testing = new TestingSignIns();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(testing.database());

  private static final Identities one = testing.identities(SignUp.OPEN);
  private static final Identities two = testing.identities(SignUp.OPEN);

  @AfterAll
  static void close() {
    testing.close();
  }

  private static UUID signIn(Claims claims) {
    return user(one.signIn(claims, Optional.empty(), Optional.empty()));
  }

  private static UUID user(Outcome outcome) {
    return ((Outcome.SignedIn) outcome).opened().session().userId();
  }

  /// The user in the session that the first sign-in opened.
  private static Actor.Person person(UUID user) {
    var session =
        testing.texts(
            "SELECT id FROM tally.sessions WHERE user_id = '%s' ORDER BY id LIMIT 1"
                .formatted(user));
    return new Actor.Person(user, UUID.fromString(session.getFirst()));
  }

  private static List<UUID> atOnce(List<Callable<Outcome>> signIns) throws Exception {
    var users = new ArrayList<UUID>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : executor.invokeAll(signIns)) users.add(user(done.get()));
    }
    return users;
  }

  @Test
  void manyCallbacksOfOneNewAccountMakeOneUserAndOneIdentity() throws Exception {
    for (var email : List.of(Optional.<String>empty(), Optional.of(testing.email()))) {
      var claims = claims("new-" + email.isPresent(), email, email.isPresent());
      var signIns = new ArrayList<Callable<Outcome>>();
      for (int i = 0; i < 30; i++) {
        var identities = i % 2 == 0 ? one : two;
        signIns.add(() -> identities.signIn(claims, Optional.empty(), Optional.empty()));
      }
      var users = new HashSet<>(atOnce(signIns));
      assertThat(users).hasSize(1);
      assertThat(one.list(users.iterator().next())).hasSize(1);
      assertThat(testing.sessions().list(users.iterator().next())).hasSize(30);
    }
  }

  @Test
  void manyNewAccountsOfOneVerifiedAddressMakeOneUser() throws Exception {
    var email = testing.email();
    var signIns = new ArrayList<Callable<Outcome>>();
    for (int i = 0; i < 30; i++) {
      var claims = claims("of-one-address-" + i, Optional.of(email), true);
      var identities = i % 2 == 0 ? one : two;
      signIns.add(() -> identities.signIn(claims, Optional.empty(), Optional.empty()));
    }
    var users = new HashSet<>(atOnce(signIns));
    assertThat(users).hasSize(1);
    assertThat(one.list(users.iterator().next())).hasSize(30);
  }

  @Test
  void nobodyNewIsLetInWhereSignUpIsClosed() {
    var closed = testing.identities(SignUp.CLOSED);
    var claims = claims("closed", Optional.of(testing.email()), true);
    assertThat(closed.signIn(claims, Optional.empty(), Optional.empty()))
        .isEqualTo(new Outcome.Refused(Refusal.SIGN_UP_CLOSED));
    var user = signIn(claims);
    assertThat(user(closed.signIn(claims, Optional.empty(), Optional.empty()))).isEqualTo(user);
  }

  @Test
  void theLastWayInStays() {
    var user = signIn(claims("only", Optional.empty(), false));
    var identity = one.list(user).getFirst().id();
    assertThat(one.unlink(identity, person(user))).isEqualTo(new Unlinking.LastWayIn());
    assertThat(one.link(claims("further", Optional.empty(), false), person(user)))
        .isEqualTo(new Outcome.Linked());
    assertThat(one.unlink(identity, person(signIn(claims("stranger", Optional.empty(), false)))))
        .isEqualTo(new Unlinking.NotFound());
    assertThat(one.unlink(identity, person(user))).isEqualTo(new Unlinking.Unlinked());
    assertThat(one.unlink(identity, person(user))).isEqualTo(new Unlinking.NotFound());
    assertThat(one.list(user)).hasSize(1);
  }

  /// It asked to link, and was ended while its browser was at the provider.
  @Test
  void anEndedSessionLinksNothing() {
    var user = signIn(claims("owner", Optional.empty(), false));
    var person = person(user);
    testing.run(
        "UPDATE tally.users SET session_epoch = session_epoch + 1 WHERE id = '%s'".formatted(user));
    assertThat(one.link(claims("thief", Optional.empty(), false), person))
        .isEqualTo(new Outcome.Refused(Refusal.SIGNED_OUT));
    assertThat(one.list(user)).hasSize(1);
  }

  @Test
  void ofTwoThatAreUnlinkedAtOnceOneStays() throws Exception {
    for (int round = 0; round < 20; round++) {
      var user = signIn(claims("left-" + round, Optional.empty(), false));
      one.link(claims("right-" + round, Optional.empty(), false), person(user));
      var unlinks =
          one.list(user).stream()
              .<Callable<Unlinking>>map(it -> () -> two.unlink(it.id(), person(user)))
              .toList();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : executor.invokeAll(unlinks)) done.get();
      }
      assertThat(one.list(user)).hasSize(1);
    }
  }

  @Test
  void anAccountThatWasUnlinkedIsKnownToHaveBeenHere() {
    var claims = claims("comes-back", Optional.empty(), false);
    var before = signIn(claims);
    assertThat(seenBefore(before)).isFalse();
    testing
        .database()
        .useTransaction(tx -> Identities.unlinkAll(tx, before, testing.clock().instant()));
    assertThat(one.list(before)).isEmpty();
    assertThat(
            testing.texts(
                "SELECT concat_ws(' ', provider_account_id, email, length(account_hash)) FROM tally.identities WHERE user_id = '%s'"
                    .formatted(before)))
        .containsExactly("32");
    var after = signIn(claims);
    assertThat(after).isNotEqualTo(before);
    assertThat(seenBefore(after)).isTrue();
    assertThat(seenBefore(signIn(claims("never-here", Optional.empty(), false)))).isFalse();
  }

  private static boolean seenBefore(UUID user) {
    return testing.database().inTransaction(tx -> Identities.wereSeenBefore(tx, user));
  }
}
