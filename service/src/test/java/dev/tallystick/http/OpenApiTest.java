package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The API is what its description says, and nothing else.
class OpenApiTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final ApiDescription DESCRIPTION = ApiDescription.SHIPPED;

  private static final Map<String, Route> ROUTES = routes();

  /// The routes by method and path.
  private static Map<String, Route> routes() {
    var routes = new TreeMap<String, Route>();
    for (var route : Routes.of(server)) routes.put(route.method() + " " + route.path(), route);
    return routes;
  }

  /// The operations by method and path.
  private static Map<String, JsonNode> operations() {
    var operations = new TreeMap<String, JsonNode>();
    for (var path : DESCRIPTION.root().path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var method = operation.getKey().toUpperCase(Locale.ROOT);
        operations.put(method + " " + path.getKey(), operation.getValue());
      }
    }
    return operations;
  }

  @Test
  void describesEveryRouteAndNoOther() {
    assertThat(operations().keySet()).isEqualTo(ROUTES.keySet());
    assertThat(operations().values().stream().map(o -> o.path("operationId").asText()))
        .doesNotHaveDuplicates();
  }

  private static JsonNode operation(String method, String path) {
    return DESCRIPTION.root().path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
  }

  @Test
  void describesEveryParameterAndNoOther() {
    for (var route : ROUTES.values()) {
      var operation = operation(route.method(), route.path());
      assertThat(parameters(operation, "query")).as(route.path()).isEqualTo(route.query());
      var inPath =
          Arrays.stream(route.path().split("/"))
              .filter(part -> part.startsWith("{"))
              .map(part -> part.substring(1, part.length() - 1))
              .collect(Collectors.toSet());
      assertThat(parameters(operation, "path")).as(route.path()).isEqualTo(inPath);
    }
  }

  private static Set<String> parameters(JsonNode operation, String in) {
    var names = new TreeSet<String>();
    for (var parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals(in)) names.add(parameter.path("name").asText());
    }
    return names;
  }

  @Test
  void namesTheScopeOfEveryRoute() {
    for (var route : ROUTES.values()) {
      var security = operation(route.method(), route.path()).at("/security/0");
      var words =
          switch (route.access()) {
            case Access.Open() -> List.<String>of();
            case Access.Browser _ -> List.<String>of();
            case Access.SessionOrEnded() -> List.<String>of();
            case Access.BackEndWith(var scope) -> List.of(scope.word());
            case Access.ServiceKeyWith(var scope) -> List.of(scope.word());
            case Access.SessionWith(var scope) -> List.of(scope.word());
          };
      var scopes =
          security.path(
              route.access() instanceof Access.SessionWith ? "sessionToken" : "serviceKey");
      assertThat(texts(scopes)).as(route.path()).isEqualTo(words);
    }
  }

  @Test
  void listsEveryCode() {
    var codes = Arrays.stream(Problem.Code.values()).map(Problem.Code::word).sorted().toList();
    assertThat(texts(DESCRIPTION.schema("Problem").at("/properties/code/enum"))).isEqualTo(codes);
    var statuses =
        Arrays.stream(Problem.Code.values())
            .collect(Collectors.toMap(Problem.Code::word, Problem.Code::status));
    for (var operation : operations().values()) {
      for (var response : operation.path("responses").properties()) {
        for (var code : ApiDescription.codes(response.getValue())) {
          assertThat(String.valueOf(statuses.get(code))).as(code).isEqualTo(response.getKey());
        }
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new TreeSet<String>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  @Test
  void knowsTheFieldsOfAMessage() {
    assertThat(names(DESCRIPTION.schema("NewMessage").path("properties")))
        .isEqualTo(MessageReader.FIELDS);
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /// What the description holds under its keys at any depth.
  private static void visit(JsonNode node, Predicate<JsonNode> visitor) {
    if (visitor.test(node)) node.forEach(child -> visit(child, visitor));
  }

  @Test
  void refersToNothingThatIsNotThereAndDescribesNothingUnused() {
    var referred = new TreeSet<String>();
    visit(
        DESCRIPTION.root(),
        node -> {
          if (node.has("$ref")) {
            var pointer = node.path("$ref").asText().substring(1);
            assertThat(DESCRIPTION.root().at(pointer).isMissingNode()).as(pointer).isFalse();
            referred.add(pointer.substring(pointer.lastIndexOf('/') + 1));
          }
          return true;
        });
    assertThat(names(DESCRIPTION.root().at("/components/schemas"))).isEqualTo(referred);
  }

  @Test
  void isServedAsItShips() {
    var served = server.get("/openapi.json").expect(200);
    assertThat(served.json()).isEqualTo(DESCRIPTION.root());
    assertThat(served.at("openapi")).isEqualTo("3.1.0");
  }

  /// Sends each example and compares the answer with the example's, but for ids that are made anew.
  @Test
  void showsExamplesThatAreReal() {
    var user = operation("POST", "/v1/users").at("/requestBody/content/application~1json");
    var id = user.at("/example/id").asText();
    for (var path :
        List.of("/v1/users", "/v1/users/{id}/grants", "/v1/messages", "/v1/prices/quote")) {
      var operation = operation("POST", path);
      var sent = operation.at("/requestBody/content/application~1json");
      assertThat(DESCRIPTION.validate(sent.path("example"), sent.path("schema"), path)).isEmpty();
      var reply = server.post(path.replace("{id}", id), sent.path("example"));
      var answered =
          operation.at("/responses/" + reply.status() + "/content/application~1json/example");
      assertThat(withoutNewIds(reply.json())).as(path).isEqualTo(withoutNewIds(answered));
    }
  }

  private static JsonNode withoutNewIds(JsonNode json) {
    var copy = json.deepCopy();
    visit(
        copy,
        node -> {
          if (node instanceof ObjectNode object) {
            object.remove(List.of("priceId", "grantId", "referralCode"));
            if (object.has("operationId") || object.has("catalogue")) object.remove("id");
          }
          return true;
        });
    return copy;
  }
}
