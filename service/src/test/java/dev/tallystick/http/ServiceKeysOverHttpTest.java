package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.account.Token;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceKeysOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @ParameterizedTest
  @ValueSource(strings = {"/v1/usage", "/v1/messages", "/v1/prices", "/v1/users/x/balance"})
  void areNeeded(String path) {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var reply = server.send(HttpRequest.newBuilder(uri)).expectProblem(401, "key_missing");
    assertThat(reply.at("field")).isEqualTo("Authorization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic dXNlcjpwYXNz",
        "Bearer",
        "Bearer  ",
        "tk_0199c0de-0000-7000-8000-000000000001.secret",
        "Token tk_0199c0de-0000-7000-8000-000000000001.secret"
      })
  void mustComeAsBearer(String header) {
    server.send(with(header)).expectProblem(401, "key_missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer x",
        "Bearer tk_.",
        "Bearer tk_no-uuid.secret",
        "Bearer tk_0199c0de-0000-7000-8000-000000000001",
        "Bearer tk_0199c0de-0000-7000-8000-000000000001.secret",
        "bearer ts_0199c0de-0000-7000-8000-000000000001.secret"
      })
  void mustBeWellFormedAndKnown(String header) {
    server.send(with(header)).expectProblem(401, "key_invalid");
  }

  @Test
  void mustHaveTheRightSecret() {
    var key = server.newKey(Scope.READ);
    server.send(with("Bearer " + key)).expect(200);
    server.send(with("bearer " + key)).expect(200);
    server.send(with("Bearer " + key + "x")).expectProblem(401, "key_invalid");
    server
        .send(with("Bearer " + key.substring(0, key.length() - 1)))
        .expectProblem(401, "key_invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "READ, GET, /v1/usage, 200",
    "READ, POST, /v1/prices/quote, 422",
    "READ, POST, /v1/messages, 403",
    "READ, POST, /v1/users, 403",
    "READ, POST, /v1/users/{user}/grants, 403",
    "WRITE, POST, /v1/users, 201",
    "WRITE, POST, /v1/users/{user}/grants, 403",
    "WRITE, GET, /v1/usage, 403",
    "GRANT, POST, /v1/users/{user}/grants, 422",
    "GRANT, POST, /v1/messages, 403",
    "GRANT, GET, /v1/users/{user}/balance, 403"
  })
  void allowWhatTheirScopesSay(Scope scope, String method, String path, int status) {
    var body = method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
    var request = server.request(path.replace("{user}", UUID.randomUUID().toString()));
    request.setHeader("Authorization", "Bearer " + server.newKey(scope)).method(method, body);
    var reply = server.send(request).expect(status);
    if (status == 403) reply.expectProblem(403, "scope_missing");
  }

  @Test
  void areRefusedOnceRevoked() {
    var key = server.newKey(Scope.READ);
    server.send(with("Bearer " + key)).expect(200);
    var id = Token.parse(ServiceKeys.PREFIX, key).orElseThrow().id();
    var keys = new ServiceKeys(server.database(), server.clock(), UUID::randomUUID, () -> false);
    assertThat(keys.revoke(id, new Actor.Operator())).isTrue();
    eventually("refused", () -> server.send(with("Bearer " + key)).status() == 401);
    assertThat(keys.revoke(id, new Actor.Operator())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/openapi.json"})
  void areNotNeededForWhatMachinesWatch(String path) {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    server.send(HttpRequest.newBuilder(uri)).expect(200);
  }

  private static HttpRequest.Builder with(String authorization) {
    return server.request("/v1/usage").setHeader("Authorization", authorization);
  }
}
