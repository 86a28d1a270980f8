package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessagesOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void storesPricesAndChargesACall() {
    var user = server.user();
    var grant = server.grant(user, "start", "10");
    var call = Calls.call(user);
    var reply = server.post("/v1/messages", call).expect(201);
    var expected =
        Reply.parse(
            """
            {"id": "%s", "status": "charged", "cost": "0.0260277", "credits": "2.60277",
             "priceId": "%s",
             "tokens": {"input": 21, "output": 383, "cacheRead": 16399, "cacheWrite": 400,
                        "cacheWrite1h": 2000, "reasoning": 120, "audioInput": 0, "audioOutput": 0,
                        "webSearches": 0, "total": 19323},
             "draws": [{"grantId": "%s", "credits": "2.60277"}],
             "debt": "0", "available": "7.39723", "replayed": false, "warnings": []}
            """
                .formatted(call.path("id").asText(), reply.at("priceId"), grant));
    assertThat(reply.json()).isEqualTo(expected);
    assertThat(server.balance(user).at("available")).isEqualTo("7.39723");
  }

  @Test
  void answersAReplayAsBefore() {
    var user = server.userWith("10");
    var call = Calls.call(user);
    var first = server.post("/v1/messages", call).expect(201);
    var second = server.post("/v1/messages", call).expect(200);
    assertThat(second.json().path("replayed").booleanValue()).isTrue();
    for (var same : new String[] {"cost", "credits", "priceId", "tokens", "draws", "available"}) {
      assertThat(second.json().path(same)).as(same).isEqualTo(first.json().path(same));
    }
    assertThat(server.balance(user).at("available")).isEqualTo("7.39723");
  }

  @Test
  void takesOtherWhiteSpaceAndKeyOrderForTheSameContent() {
    var user = server.user();
    var id = UUID.randomUUID();
    var body =
        """
        {"id": "%s", "userId": "%s", "provider": "anthropic", "model": "claude-sonnet-4-5",
         "request": [{"role": "user", "content": "é"}], "usage": {"input_tokens": 1,
         "output_tokens": 2}}
        """
            .formatted(id, user);
    var rewritten =
        """
        {"usage":{"output_tokens":2,"input_tokens":1},"request":[{"content":"\\u00e9",
         "role":"user"}],"model":"claude-sonnet-4-5","provider":"anthropic","userId":"%s","id":"%s"}
        """
            .formatted(user, id);
    server.post("/v1/messages", body).expect(201);
    assertThat(server.post("/v1/messages", rewritten).expect(200).at("replayed")).isEqualTo("true");
  }

  @Test
  void refusesTheSameIdWithOtherContent() {
    var user = server.userWith("10");
    var call = Calls.call(user);
    server.post("/v1/messages", call).expect(201);
    var rows = server.rowCounts();
    for (var other :
        new com.fasterxml.jackson.databind.node.ObjectNode[] {
          call.deepCopy().put("model", "claude-haiku-4-5"),
          call.deepCopy().put("response", "Six."),
          call.deepCopy().put("latencyMs", 1),
          call.deepCopy().put("billing", "byok"),
          Calls.without(call, "clientId"),
          Calls.without(call, "request"),
          call.deepCopy().put("userId", server.user().toString())
        }) {
      var reply = server.post("/v1/messages", other).expectProblem(409, "id_reused");
      assertThat(reply.at("field")).isEqualTo("id");
    }
    assertThat(server.rowCounts().get("messages")).isEqualTo(rows.get("messages"));
    assertThat(server.balance(user).at("available")).isEqualTo("7.39723");
  }

  @Test
  void refusesAnUnknownUser() {
    var reply = server.post("/v1/messages", Calls.call(UUID.randomUUID()));
    assertThat(reply.expectProblem(422, "user_unknown").at("field")).isEqualTo("userId");
  }

  @Test
  void makesTheSameIdOfTheSameIdempotencyKey() {
    var user = server.userWith("10");
    var call = Calls.without(Calls.call(user), "id");
    var first = server.postOnce("request-1", "/v1/messages", call).expect(201);
    var again = server.postOnce("request-1", "/v1/messages", call).expect(200);
    assertThat(again.at("id")).isEqualTo(first.at("id"));
    assertThat(again.at("replayed")).isEqualTo("true");
    server
        .postOnce("request-1", "/v1/messages", call.deepCopy().put("model", "claude-haiku-4-5"))
        .expectProblem(409, "id_reused");
    var other = server.postOnce("request-2", "/v1/messages", call).expect(201);
    assertThat(other.at("id")).isNotEqualTo(first.at("id"));
    assertThat(server.balance(user).at("available")).isEqualTo("4.79446");
  }

  @Test
  void makesAnIdOfItsOwnWithoutIdAndKey() {
    var call = Calls.without(Calls.call(server.user()), "id");
    var first = server.post("/v1/messages", call).expect(201);
    var second = server.post("/v1/messages", call).expect(201);
    assertThat(first.at("id")).isNotEqualTo(second.at("id"));
  }

  @Test
  void answersWithWhatItStored() {
    var user = server.user();
    var call = Calls.call(user);
    server.post("/v1/messages", call).expect(201);
    var stored = server.get("/v1/messages/" + call.path("id").asText()).expect(200).json();
    for (var field :
        new String[] {
          "id",
          "userId",
          "clientId",
          "clientRequestId",
          "provider",
          "model",
          "request",
          "response",
          "usage",
          "latencyMs",
          "finishedAt"
        }) {
      assertThat(stored.path(field)).as(field).isEqualTo(call.path(field));
    }
    assertThat(stored.path("lastMessage")).isEqualTo(call.at("/request/1"));
    assertThat(stored.path("costByKind"))
        .isEqualTo(
            Reply.parse(
                """
                {"input": "0.000063", "output": "0.005745", "cacheRead": "0.0049197",
                 "cacheWrite": "0.0015", "cacheWrite1h": "0.012", "reasoning": "0.0018"}
                """));
    assertThat(stored.path("receivedAt").asText()).isEqualTo(TestingClock.START.toString());
  }

  @Test
  void knowsNoMessageThatWasNeverSent() {
    server.get("/v1/messages/" + UUID.randomUUID()).expectProblem(404, "message_not_found");
    server.get("/v1/messages/no-uuid").expectProblem(404, "message_not_found");
  }

  @Test
  void pricesByTheModelThatAnswered() {
    var call = Calls.call(server.user()).put("model", "my-alias");
    var unpriced = server.post("/v1/messages", call).expect(201);
    assertThat(unpriced.at("status")).isEqualTo("unpriced");
    var answered = Calls.withNewId(call.deepCopy()).put("responseModel", "claude-sonnet-4-5");
    assertThat(server.post("/v1/messages", answered).expect(201).at("cost")).isEqualTo("0.0260277");
  }

  @Test
  void takesABodyWithoutItsLength() {
    var call = Calls.call(server.user());
    var body = call.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    server.postChunked("/v1/messages", body).expect(201);
    server.send(server.request("/v1/messages").POST(BodyPublishers.ofByteArray(body))).expect(200);
  }
}
