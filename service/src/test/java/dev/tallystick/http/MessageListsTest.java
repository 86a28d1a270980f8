package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessageListsTest {
  private static final String NDJSON = "application/x-ndjson";

  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void answersAnArrayInItsOrder() {
    var calls = List.<JsonNode>of(call(), call(), call());
    var reply = server.post("/v1/messages", array(calls)).expect(200);
    assertThat(Reply.each(reply.json(), "id")).isEqualTo(ids(calls));
    assertThat(Reply.each(reply.json(), "cost")).containsOnly("0.0260277");
    var again = server.post("/v1/messages", array(calls)).expect(200);
    assertThat(Reply.each(again.json(), "replayed")).containsOnly("true");
  }

  @Test
  void takesOneMessageALineAndAnswersAsAsked() {
    var calls = List.<JsonNode>of(call(), call());
    var lines = "\n" + lines(calls) + "\r\n  \n";
    var json = server.postAs(NDJSON, "/v1/messages", lines).expect(200);
    assertThat(Reply.each(json.json(), "id")).isEqualTo(ids(calls));
    var request = server.request("/v1/messages").header("Content-Type", NDJSON);
    request.header("Accept", NDJSON).POST(BodyPublishers.ofString(lines));
    var answered = server.send(request).expect(200);
    assertThat(answered.contentType()).isEqualTo(NDJSON);
    assertThat(answered.lines())
        .extracting(line -> line.path("replayed").booleanValue())
        .containsExactly(true, true);
    assertThat(answered.lines()).extracting(line -> line.path("id").asText()).isEqualTo(ids(calls));
  }

  @Test
  void answersAListOfOneAsAList() {
    assertThat(server.post("/v1/messages", array(List.of(call()))).expect(200).json()).hasSize(1);
    assertThat(server.postAs(NDJSON, "/v1/messages", call().toString()).expect(200).json())
        .hasSize(1);
  }

  @Test
  void answersAnEmptyListWithAnEmptyList() {
    assertThat(server.post("/v1/messages", "[]").expect(200).json()).isEmpty();
  }

  @Test
  void refusesWhatIsWrongAloneAndStoresItsNeighbours() {
    var user = server.userWith("10");
    var unknown = UUID.randomUUID();
    var calls =
        List.<JsonNode>of(
            Calls.call(user),
            Calls.call(unknown),
            Calls.call(user).put("model", 7),
            JsonNodeFactory.instance.numberNode(7),
            Calls.call(user));
    var outcomes = server.post("/v1/messages", array(calls)).expect(200).json();
    assertThat(Reply.each(outcomes, "status"))
        .containsExactly("charged", "refused", "refused", "refused", "charged");
    assertThat(outcomes.at("/1/problem/code").asText()).isEqualTo("user_unknown");
    assertThat(outcomes.at("/1/id")).isEqualTo(calls.get(1).path("id"));
    assertThat(outcomes.at("/2/problem/code").asText()).isEqualTo("field_invalid");
    assertThat(outcomes.at("/2/problem/field").asText()).isEqualTo("model");
    assertThat(outcomes.at("/3/problem/code").asText()).isEqualTo("malformed_json");
    assertThat(server.balance(user).at("available")).isEqualTo("4.79446");
  }

  @Test
  void refusesALineThatIsNoMessageAlone() {
    var good = call();
    var lines = List.of(good.toString(), "{\"id\":", "7", call() + " " + call());
    var outcomes =
        server.postAs(NDJSON, "/v1/messages", String.join("\n", lines)).expect(200).json();
    assertThat(Reply.each(outcomes, "status"))
        .containsExactly("charged", "refused", "refused", "refused");
    assertThat(outcomes.findValuesAsText("code")).containsOnly("malformed_json");
  }

  @Test
  void chargesTheSameMessageInOneArrayOnce() {
    var user = server.userWith("10");
    var call = Calls.call(user);
    var other = call.deepCopy().put("latencyMs", 1);
    var outcomes =
        server.post("/v1/messages", array(List.of(call, call, other, call))).expect(200).json();
    assertThat(Reply.each(outcomes, "replayed")).containsExactly("false", "true", "", "true");
    assertThat(outcomes.at("/2/problem/code").asText()).isEqualTo("id_reused");
    assertThat(server.balance(user).at("available")).isEqualTo("7.39723");
  }

  @Test
  void givesAnIdToOneOfManyUsersWhoSendItAtOnce() {
    for (int round = 0; round < 10; round++) {
      var id = UUID.randomUUID().toString();
      var calls = new ArrayList<JsonNode>();
      for (int i = 0; i < 8; i++) calls.add(call().put("id", id));
      var outcomes = server.post("/v1/messages", array(calls)).expect(200).json();
      var codes = outcomes.findValuesAsText("code");
      assertThat(codes).hasSize(7).containsOnly("id_reused");
    }
  }

  @Test
  void makesIdsOfTheIdempotencyKeyByPosition() {
    var user = server.userWith("10");
    var call = Calls.without(Calls.call(user), "id");
    var calls = array(List.of(call, call, Calls.call(user)));
    var first = server.postOnce("batch-1", "/v1/messages", calls).expect(200).json();
    assertThat(Reply.each(first, "id")).doesNotHaveDuplicates();
    assertThat(Reply.each(first, "replayed")).containsOnly("false");
    var again = server.postOnce("batch-1", "/v1/messages", calls).expect(200).json();
    assertThat(Reply.each(again, "id")).isEqualTo(Reply.each(first, "id"));
    assertThat(Reply.each(again, "replayed")).containsOnly("true");
    assertThat(server.balance(user).at("available")).isEqualTo("2.19169");
  }

  @Test
  void takesAThousandMessagesAndNoMore() {
    var user = server.user();
    var calls = new ArrayList<JsonNode>();
    for (int i = 0; i < MessageBodies.MESSAGES_MAX; i++) calls.add(Calls.acmeCall(user, "m", i));
    var outcomes = server.post("/v1/messages", array(calls)).expect(200).json();
    assertThat(Reply.each(outcomes, "status")).hasSize(1_000).containsOnly("unpriced");
    var rows = server.rowCounts();
    calls.add(Calls.acmeCall(user, "m", 1));
    server.post("/v1/messages", array(calls)).expectProblem(413, "body_too_large");
    server.postAs(NDJSON, "/v1/messages", lines(calls)).expectProblem(413, "body_too_large");
    assertThat(server.rowCounts()).isEqualTo(rows);
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode call() {
    return Calls.call(server.user());
  }

  private static ArrayNode array(List<? extends JsonNode> calls) {
    return JsonNodeFactory.instance.arrayNode().addAll(calls);
  }

  private static String lines(List<? extends JsonNode> calls) {
    return calls.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
  }

  private static List<String> ids(List<? extends JsonNode> calls) {
    return calls.stream().map(call -> call.path("id").asText()).toList();
  }
}
