package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ten thousand random calls over eight connections, against a plain model in memory: new messages,
/// replays, replays with other content, unknown users, unknown models, grants. In the end every
/// total of the service is the model's.
final class RandomCallsTest {
  private static final int CALLS = 10_000;
  private static final int CONNECTIONS = 8;
  private static final int USERS = 40;
  private static final long SEED = 20_261_122;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  /// Credits of a message in ten-thousandths, by rates written down here by hand: USD per million
  /// tokens at a cent a credit is 10^-4 credits a token.
  private record Model(String provider, String name, long inputRate, long outputRate) {
    long tenThousandths(long input, long output) {
      return input * inputRate + output * outputRate;
    }

    boolean isKnown() {
      return inputRate > 0;
    }
  }

  private static final List<Model> MODELS =
      List.of(
          new Model("anthropic", "claude-sonnet-4-5", 3, 15),
          new Model("anthropic", "claude-opus-4-5", 5, 25),
          new Model("anthropic", "claude-haiku-4-5", 1, 5),
          new Model("anthropic", "no-such-model", 0, 0));

  /// What the service should hold of one user.
  private static final class Totals {
    final LongAdder granted = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder unpriced = new LongAdder();
    final LongAdder tokens = new LongAdder();
    final LongAdder tenThousandths = new LongAdder();
  }

  private final DatabaseUrl url = TestingDatabase.fresh();
  private final Map<UUID, Totals> model = new ConcurrentHashMap<>();
  private final List<UUID> users = IntStream.range(0, USERS).mapToObj(_ -> IDS.generate()).toList();

  @Test
  void everyTotalIsThatOfAPlainModel() throws Exception {
    var config = Config.of(Map.of("TALLY_PORT", "0"));
    try (var service = Service.start(url, config, InstantSource.system());
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var key =
          service
              .keys()
              .create("test", Set.of(ServiceKey.Scope.values()), new Actor.Operator())
              .reveal();
      var address = URI.create("http://127.0.0.1:" + service.port());
      var setUp = new Client(address, key, new Random(SEED));
      users.forEach(setUp::createUser);
      List<Callable<Client>> clients =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(number -> new Client(address, key, new Random(SEED + 1 + number)))
              .<Callable<Client>>map(client -> () -> client.run(CALLS / CONNECTIONS))
              .toList();
      for (var done : executor.invokeAll(clients)) assertThat(done.get()).isNotNull();
      for (var user : users) setUp.compare(user);
    }
    try (var database = Database.open(url, 2)) {
      assertThat(LedgerVerification.verify(database))
          .allSatisfy(finding -> assertThat(finding.rows()).isEmpty());
      var stored = model.values().stream().mapToLong(totals -> totals.messages.sum()).sum();
      assertThat(count(database)).isEqualTo(stored).isGreaterThan(CALLS / 2);
    }
  }

  private static long count(Database database) {
    return database.inTransaction(
        tx -> tx.query("SELECT count(*) FROM tally.messages").mapTo(Long.class).one());
  }

  /// One connection and its part of the calls.
  private final class Client {
    private final URI address;
    private final String key;
    private final Random random;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(ObjectNode body, JsonNode answer) {}

    Client(URI address, String key, Random random) {
      this.address = address;
      this.key = key;
      this.random = random;
    }

    Client run(int calls) {
      for (int i = 0; i < calls; i++) {
        int dice = random.nextInt(100);
        if (dice < 60 || sent.isEmpty()) {
          single(newMessage(anyUser()));
        } else if (dice < 68) {
          batch();
        } else if (dice < 83) {
          replay();
        } else if (dice < 91) {
          replayWithOtherContent();
        } else if (dice < 95) {
          unknownUser();
        } else {
          grant();
        }
      }
      return this;
    }

    void createUser(UUID user) {
      model.put(user, new Totals());
      var answer = post("/v1/users", JSON.createObjectNode().put("id", user.toString()));
      assertThat(answer.status()).isEqualTo(201);
    }

    private UUID anyUser() {
      return users.get(random.nextInt(USERS));
    }

    private ObjectNode newMessage(UUID user) {
      var called = MODELS.get(random.nextInt(20) == 0 ? 3 : random.nextInt(3));
      var message = JSON.createObjectNode();
      message.put("id", IDS.generate().toString()).put("userId", user.toString());
      message.put("provider", called.provider()).put("model", called.name());
      message.put("clientRequestId", "r-" + random.nextInt(1_000));
      message
          .putArray("request")
          .addObject()
          .put("role", "user")
          .put("content", "word ".repeat(random.nextInt(40)));
      message
          .putObject("tokens")
          .put("input", random.nextInt(5_000))
          .put("output", random.nextInt(1_000));
      return message;
    }

    private void single(ObjectNode message) {
      var answer = post("/v1/messages", message);
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
      recorded(message, answer.body());
    }

    private void batch() {
      var messages = JSON.createArrayNode();
      for (int i = 1 + random.nextInt(30); i > 0; i--) messages.add(newMessage(anyUser()));
      var answer = post("/v1/messages", messages);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).hasSameSizeAs(messages);
      for (int i = 0; i < messages.size(); i++) {
        recorded((ObjectNode) messages.get(i), answer.body().get(i));
      }
    }

    /// Checks an answer by the model, and adds the message to it.
    private void recorded(ObjectNode message, JsonNode answer) {
      assertThat(answer.path("replayed").asBoolean(true)).as("%s", answer).isFalse();
      var called =
          MODELS.stream()
              .filter(each -> each.name().equals(message.path("model").asText()))
              .findFirst()
              .orElseThrow();
      long input = message.path("tokens").path("input").asLong();
      long output = message.path("tokens").path("output").asLong();
      long charge = called.tenThousandths(input, output);
      assertThat(new BigDecimal(answer.path("credits").asText()))
          .isEqualByComparingTo(BigDecimal.valueOf(charge, 4));
      assertThat(answer.path("status").asText())
          .isEqualTo(called.isKnown() ? "charged" : "unpriced");
      var totals = totals(message);
      totals.messages.increment();
      if (!called.isKnown()) totals.unpriced.increment();
      totals.tokens.add(input + output);
      totals.tenThousandths.add(charge);
      sent.add(new Sent(message, answer));
    }

    private Totals totals(JsonNode message) {
      var totals = model.get(UUID.fromString(message.path("userId").asText()));
      assertThat(totals).isNotNull();
      return java.util.Objects.requireNonNull(totals);
    }

    private void replay() {
      var before = sent.get(random.nextInt(sent.size()));
      var answer = post("/v1/messages", before.body());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().path("replayed").asBoolean()).isTrue();
      for (var field : List.of("id", "status", "cost", "credits", "priceId", "tokens", "draws")) {
        assertThat(answer.body().get(field)).as(field).isEqualTo(before.answer().get(field));
      }
    }

    private void replayWithOtherContent() {
      var body = sent.get(random.nextInt(sent.size())).body().deepCopy();
      switch (random.nextInt(4)) {
        case 0 -> body.put("model", body.path("model").asText() + "-x");
        case 1 -> body.put("clientRequestId", "other");
        case 2 -> body.putArray("request").addObject().put("role", "user");
        default -> body.putObject("tokens").put("input", 1_000_000);
      }
      var answer = post("/v1/messages", body);
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(409);
      assertThat(answer.body().path("code").asText()).isEqualTo("id_reused");
    }

    private void unknownUser() {
      var answer = post("/v1/messages", newMessage(IDS.generate()));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().path("field").asText()).isEqualTo("userId");
    }

    private void grant() {
      var user = anyUser();
      int credits = 1 + random.nextInt(100);
      var body =
          JSON.createObjectNode()
              .put("operationId", "op-" + IDS.generate())
              .put("type", random.nextBoolean() ? "free" : "purchase")
              .put("credits", credits);
      for (int i = random.nextInt(3); i >= 0; i--) {
        assertThat(post("/v1/users/" + user + "/grants", body).status()).isBetween(200, 201);
      }
      totals(JSON.createObjectNode().put("userId", user.toString())).granted.add(credits);
    }

    void compare(UUID user) {
      var totals = totals(JSON.createObjectNode().put("userId", user.toString()));
      var balance = get("/v1/users/" + user + "/balance");
      var expected =
          BigDecimal.valueOf(totals.granted.sum())
              .subtract(BigDecimal.valueOf(totals.tenThousandths.sum(), 4));
      assertThat(new BigDecimal(balance.path("available").asText())).isEqualByComparingTo(expected);
      var usage = get("/v1/usage?groupBy=user&userId=" + user).path("usage").path(0);
      assertThat(usage.path("messages").asLong()).isEqualTo(totals.messages.sum());
      assertThat(usage.path("unpricedMessages").asLong()).isEqualTo(totals.unpriced.sum());
      assertThat(usage.path("tokens").path("total").asLong()).isEqualTo(totals.tokens.sum());
    }

    private record Answer(int status, JsonNode body) {}

    private Answer post(String path, JsonNode body) {
      return send(path, HttpRequest.BodyPublishers.ofString(body.toString()), "POST");
    }

    private JsonNode get(String path) {
      return send(path, HttpRequest.BodyPublishers.noBody(), "GET").body();
    }

    private Answer send(String path, HttpRequest.BodyPublisher body, String method) {
      var request =
          HttpRequest.newBuilder(address.resolve(path))
              .header("Authorization", "Bearer " + key)
              .method(method, body)
              .build();
      try {
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
