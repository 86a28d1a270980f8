package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.net.Webhook;
import dev.tallystick.stripe.TestingStripe;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may put events into the inbox, and which.
class StripeWebhookTest {
  private static final String OTHER_SECRET = "whsec_the_next_one";

  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.start(
          Map.of("TALLY_STRIPE_WEBHOOK_SECRET", TestingStripe.WEBHOOK_SECRET + "," + OTHER_SECRET));

  private static final TestingServer server = stripe.server();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @AfterEach
  void putTheClockBack() {
    server.clock().set(TestingClock.START);
  }

  private static ObjectNode event() {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("id", "evt_" + UUID.randomUUID()).put("object", "event").put("type", "plan.created");
    event.put("created", 1_780_000_000).put("api_version", "2019-02-11");
    event.putObject("data").putObject("object").put("object", "plan").put("id", "plan_1");
    return event;
  }

  private static Reply send(byte[] body, String signature) {
    return server.send(
        server
            .request("/v1/stripe/webhook")
            .header("Stripe-Signature", signature)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static Reply signed(byte[] body) {
    return send(body, signature(body, TestingStripe.WEBHOOK_SECRET, server.clock().instant()));
  }

  private static Reply signed(String body) {
    return signed(body.getBytes(StandardCharsets.UTF_8));
  }

  /// As Stripe documents it, over the bytes.
  private static String signature(byte[] body, String secret, Instant at) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "t=%d,v1=%s"
          .formatted(at.getEpochSecond(), HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Kills the connection that it runs on.
  private static final String DIE =
      """
      CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $die$
      BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid());
          PERFORM pg_sleep(0.001);
          RETURN NEW;
      END
      $die$
      """;

  /// The event and its alarm clock are both there or none, and Stripe is told which.
  @ParameterizedTest
  @CsvSource({
    "TRIGGER, BEFORE, stripe_events, ''",
    "TRIGGER, BEFORE, scheduled_tasks, ''",
    "TRIGGER, AFTER, scheduled_tasks, ''",
    "CONSTRAINT TRIGGER, AFTER, stripe_events, DEFERRABLE INITIALLY DEFERRED"
  })
  void asksForItAgainIfTheDatabaseDies(String kind, String when, String table, String deferred) {
    var event = event();
    var object = event.putObject("data").putObject("object");
    object.put("object", "customer").put("id", "cus_of_nobody");
    var path = "/v1/stripe/events/" + event.path("id").asText();
    server.run(DIE);
    server.run(
        "CREATE %s dies %s INSERT ON tally.%s %s FOR EACH ROW EXECUTE FUNCTION die()"
            .formatted(kind, when, table, deferred));
    try {
      signed(event.toString()).expectProblem(503, "database_unavailable");
    } finally {
      server.run("DROP FUNCTION die() CASCADE");
    }
    server.get(path).expectProblem(404, "event_not_found");
    signed(event.toString()).expect(200);
    assertThat(server.get(path).expect(200).at("subject")).isEqualTo("customer:cus_of_nobody");
    server.post(path + "/skip", "{\"reason\": \"made by hand\"}").expect(200);
  }

  private static long stored() {
    return server
        .database()
        .inTransaction(
            tx -> tx.query("SELECT count(*) FROM tally.stripe_events").mapTo(Long.class).one());
  }

  private static void refused(Reply reply, long before) {
    reply.expectProblem(400, "webhook_invalid");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void storesWhatStripeSigned() {
    var event = event();
    assertThat(signed(event.toString()).expect(200).text()).isEqualTo("{}");
    var seen = server.get("/v1/stripe/events/" + event.path("id").asText()).expect(200);
    assertThat(seen.at("status")).isEqualTo("ignored");
    assertThat(seen.at("type")).isEqualTo("plan.created");
    assertThat(seen.at("apiVersion")).isEqualTo("2019-02-11");
    assertThat(seen.json().path("subject").isNull()).isTrue();
  }

  @Test
  void storesAnEventOnceHoweverOftenItComes() {
    var event = event();
    long before = stored();
    for (int i = 0; i < 5; i++) signed(event.toString()).expect(200);
    assertThat(stored()).isEqualTo(before + 1);
  }

  @Test
  void takesBothSecretsWhileOneIsReplaced() {
    for (var secret : new String[] {TestingStripe.WEBHOOK_SECRET, OTHER_SECRET}) {
      var body = event().toString().getBytes(StandardCharsets.UTF_8);
      send(body, signature(body, secret, server.clock().instant())).expect(200);
    }
  }

  @Test
  void refusesWhatAnotherSecretSigned() {
    var body = event().toString().getBytes(StandardCharsets.UTF_8);
    refused(send(body, signature(body, "whsec_guessed", server.clock().instant())), stored());
  }

  @Test
  void refusesABodyThatWasChanged() {
    var body = event().toString();
    var signature =
        signature(
            body.getBytes(StandardCharsets.UTF_8),
            TestingStripe.WEBHOOK_SECRET,
            server.clock().instant());
    var changed = body.replace("plan_1", "plan_2").getBytes(StandardCharsets.UTF_8);
    refused(send(changed, signature), stored());
  }

  @Test
  void refusesASignatureOfMoreThanFiveMinutesAgo() {
    var body = event().toString().getBytes(StandardCharsets.UTF_8);
    var signature = signature(body, TestingStripe.WEBHOOK_SECRET, server.clock().instant());
    server.clock().set(server.clock().in(Duration.ofSeconds(301)));
    refused(send(body, signature), stored());
    server.clock().set(TestingClock.START.plusSeconds(300));
    send(body, signature).expect(200);
  }

  @Test
  void refusesABodyWithoutASignature() {
    long before = stored();
    refused(server.post("/v1/stripe/webhook", event()), before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t",
        "v1",
        "t=",
        "t=,v1=",
        "v1=00",
        "t=1",
        "t=x,v1=y",
        "t=99999999999999999999,v1=00",
        ",",
        "=",
        "t=1788861600,v1",
        "t=1788861600,v0=00",
        "t=1788861600,v1=",
        "t==,v1==="
      })
  void refusesAHeaderThatStripeWouldNotWrite(String signature) {
    refused(send(event().toString().getBytes(StandardCharsets.UTF_8), signature), stored());
  }

  @Test
  void refusesAHugeBody() {
    var event = event().put("filler", "x".repeat(1 << 20));
    refused(signed(event.toString()), stored());
    // More than the other routes take, and still not too much for an event.
    signed(event().put("filler", "x".repeat(TestingServer.BODY_BYTES_MAX)).toString()).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{}",
        "{\"id\": \"evt_1\", \"type\": \"x\"}",
        "{\"id\": \"evt_1\", \"created\": 1}",
        "{\"type\": \"x\", \"created\": 1}",
        "{\"id\": \"\", \"type\": \"x\", \"created\": 1}",
        "{\"id\": 5, \"type\": \"x\", \"created\": 1}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": -1}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": 99999999999999999}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": 1e400000}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": 1} {}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": 1, \"n\": 1e999999}",
        "{\"id\": \"evt_1\", \"type\": \"x\", \"created\": 1, \"n\":"
      })
  void refusesASignedBodyThatIsNoEvent(String body) {
    refused(signed(body), stored());
  }

  @Test
  void refusesBytesThatAreNoText() {
    var body = event().toString().getBytes(StandardCharsets.UTF_8);
    body[body.length - 20] = (byte) 0xFF;
    refused(signed(body), stored());
  }

  @Test
  void refusesADeepBody() {
    refused(signed("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)), stored());
  }

  /// What PostgreSQL's jsonb refuses comes from people: names of products, descriptions.
  @Test
  void storesTextThatPostgresqlCannotHold() {
    var id = "evt_" + UUID.randomUUID();
    var body =
        """
        {"id": "%s", "type": "a\\u0000b", "created": 1780000000,
         "data": {"object": {"object": "plan", "name": "\\ud83d half \\u0000 \\ud83d\\ude00"}}}
        """
            .formatted(id);
    signed(body).expect(200);
    assertThat(server.get("/v1/stripe/events/" + id).expect(200).at("type")).isEqualTo("a\ufffdb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Of Stripe's second API: thin, with a time in words.
        "{\"id\": \"%s\", \"object\": \"v2.core.event\", \"type\": \"v1.billing.meter.x\","
            + " \"created\": \"2026-02-15T18:44:00.000Z\"}",
        // Of an account that is connected to ours.
        "{\"id\": \"%s\", \"type\": \"customer.updated\", \"created\": 1, \"account\": \"acct_1\","
            + " \"data\": {\"object\": {\"object\": \"customer\", \"id\": \"cus_1\"}}}",
        "{\"id\": \"%s\", \"type\": \"invoice.upcoming\", \"created\": 1,"
            + " \"data\": {\"object\": {\"object\": \"invoice\"}}}",
        "{\"id\": \"%s\", \"type\": \"of.tomorrow\", \"created\": 1, \"data\": 5}"
      })
  void ignoresWhatIsAboutNothingOfOurs(String body) {
    var id = "evt_" + UUID.randomUUID();
    signed(body.formatted(id)).expect(200);
    assertThat(server.get("/v1/stripe/events/" + id).expect(200).at("status")).isEqualTo("ignored");
  }

  @Test
  void takesWhatStripesOwnLibrarySigns() throws Exception {
    var body = event().toString();
    var header =
        Webhook.Signature.generateSignatureHeader(
            body, TestingStripe.WEBHOOK_SECRET, server.clock().instant().getEpochSecond());
    send(body.getBytes(StandardCharsets.UTF_8), header).expect(200);
  }

  @Test
  void appliesWhatAnEventLeadsTo() {
    var user = server.user();
    var customer =
        stripe
            .simulator()
            .people()
            .createCustomer("ada@example.com", Map.of("tally_user", user + ""));
    stripe.awaitApplied();
    eventually("mirrored", () -> customers(customer) == 1);
  }

  private static int customers(String customer) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT count(*) FROM tally.stripe_customers WHERE id = :id")
                    .bind("id", customer)
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void saysThatStripeIsNotSetUp() {
    try (var without = TestingServer.start()) {
      var body = event().toString().getBytes(StandardCharsets.UTF_8);
      HttpRequest.Builder request =
          without
              .request("/v1/stripe/webhook")
              .header(
                  "Stripe-Signature",
                  signature(body, TestingStripe.WEBHOOK_SECRET, without.clock().instant()))
              .POST(BodyPublishers.ofByteArray(body));
      without.send(request).expectProblem(404, "stripe_off");
    }
  }
}
