package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The operator looks at what Stripe sent, and decides what becomes of it.
final class StripeCommandTest {
  private final DatabaseUrl url = TestingDatabase.fresh();

  private record Said(int exitCode, String out, String err) {}

  private Said tally(String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--database-url", url.withPassword()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  @BeforeEach
  void storeEvents() throws SQLException {
    TallyProcess.sql(url, EVENTS);
  }

  private static final String EVENTS =
      """
      INSERT INTO tally.stripe_events
             (id, type, subject, status, attempts, last_error, retry_at, occurred_at, received_at,
              settled_at)
      VALUES ('evt_applied', 'payment_intent.succeeded', 'payment:pi_1', 'applied', 0, NULL, NULL,
              '2026-09-01T10:00:00Z', '2026-09-01T10:00:01Z', '2026-09-01T10:00:02Z'),
             ('evt_plan', 'plan.created', NULL, 'ignored', 0, NULL, NULL,
              '2026-09-01T10:00:00Z', '2026-09-01T10:00:01Z', '2026-09-01T10:00:01Z'),
             ('evt_waiting', 'customer.updated', 'customer:cus_1', 'waiting', 2,
              'Stripe is out of reach', '2026-09-01T10:00:09Z', '2026-09-01T10:00:00Z',
              '2026-09-01T10:00:01Z', NULL),
             ('evt_failed', 'customer.updated', 'customer:cus_2', 'failed', 20,
              'Stripe refuses: No such customer', NULL, '2026-09-01T10:00:00Z',
              '2026-09-01T10:00:01Z', NULL)
      """;

  @Test
  void seesWhatBecameOfEvents() throws IOException {
    var all = tally("stripe", "events").out();
    assertThat(all)
        .contains("2026-09-01T10:00:01Z  applied  evt_applied", "payment:pi_1")
        .contains("try 2: Stripe is out of reach; again at 2026-09-01T10:00:09Z")
        .contains("try 20: Stripe refuses: No such customer");
    assertThat(tally("stripe", "events", "--status", "failed").out())
        .contains("evt_failed")
        .doesNotContain("evt_applied", "evt_waiting", "evt_plan");
    assertThat(tally("stripe", "events", "--subject", "payment:pi_1").out())
        .contains("evt_applied")
        .doesNotContain("evt_failed");
    assertThat(tally("stripe", "events", "--subject", "payment:pi_2").out())
        .isEqualTo("There are none.\n");
    var page = tally("stripe", "events", "--limit", "3").out();
    assertThat(page).doesNotContain("evt_applied").contains("There may be more: --before ");
    var before = page.replaceFirst("(?s).*--before (\\d+)\\s*", "$1");
    assertThat(tally("stripe", "events", "--before", before).out())
        .contains("evt_applied")
        .doesNotContain("evt_plan");
    var json = new ObjectMapper().readTree(tally("stripe", "events", "--json").out());
    assertThat(json.findValuesAsText("status"))
        .containsExactly("failed", "waiting", "ignored", "applied");
    assertThat(tally("stripe", "show", "evt_waiting").out())
        .contains("lastError", "attempts     2");
  }

  @Test
  void replaysWhatFailedAndWhatIsNamed() throws SQLException {
    assertThat(tally("stripe", "replay", "--failed"))
        .isEqualTo(new Said(0, "evt_failed waits to be applied\n", ""));
    assertThat(tally("stripe", "replay", "--failed").out()).isEqualTo("There are none.\n");
    assertThat(tally("stripe", "replay", "evt_applied", "evt_waiting").out())
        .isEqualTo("evt_applied waits to be applied\nevt_waiting waits to be applied\n");
    assertThat(tally("stripe", "events", "--status", "waiting").out())
        .contains("evt_failed", "evt_applied", "evt_waiting")
        .doesNotContain("again at");
    assertThat(TallyProcess.sql(url, "SELECT count(*) FROM tally.scheduled_tasks")).isEqualTo("3");
    assertThat(tally("audit", "--subject", "stripe_event:evt_failed").out())
        .contains("event.replayed", "by operator");
    var refused = tally("stripe", "replay", "evt_plan");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).contains("nothing that is mirrored");
  }

  @Test
  void skipsWhatIsNotToBeApplied() {
    var skip = new String[] {"stripe", "skip", "evt_failed", "--reason", "a customer of a test"};
    assertThat(tally(skip)).isEqualTo(new Said(0, "evt_failed is skipped\n", ""));
    assertThat(tally(skip).exitCode()).isEqualTo(1);
    assertThat(tally("stripe", "skip", "evt_applied", "--reason", "x"))
        .isEqualTo(new Said(1, "evt_applied: the event is applied\n", ""));
    assertThat(tally("audit", "--subject", "stripe_event:evt_failed").out())
        .contains("event.skipped", "reason=a customer of a test");
    assertThat(tally("stripe", "replay", "evt_failed").exitCode()).isZero();
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    assertThat(tally("stripe", "show", "evt_none"))
        .isEqualTo(
            new Said(
                2,
                "",
                "tally: no event evt_none was received; tally stripe events lists those that were\n"));
    assertThat(tally("stripe", "replay").err()).isEqualTo("tally: name events, or say --failed\n");
    assertThat(tally("stripe", "replay", "evt_plan", "--failed").exitCode()).isEqualTo(2);
    assertThat(tally("stripe", "events", "--limit", "0").err())
        .isEqualTo("tally: --limit must be a number from 1 to 500\n");
    assertThat(tally("stripe", "skip", "evt_failed", "--reason", " ").err())
        .isEqualTo("tally: --reason must have from 1 to 500 characters\n");
  }
}
