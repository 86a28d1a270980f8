package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingReferrals;
import dev.tallystick.http.TestingServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Support sees why credits wait, and decides.
final class ReferralsCommandTest {
  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(Map.of("TALLY_REFERRAL_COMPLETES", "at_once"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final TestingReferrals referrals = new TestingReferrals(server);

  private final UUID ada = referrals.user("Ada Lovelace");
  private final UUID bob = referrals.user("Bob\u001b[2J Bobson");

  private record Said(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private static Said tally(String... words) {
    var arguments = new ArrayList<>(List.of("referrals"));
    arguments.addAll(List.of(words));
    if (words.length > 0) arguments.addAll(List.of("--database-url", server.urlWithPassword()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  @Test
  void areListedWithWhatTheyWaitFor() throws IOException {
    referrals.redeem(ada, bob).expect(201);
    var carol = referrals.user("Carol");
    referrals.redeemOnOneDevice(ada, carol).expect(201);
    var list = tally("list", "--user", ada.toString());
    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines().toList()).hasSize(3);
    assertThat(list.out())
        .startsWith("REDEEMED")
        .containsPattern("completed  " + ada + "  " + bob + "  -")
        .containsPattern("review     " + ada + "  " + carol + "  review");
    assertThat(tally("list", "--user", ada + "@example.com", "--status", "review").out())
        .contains(carol.toString())
        .doesNotContain(bob.toString());
    var json = tally("list", "--user", ada.toString(), "--json").json();
    assertThat(json.findValuesAsText("referredId"))
        .containsExactlyInAnyOrder(bob.toString(), carol.toString());
    assertThat(tally("list", "--limit", "1").out()).hasLineCount(2);
    assertThat(tally("list", "--status", "expired").out()).isEqualTo("There are none.\n");
  }

  @Test
  void areReviewedAndDecidedUpon() throws IOException {
    referrals.redeemOnOneDevice(ada, bob).expect(201);
    var queue = tally("review", "--limit", "500");
    assertThat(queue.out()).contains(bob.toString(), "same_device 100 = 100 of 100");
    assertThat(tally("review", "--limit", "500", "--json").json().findValuesAsText("referredId"))
        .contains(bob.toString());
    var words = new String[] {"approve", bob + "@example.com", "--reason", "same_household"};
    assertThat(tally(words))
        .isEqualTo(
            new Said(0, "the referral of %s@example.com is completed now\n".formatted(bob), ""));
    assertThat(tally(words).out()).contains("is completed already");
    assertThat(tally("review", "--limit", "500").out()).doesNotContain(bob.toString());
    var rejected = tally("reject", bob.toString(), "--reason", "abuse");
    assertThat(rejected)
        .isEqualTo(
            new Said(1, "", "tally: the referral is completed, which does not allow this\n"));
    var reversed = tally("reverse", bob.toString(), "--reason", "abuse", "--json").json();
    assertThat(reversed.path("status").asText()).isEqualTo("reversed");
    assertThat(tally("reinstate", bob.toString(), "--reason", "appeal_granted").out())
        .contains("is completed now");
    var lines = server.get("/v1/audit?userId=" + bob).expect(200).json().path("lines");
    assertThat(lines.findValuesAsText("action"))
        .contains("referral.approved", "referral.reversed", "referral.reinstated");
  }

  @Test
  void areShownWholeAndWithoutHarmToATerminal() throws IOException {
    referrals.redeemOnOneDevice(ada, bob).expect(201);
    tally("approve", bob.toString(), "--reason", "same_household", "--note", "seen\u001b[2J");
    var shown = tally("show", bob.toString());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .contains(
            "status     completed",
            "signals    same_device 100 = 100 of 100",
            "at_once, hold 0 days, 500 credits to the referrer and 500 to the referred, for ever",
            "review    -> pending    same_household  by operator  seen\\u001B[2J",
            "pending   -> completed")
        .doesNotContain("\u001b", "@");
    var json = tally("show", bob + "@example.com", "--json").json();
    assertThat(json.path("history")).hasSize(3);
    assertThat(json.at("/signals/same_device").intValue()).isEqualTo(100);
  }

  @Test
  void sayWhatIsWrongInOneLine() {
    assertThat(tally("show", ada.toString()))
        .isEqualTo(new Said(1, "", "tally: %s was referred by nobody\n".formatted(ada)));
    assertThat(tally("show", "nobody@example.com"))
        .isEqualTo(
            new Said(
                2,
                "",
                "tally: there is no user nobody@example.com; name one by id or e-mail address\n"));
    assertThat(tally("reject", "bob", "--reason", "abuse").err())
        .isEqualTo("tally: a user is named by an id or an e-mail address, not bob\n");
    var reason = tally("reject", bob.toString(), "--reason", "It is abuse");
    assertThat(reason.exitCode()).isEqualTo(2);
    assertThat(reason.err()).startsWith("tally: --reason must be a code").hasLineCount(1);
    assertThat(tally("list", "--limit", "0").err())
        .isEqualTo("tally: --limit must be a number from 1 to 500\n");
    assertThat(tally("reject", bob.toString()).err()).contains("--reason");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"list", "review", "show", "approve", "appeal", "reject", "reverse", "reinstate"})
  void helpWithAnExample(String command) {
    var help = tally(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Example:", "tally referrals " + command, "--json");
  }
}
