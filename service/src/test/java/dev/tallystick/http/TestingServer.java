package dev.tallystick.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.Config;
import dev.tallystick.Service;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.price.PriceFile;
import dev.tallystick.price.Prices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The whole service, running on a database of its own, and a client of it. Every answer is
/// compared with the API's description. Registered as an extension, it stops after the class's last
/// test. Thread-safe.
public final class TestingServer implements AutoCloseable, AfterAllCallback {
  /// Small, so that a test can exceed it.
  static final int BODY_BYTES_MAX = 400_000;

  static final HttpServer.Settings SETTINGS =
      new HttpServer.Settings(
          "127.0.0.1", 0, BODY_BYTES_MAX, Optional.empty(), List.of(AddressRange.of("127.0.0.1")));

  private static final int POOL_SIZE_MAX = 3;

  private final TestingClock clock;
  private final Map<String, String> variables;
  private final DatabaseUrl url;
  private final Database database;
  private final Service service;
  private final String key;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestingServer(DatabaseUrl url, TestingClock clock, Map<String, String> variables) {
    this.url = url;
    this.clock = clock;
    this.variables = Map.copyOf(variables);
    this.database = Database.open(url, POOL_SIZE_MAX);
    var environment = new HashMap<>(variables);
    environment.put("TALLY_PORT", "0");
    environment.put("TALLY_TRUSTED_PROXIES", "127.0.0.1");
    environment.put("TALLY_BODY_BYTES_MAX", Integer.toString(BODY_BYTES_MAX));
    this.service = Service.start(url, Config.of(environment), clock);
    this.key = newKey(Scope.values());
  }

  /// A server on a fresh database, with a clock that stands still.
  public static TestingServer start() {
    return start(Map.of());
  }

  /// The same, told something by its environment.
  public static TestingServer start(Map<String, String> variables) {
    return start(new TestingClock(), variables);
  }

  /// The same, with a clock that others look at too.
  public static TestingServer start(TestingClock clock, Map<String, String> variables) {
    return new TestingServer(freshDatabase(), clock, variables);
  }

  /// A database with the service's schema and its built-in prices, and nothing else.
  public static DatabaseUrl freshDatabase() {
    return TestPostgres.freshDatabase(TestPostgres.template("service", TestingServer::prepare));
  }

  private static void prepare(DatabaseUrl url) {
    try (var database = Database.open(url, POOL_SIZE_MAX)) {
      Service.prepare(database, InstantSource.system());
    }
  }

  /// Another server on the same database, with the same clock.
  public TestingServer another() {
    return new TestingServer(url, clock, variables);
  }

  /// The same, told something else by its environment.
  TestingServer another(Map<String, String> others) {
    return new TestingServer(url, clock, others);
  }

  /// A pool of its own on the server's database.
  public Database database() {
    return database;
  }

  public String urlWithPassword() {
    return url.withPassword();
  }

  DatabaseUrl url() {
    return url;
  }

  public TestingClock clock() {
    return clock;
  }

  public int port() {
    return service.port();
  }

  /// A new service key.
  String newKey(Scope... scopes) {
    return service.keys().create("test", Set.of(scopes), new Actor.Operator()).reveal();
  }

  /// A request with the server's key.
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
        .header("Authorization", "Bearer " + key);
  }

  public Reply get(String path) {
    return send(request(path));
  }

  public Reply post(String path, JsonNode body) {
    return post(path, body.toString());
  }

  public Reply post(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  Reply post(String path, byte[] body) {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)));
  }

  Reply postAs(String contentType, String path, String body) {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  /// As a client that does not know the length of its body.
  Reply postChunked(String path, byte[] body) {
    BodyPublisher unknownLength =
        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
    return send(request(path).POST(unknownLength));
  }

  /// Posts with an `Idempotency-Key`.
  Reply postOnce(String idempotencyKey, String path, JsonNode body) {
    return send(
        request(path)
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  public Reply send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var reply = Reply.of(http.send(request, BodyHandlers.ofByteArray()));
      ApiDescription.SHIPPED.check(request.method(), request.uri().getPath(), reply);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(request + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// A new session of a user; a pat may do everything here.
  public Reply signIn(UUID user, String kind) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", user.toString()).put("kind", kind);
    if (kind.equals("pat")) body.putArray("scopes").add("account:read").add("account:write");
    return post("/v1/sessions", body).expect(201);
  }

  /// A request with a session token, or whatever else a client takes for one.
  public Reply as(String token, String method, String path) {
    return send(
        request(path)
            .setHeader("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  /// What the product's back end learns of a token that should be of one of these kinds.
  Reply check(String token, String... kinds) {
    var body = JsonNodeFactory.instance.objectNode().put("token", token);
    var list = body.putArray("kinds");
    for (var kind : kinds) list.add(kind);
    return post("/v1/sessions/check", body).expect(200);
  }

  /// Whether a token of whatever kind is accepted.
  public boolean accepts(String token) {
    return check(token, "web", "cli", "pat").json().path("active").booleanValue();
  }

  /// Runs a statement that no route runs yet.
  public void run(String sql) {
    database.useTransaction(tx -> tx.update(sql).execute());
  }

  /// A new user.
  public UUID user() {
    var id = UUID.randomUUID();
    var body = JsonNodeFactory.instance.objectNode().put("id", id.toString());
    post("/v1/users", body).expect(201);
    return id;
  }

  /// A new user with all that is personal.
  UUID userCalled(String email) {
    var id = UUID.randomUUID();
    var body = JsonNodeFactory.instance.objectNode().put("id", id.toString()).put("email", email);
    body.put("name", "Ada L.").put("imageUrl", "https://img.example/ada");
    post("/v1/users", body).expect(201);
    return id;
  }

  /// Changes a user.
  Reply patch(UUID user, String body) {
    return send(request("/v1/users/" + user).method("PATCH", BodyPublishers.ofString(body)));
  }

  /// A new user who was given credits to spend.
  UUID userWith(String credits) {
    var user = user();
    grant(user, "start", credits);
    return user;
  }

  /// Gives credits as an admin and returns the grant's id.
  String grant(UUID user, String operationId, String credits) {
    return grant(user, grantOf(operationId, "admin", credits)).expect(201).at("id");
  }

  Reply grant(UUID user, ObjectNode grant) {
    return post("/v1/users/" + user + "/grants", grant);
  }

  static ObjectNode grantOf(String operationId, String type, String credits) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("operationId", operationId)
        .put("type", type)
        .put("credits", credits);
  }

  public Reply balance(UUID user) {
    return get("/v1/users/" + user + "/balance").expect(200);
  }

  /// Imports prices of the operator's own: `rates` as in a price file, for one model of `acme`.
  void importPrice(String model, String rates) {
    var file =
        """
        {"format": "tallystick-prices/1", "catalogue": "custom", "source": "contract",
         "prices": [{"provider": "acme", "model": "%s",
                     "prices": [{"tiers": [{"from": 0, "rates": %s}]}]}]}
        """
            .formatted(model, rates);
    new Prices(database, clock)
        .importFile(PriceFile.read("contract.json", file.getBytes(StandardCharsets.UTF_8)));
  }

  /// How many rows there are in each table that requests write to.
  Map<String, Long> rowCounts() {
    var counts = new LinkedHashMap<String, Long>();
    database.useTransaction(
        tx ->
            tx.query(ROW_COUNTS)
                .mapToMap()
                .forEach(row -> counts.put((String) row.get("name"), (Long) row.get("rows"))));
    return counts;
  }

  private static final String ROW_COUNTS =
      """
      SELECT 'users' AS name, count(*) AS rows FROM tally.users
      UNION ALL SELECT 'messages', count(*) FROM tally.messages
      UNION ALL SELECT 'usage_daily', count(*) FROM tally.usage_daily
      UNION ALL SELECT 'credit_grants', count(*) FROM tally.credit_grants
      UNION ALL SELECT 'credit_entries', count(*) FROM tally.credit_entries
      UNION ALL SELECT 'credit_reversals', count(*) FROM tally.credit_reversals
      """;

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    http.close();
    service.close();
    database.close();
  }
}
