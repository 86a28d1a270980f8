package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a referral waits for, to who waits with it.
class MissingTest {
  private static final Instant START = Instant.parse("2026-09-10T12:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(90));

  private static SeenReferral seen(User.Status referrer, User.Status referred) {
    var referral =
        new Referral(
            new UUID(0, 1),
            new UUID(0, 2),
            Referral.Status.PENDING,
            Optional.empty(),
            Referral.Outcome.ATTRIBUTED,
            Program.of(Map.of()).terms(),
            Map.of(),
            100,
            Optional.empty(),
            START,
            END,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty());
    return new SeenReferral(
        referral,
        new SeenReferral.Person("Ada L.", referrer),
        new SeenReferral.Person("Bob B.", referred));
  }

  @Test
  void hasAnEndUntilThatIsPast() {
    var seen = seen(User.Status.ACTIVE, User.Status.ACTIVE);
    assertThat(seen.missing(END.minusSeconds(1)))
        .isEqualTo(List.of(new Missing(Missing.What.FIRST_MESSAGE, Optional.of(END))));
    assertThat(seen.missing(END))
        .isEqualTo(List.of(new Missing(Missing.What.FIRST_MESSAGE, Optional.empty())));
  }

  @Test
  void waitsForWhoIsSuspendedOrClosed() {
    for (var status : List.of(User.Status.SUSPENDED, User.Status.CLOSED)) {
      assertThat(seen(status, User.Status.ACTIVE).missing(START))
          .extracting(Missing::what)
          .containsExactly(Missing.What.FIRST_MESSAGE, Missing.What.USER_ACTIVE);
    }
  }

  @Test
  void isNothingWhereAUserWasDeleted() {
    assertThat(seen(User.Status.DELETED, User.Status.ACTIVE).missing(START)).isEmpty();
    assertThat(seen(User.Status.ACTIVE, User.Status.DELETED).missing(START)).isEmpty();
  }
}
