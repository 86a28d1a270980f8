package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.TestingClock;
import dev.tallystick.postgres.Database;
import dev.tallystick.session.Networks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What speaks against a referral, each alone, and what does not.
class SignalsTest {
  private static final Instant NOW = TestingClock.START;

  private static Database database;

  private final UUID referrer = user("referrer-" + UUID.randomUUID() + "@example.com");
  private final UUID referred = user("referred-" + UUID.randomUUID() + "@example.com");

  /// What this test's users share: a device's id, a network, a card.
  private final String shared = "shared-" + UUID.randomUUID();

  @BeforeAll
  static void open() {
    database = Database.open(TestingDatabase.fresh(), 4);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static void run(String sql, Object... values) {
    database.useTransaction(
        tx -> {
          var update = tx.update(sql);
          for (int i = 0; i < values.length; i++) update.bind("v" + i, values[i]);
          update.execute();
        });
  }

  private static UUID user(String email) {
    var id = UUID.randomUUID();
    run("INSERT INTO tally.users (id, email, referral_limit) VALUES (:v0, :v1, 100)", id, email);
    return id;
  }

  private static UUID user() {
    return user(UUID.randomUUID() + "@example.com");
  }

  /// Somebody whom a referrer brought two days ago.
  private static UUID broughtBy(UUID referrer) {
    var id = user();
    refer(referrer, id, NOW.minus(Duration.ofDays(2)), "own-" + id);
    return id;
  }

  private static void refer(UUID referrer, UUID referred, Instant at, String fingerprint) {
    run(
        """
        INSERT INTO tally.referrals
            (referrer_id, referred_id, status, outcome, completes, hold_days, qualify_days, spent,
             referrer_credits, referred_credits, review_score, fingerprint_id, created_at, redeemable_until,
             qualifies_until)
        VALUES (:v0, :v1, 'pending', 'attributed', 'first_message', 0, 90, 'debt', 500, 500, 100, :v3,
                :v2, :v2, :v2)
        """,
        referrer,
        referred,
        at,
        fingerprint);
  }

  /// What users can share with each other.
  enum Evidence {
    DEVICE(Signal.SAME_DEVICE) {
      @Override
      void note(UUID user, String what) {
        run("INSERT INTO tally.fingerprints (id) VALUES (:v0) ON CONFLICT DO NOTHING", what);
        run(
            "INSERT INTO tally.fingerprint_users (user_id, fingerprint_id) VALUES (:v0, :v1)",
            user,
            what);
      }
    },
    NETWORK(Signal.SAME_NETWORK) {
      @Override
      void note(UUID user, String what) {
        var hash = Arrays.copyOf(what.getBytes(StandardCharsets.UTF_8), 32);
        database.useTransaction(tx -> Networks.see(tx, user, hash, NOW));
      }
    },
    CARD(Signal.SAME_CARD) {
      @Override
      void note(UUID user, String what) {
        database.useTransaction(tx -> Cards.see(tx, user, what));
      }
    };

    final Signal signal;

    Evidence(Signal signal) {
      this.signal = signal;
    }

    abstract void note(UUID user, String what);
  }

  private static ReviewRules rules(Map<Signal, Integer> weights) {
    return new ReviewRules(weights, 100, 3, Set.of("mail.example"));
  }

  private Assessment assess(ReviewRules rules, Optional<String> fingerprint) {
    return database.inTransaction(
        tx -> new Signals(rules).assess(tx, new Pair(referrer, referred), fingerprint, NOW));
  }

  private Set<Signal> found() {
    return found(Optional.empty());
  }

  private Set<Signal> found(Optional<String> fingerprint) {
    return assess(rules(Map.of()), fingerprint).weights().keySet();
  }

  /// Each has a device, a network and a card of their own; what the referred user has was also seen
  /// with somebody whom another one brought, but for the device.
  @Test
  void nothingSpeaksAgainstStrangers() {
    var accomplice = broughtBy(referrer);
    for (var evidence : Evidence.values()) {
      evidence.note(referrer, "referrer-" + referrer);
      evidence.note(accomplice, "accomplice-" + accomplice);
      evidence.note(referred, shared);
    }
    var other = user();
    var brought = broughtBy(other);
    Evidence.NETWORK.note(other, shared);
    Evidence.CARD.note(brought, shared);
    assertThat(assess(rules(Map.of()), Optional.of(shared))).isEqualTo(Assessment.NONE);
    refer(referrer, referred, NOW, shared);
    assertThat(assess(rules(Map.of()), Optional.empty())).isEqualTo(Assessment.NONE);
    assertThat(Assessment.NONE.score()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSharedWithTheReferrerSpeaksAgainstIt(Evidence evidence) {
    evidence.note(referrer, shared);
    evidence.note(referred, "own-" + referred);
    assertThat(found()).isEmpty();
    evidence.note(referred, shared);
    var assessment = assess(rules(Map.of()), Optional.empty());
    assertThat(assessment.weights())
        .isEqualTo(Map.of(evidence.signal, evidence.signal.defaultWeight()));
    assertThat(assessment.score()).isEqualTo(evidence.signal.defaultWeight());
  }

  /// Who refers themselves makes one account after another.
  @ParameterizedTest
  @EnumSource
  void whatIsSharedWithAnotherWhomTheReferrerBroughtSpeaksAgainstIt(Evidence evidence) {
    var accomplice = broughtBy(referrer);
    evidence.note(accomplice, "own-" + accomplice);
    evidence.note(accomplice, shared);
    evidence.note(referred, shared);
    assertThat(found()).containsExactly(evidence.signal);
    // As it is looked at again before credits are given.
    refer(referrer, referred, NOW, "own-" + referred);
    assertThat(found()).containsExactly(evidence.signal);
  }

  @Test
  void whatWasRejectedOnceStillSpeaksAgainstTheNext() {
    var accomplice = broughtBy(referrer);
    run("UPDATE tally.referrals SET status = 'rejected' WHERE referred_id = :v0", accomplice);
    Evidence.DEVICE.note(accomplice, shared);
    Evidence.DEVICE.note(referred, shared);
    assertThat(found()).containsExactly(Signal.SAME_DEVICE);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aDeviceThatRedeemsIsADevice(boolean redeemedBefore, boolean isStored) {
    var accomplice = user();
    refer(referrer, accomplice, NOW.minus(Duration.ofDays(2)), redeemedBefore ? shared : "x");
    if (!redeemedBefore) Evidence.DEVICE.note(accomplice, shared);
    if (isStored) refer(referrer, referred, NOW, shared);
    assertThat(found(isStored ? Optional.empty() : Optional.of(shared)))
        .containsExactly(Signal.SAME_DEVICE);
    assertThat(found(Optional.of("another")).contains(Signal.SAME_DEVICE)).isEqualTo(isStored);
  }

  @Test
  void aDeviceOnWhichTheReferrerWasReferredIsTheirs() {
    refer(user(), referrer, NOW.minus(Duration.ofDays(2)), shared);
    assertThat(found(Optional.of(shared))).containsExactly(Signal.SAME_DEVICE);
  }

  @Test
  void aDeviceThatAStrangerUsedSpeaksAgainstItALittle() {
    Evidence.DEVICE.note(user(), shared);
    assertThat(found()).isEmpty();
    assertThat(found(Optional.of(shared))).containsExactly(Signal.DEVICE_SEEN_BEFORE);
    Evidence.DEVICE.note(referred, shared);
    assertThat(found()).containsExactly(Signal.DEVICE_SEEN_BEFORE);
    // The same, of somebody who matters more.
    Evidence.DEVICE.note(referrer, shared);
    assertThat(found()).containsExactly(Signal.SAME_DEVICE);
    var off = rules(Map.of(Signal.SAME_DEVICE, 0));
    assertThat(assess(off, Optional.empty()).weights().keySet())
        .containsExactly(Signal.DEVICE_SEEN_BEFORE);
  }

  @Test
  void aDeviceThatOutlivedAUserWasSeenBefore() {
    Evidence.DEVICE.note(referred, shared);
    assertThat(found()).isEmpty();
    run("UPDATE tally.fingerprints SET outlived_user = true WHERE id = :v0", shared);
    assertThat(found()).containsExactly(Signal.DEVICE_SEEN_BEFORE);
  }

  /// Whose it was is not known any more.
  @Test
  void aDeviceThatOutlivedAUserIsAnAccomplicesOnceOneWasDeleted() {
    Evidence.DEVICE.note(referred, shared);
    run("UPDATE tally.fingerprints SET outlived_user = true WHERE id = :v0", shared);
    var accomplice = broughtBy(referrer);
    assertThat(found()).containsExactly(Signal.DEVICE_SEEN_BEFORE);
    run("UPDATE tally.users SET status = 'deleted', email = NULL WHERE id = :v0", accomplice);
    assertThat(found()).containsExactly(Signal.SAME_DEVICE);
    var off = rules(Map.of(Signal.SAME_DEVICE, 0));
    assertThat(assess(off, Optional.empty()).weights().keySet())
        .containsExactly(Signal.DEVICE_SEEN_BEFORE);
  }

  @Test
  void aDeviceOnWhichSomebodyRedeemedAnotherCodeWasSeenBefore() {
    refer(user(), user(), NOW.minus(Duration.ofDays(2)), shared);
    assertThat(found()).isEmpty();
    assertThat(found(Optional.of(shared))).containsExactly(Signal.DEVICE_SEEN_BEFORE);
  }

  @Test
  void aCardThatOutlivedAUserWasSeenBefore() {
    Evidence.CARD.note(referred, shared);
    var stranger = user();
    Evidence.CARD.note(stranger, shared);
    assertThat(found()).isEmpty();
    database.useTransaction(tx -> Cards.forget(tx, stranger));
    assertThat(found()).containsExactly(Signal.SEEN_BEFORE);
    var accomplice = broughtBy(referrer);
    run("UPDATE tally.users SET status = 'deleted', email = NULL WHERE id = :v0", accomplice);
    assertThat(found()).containsExactly(Signal.SAME_CARD);
    var off = rules(Map.of(Signal.SAME_CARD, 0));
    assertThat(assess(off, Optional.empty()).weights().keySet())
        .containsExactly(Signal.SEEN_BEFORE);
  }

  /// Nothing of the deleted is found, even if something of theirs was left.
  @ParameterizedTest
  @EnumSource
  void whoIsDeletedIsNoAccomplice(Evidence evidence) {
    var accomplice = broughtBy(referrer);
    run(
        "UPDATE tally.referrals SET fingerprint_id = :v1 WHERE referred_id = :v0",
        accomplice,
        shared);
    evidence.note(accomplice, shared);
    evidence.note(referred, shared);
    assertThat(found()).contains(evidence.signal);
    run("UPDATE tally.users SET status = 'deleted', email = NULL WHERE id = :v0", accomplice);
    assertThat(found()).doesNotContain(evidence.signal);
  }

  @Test
  void anAccountThatWasAnotherUsersSpeaksAgainstIt() {
    link(referred, shared);
    link(referrer, "another account");
    assertThat(found()).isEmpty();
    link(user(), shared);
    assertThat(found()).containsExactly(Signal.SEEN_BEFORE);
  }

  private static void link(UUID user, String account) {
    run(
        """
        INSERT INTO tally.identities
            (user_id, id, provider, account_hash, email_verified, unlinked_at)
        VALUES (:v0, gen_random_uuid(), 'https://id.example', sha256(:v1::text::bytea), false, now())
        """,
        user,
        account);
  }

  @ParameterizedTest
  @CsvSource({
    "ada@mailinator.com, true",
    "ada@MailiNator.COM, true",
    "ada@eu.mailinator.com, true",
    "mailinator.com@example.com, false",
    "ada@notmailinator.com, false",
    "ada@mailinator.com.example, false",
    "ada@com, false",
    "ada@mail.example, true",
    "ada@a.b.mail.example, true",
    "ada@example, false"
  })
  void anAddressForAnHourSpeaksAgainstIt(String email, boolean isFound) {
    run("UPDATE tally.users SET email = NULL WHERE lower(email) = lower(:v0)", email);
    run("UPDATE tally.users SET email = :v1 WHERE id = :v0", referred, email);
    assertThat(found().equals(Set.of(Signal.DISPOSABLE_MAIL))).isEqualTo(isFound);
    run("UPDATE tally.users SET email = NULL WHERE id = :v0", referred);
    assertThat(found()).isEmpty();
  }

  @Test
  void manyWithinADaySpeakAgainstTheNext() {
    // A day ago to the microsecond is past.
    refer(referrer, user(), NOW.minus(Duration.ofDays(1)), "a");
    refer(referrer, user(), NOW.minus(Duration.ofDays(1)).plusMillis(1), "b");
    refer(referrer, user(), NOW, "c");
    refer(user(), user(), NOW, "d");
    assertThat(found()).isEmpty();
    refer(referrer, referred, NOW, "e");
    assertThat(found()).isEmpty();
    refer(referrer, user(), NOW, "f");
    assertThat(found()).containsExactly(Signal.VELOCITY);
    var four = new ReviewRules(Map.of(), 100, 4, Set.of());
    assertThat(assess(four, Optional.empty())).isEqualTo(Assessment.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void signalsAreWeighedAndSwitchedOff(Signal off) {
    for (var evidence : Evidence.values()) {
      evidence.note(referrer, shared);
      evidence.note(referred, shared);
    }
    link(referred, shared);
    link(referrer, shared);
    var email = UUID.randomUUID() + "@mail.example";
    run("UPDATE tally.users SET email = :v1 WHERE id = :v0", referred, email);
    for (int i = 0; i < 3; i++) refer(referrer, user(), NOW, "own-" + i);
    assertThat(found())
        .containsExactlyInAnyOrder(
            Signal.SAME_DEVICE,
            Signal.SAME_CARD,
            Signal.SEEN_BEFORE,
            Signal.DISPOSABLE_MAIL,
            Signal.VELOCITY,
            Signal.SAME_NETWORK);
    assertThat(assess(rules(Map.of()), Optional.empty()).score()).isEqualTo(430);
    assertThat(assess(rules(Map.of(off, 0)), Optional.empty()).weights()).doesNotContainKey(off);
    if (off != Signal.DEVICE_SEEN_BEFORE) {
      assertThat(assess(rules(Map.of(off, 7)), Optional.empty()).weights()).containsEntry(off, 7);
    }
  }

  @Test
  void anAssessmentIsStoredByWords() {
    var assessment = new Assessment(Map.of(Signal.VELOCITY, 40, Signal.SAME_CARD, 100));
    assertThat(assessment.words()).isEqualTo(Map.of("velocity", 40, "same_card", 100));
    for (var signal : Signal.values()) assertThat(Signal.ofWord(signal.word())).contains(signal);
    assertThat(Signal.ofWord("VELOCITY")).isEmpty();
  }
}
