package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tallystick.stripe.TestingStripe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `tally stripe reconcile` says, as a process of its own.
final class ReconcileCommandTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private record Said(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private static Said reconcile(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(TestingTally.words("stripe", "reconcile"));
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
    builder.environment().putAll(variables);
    builder.environment().put("TALLY_DATABASE_URL", stripe.server().urlWithPassword());
    var ended = TestingTally.end(builder.start());
    var out = new String(ended.out().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return new Said(ended.exitCode(), out, ended.err());
  }

  private static Said reconcile(String... arguments) throws IOException, InterruptedException {
    return reconcile(TestingStripe.environment(stripe.simulator()), arguments);
  }

  @Test
  void saysWhatDiffersThenRepairsItAndSaysThatTheHalvesMatch()
      throws IOException, InterruptedException {
    stripe.simulator().deliveries().hold();
    var people = stripe.simulator().people();
    var customer = people.createCustomer("eve@example.com", Map.of());
    var payment = people.pay(customer, 1250, "usd", Map.of());

    var looked = reconcile("--since", "2026-09-01", "--json");
    assertThat(looked.exitCode()).as(looked.err()).isEqualTo(1);
    var json = looked.json();
    assertThat(json.at("/reconciliation/status").asText()).isEqualTo("done");
    assertThat(json.at("/reconciliation/since").asText()).isEqualTo("2026-09-01T00:00:00Z");
    assertThat(json.at("/totals/money/usd").asLong()).isEqualTo(1250);
    assertThat(json.path("differences"))
        .filteredOn(each -> each.path("subject").asText().equals("payment:" + payment))
        .singleElement()
        .hasToString(
            """
            {"subject":"payment:%s","field":"object","status":"found","userId":null,\
            "stripe":"succeeded 1250 usd","ours":null,"amount":1250,"currency":"usd",\
            "credits":null}\
            """
                .formatted(payment));

    var repaired = reconcile("--repair");
    assertThat(repaired.exitCode()).as(repaired.err()).isZero();
    assertThat(repaired.out())
        .startsWith("LIST  ")
        .containsPattern("payments +1 +1 +1\n")
        .contains("payment:%s\n  repaired  object".formatted(payment))
        .contains("succeeded 1250 usd | -  +12.50 USD")
        .contains("Money that Stripe holds beyond what the database said:  +12.50 USD")
        .contains("The two halves match: ");
    assertThat(repaired.out().lines()).allMatch(line -> line.length() <= 100);

    var again = reconcile();
    assertThat(again.exitCode()).isZero();
    assertThat(again.out())
        .contains("note      unassigned")
        .contains("Worth a look, no difference: 1 unassigned")
        .endsWith("The two halves match.\n");

    var server = stripe.server();
    var list = server.get("/v1/stripe/reconciliations?limit=1").expect(200);
    var id = list.json().at("/reconciliations/0/id").asText();
    assertThat(list.json().at("/reconciliations/0/repair").asBoolean()).isFalse();
    var one = server.get("/v1/stripe/reconciliations/" + id).expect(200).json();
    assertThat(one.at("/totals/notes/unassigned").asInt()).isOne();
    var notes = "/v1/stripe/reconciliations/" + id + "/differences?limit=1";
    var page = server.get(notes).expect(200);
    assertThat(page.json().at("/differences/0/subject").asText()).isEqualTo("payment:" + payment);
    var rest = server.get(notes + "&cursor=" + page.at("nextCursor")).expect(200);
    assertThat(rest.json().path("differences")).isEmpty();
    server.get(notes + "&cursor=x").expect(422);
    server.get("/v1/stripe/reconciliations/0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d").expect(404);
    assertThat(server.get("/metrics").text())
        .contains("tally_stripe_differences 0")
        .containsPattern("tally_stripe_repaired_total [1-9]");
  }

  @Test
  void saysWhyItCannotRun() throws IOException, InterruptedException {
    var off = reconcile(Map.of());
    assertThat(off.exitCode()).isEqualTo(2);
    assertThat(off.err())
        .isEqualTo("tally: TALLY_STRIPE_API_KEY is not set: there is nothing to compare\n");
  }

  @Test
  void saysWhatStripeRefuses() throws IOException, InterruptedException {
    var body = "{\"error\": {\"message\": \"Not like that.\"}}";
    var refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, body.length());
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    refusing.start();
    try {
      var variables = new HashMap<>(TestingStripe.environment(stripe.simulator()));
      var base = "http://127.0.0.1:" + refusing.getAddress().getPort();
      variables.put("TALLY_STRIPE_API_BASE", base);
      var refused = reconcile(variables, "--restart");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          // The line of progress is cleared before it, where somebody watches.
          .endsWith(
              "tally: Stripe refuses: Not like that.; the same command goes on where this one stopped\n");
    } finally {
      refusing.stop(0);
    }
    assertThat(reconcile("--restart").exitCode()).isNotEqualTo(2);
  }
}
