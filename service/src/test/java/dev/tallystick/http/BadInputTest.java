package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is wrong with a message is answered with a problem that names it, and stores nothing.
class BadInputTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final UUID USER = server.userWith("10");

  private Map<String, Long> rowsBefore = Map.of();

  /// So that no table is empty where nothing must be added.
  @BeforeAll
  static void record() {
    server.post("/v1/messages", Calls.call(USER)).expect(201);
  }

  @BeforeEach
  void countRows() {
    rowsBefore = server.rowCounts();
  }

  @AfterEach
  void nothingWasStored() {
    assertThat(server.rowCounts()).isEqualTo(rowsBefore);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # field          | value                                    | field of the problem
      id             | 7                                        | id
      id             | ""                                       | id
      id             | "no uuid"                                | id
      id             | "0199c0de00007000800000000000000a"       | id
      id             | "00000000f-000-7000-8000-00000000000a"   | id
      id             | {"a": 1}                                 | id
      userId         | null                                     | userId
      userId         | "42"                                     | userId
      userId         | []                                       | userId
      clientId       | 1                                        | clientId
      clientId       | ""                                       | clientId
      clientId       | true                                     | clientId
      clientRequestId | {}                                      | clientRequestId
      provider       | null                                     | provider
      provider       | ""                                       | provider
      provider       | ["anthropic"]                            | provider
      model          | null                                     | model
      model          | 4.5                                      | model
      responseModel  | ""                                       | responseModel
      responseModel  | 5                                        | responseModel
      serviceTier    | "turbo"                                  | serviceTier
      serviceTier    | 1                                        | serviceTier
      region         | ""                                       | region
      region         | false                                    | region
      billing        | "gratis"                                 | billing
      billing        | 0                                        | billing
      usage          | null                                     | usage
      usage          | "none"                                   | usage
      usage          | 12                                       | usage
      usage          | {}                                       | usage
      usage          | []                                       | usage
      usage          | {"input_tokens": 1}                      | usage.output_tokens
      usage          | {"input_tokens": -1, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": 1, "output_tokens": -1} | usage.output_tokens
      usage          | {"input_tokens": 1.5, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": 1e999, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": 1000000000001, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": 99999999999999999999999, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": "1", "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": "NaN", "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": true, "output_tokens": 1} | usage.input_tokens
      usage          | {"input_tokens": [1], "output_tokens": 1} | usage.input_tokens
      usageFormat    | "gpt"                                    | usageFormat
      usageFormat    | 1                                        | usageFormat
      usageFormat    | "plain"                                  | usage.input_tokens
      tokens         | {"input": 1}                             | tokens
      latencyMs      | -1                                       | latencyMs
      latencyMs      | 1.5                                      | latencyMs
      latencyMs      | "7"                                      | latencyMs
      latencyMs      | 2592000001                               | latencyMs
      latencyMs      | 99999999999999999999999                  | latencyMs
      latencyMs      | []                                       | latencyMs
      finishedAt     | 1757498398                               | finishedAt
      finishedAt     | "yesterday"                              | finishedAt
      finishedAt     | "2026-09-10"                             | finishedAt
      finishedAt     | "2026-09-10T10:00:00"                    | finishedAt
      finishedAt     | "2026-02-30T10:00:00Z"                   | finishedAt
      finishedAt     | "2014-12-31T23:59:59Z"                   | finishedAt
      finishedAt     | "2026-09-12T10:00:00Z"                   | finishedAt
      finishedAt     | "+999999999-12-31T23:59:59Z"             | finishedAt
      """)
  void namesTheFieldOfAMessage(String field, String value, String fieldAtFault) {
    var reply = post(Calls.call(USER).<ObjectNode>set(field, Reply.parse(value)));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo(fieldAtFault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # tokens                            | field of the problem
      null                              | usage
      {}                                | tokens
      []                                | tokens
      "many"                            | tokens
      7                                 | tokens
      {"input": -1}                     | tokens.input
      {"output": 0.1}                   | tokens.output
      {"cacheRead": "3"}                | tokens.cacheRead
      {"reasoning": 1000000000001}      | tokens.reasoning
      {"webSearches": 1e400}            | tokens.webSearches
      {"input": 1, "inputs": 2}         | tokens.inputs
      {"input": 1, "total": 1}          | tokens.total
      {"input": 1, "estimated": "yes"}  | tokens.estimated
      {"estimated": true}               | tokens
      {"webSearches": 1000000000000, "input": 1000000000000} | tokens
      """)
  void namesTheCountOfATokenObject(String tokens, String fieldAtFault) {
    var call = Calls.without(Calls.call(USER), "usage");
    var reply = post(call.<ObjectNode>set("tokens", Reply.parse(tokens)));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo(fieldAtFault);
  }

  @ParameterizedTest
  @CsvSource({
    "clientId, 201", "clientRequestId, 201", "provider, 101", "model, 301", "responseModel, 301",
    "region, 101", "userId, 10000", "finishedAt, 10000", "billing, 10000", "usageFormat, 10000",
    "serviceTier, 10000", "id, 10000"
  })
  void boundsTexts(String field, int length) {
    var call = Calls.call(USER).put(field, "x".repeat(length));
    assertThat(post(call).expectProblem(422, "field_invalid").at("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"ID", "userid", "requests", "cost", "credits", "''"})
  void refusesUnknownFields(String field) {
    var reply = post(Calls.call(USER).put(field, "1")).expectProblem(422, "field_unknown");
    assertThat(reply.at("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "``",
        "` `",
        "`\n`",
        "null",
        "true",
        "7",
        "\"text\"",
        "{",
        "}",
        "{]",
        "[",
        "[{]",
        "[1,]",
        "{\"id\"",
        "{\"id\":",
        "{\"id\":\"",
        "{\"id\":1,}",
        "{id:1}",
        "{'id':1}",
        "{} {}",
        "{}x",
        "NaN",
        "Infinity",
        "{\"usage\":NaN}",
        "{\"latencyMs\":+1}",
        "{\"latencyMs\":01}",
        "{\"model\":\"\t\"}",
        "{\"model\":\"\\x\"}",
        "{\"model\":\"\\u12\"}",
        "/* */ {}",
        "<message/>",
        "\u0000",
        "\uFEFF"
      })
  void refusesWhatIsNoMessageInJson(String body) {
    server.post("/v1/messages", body).expectProblem(400, "malformed_json");
    server.post("/v1/users", body).expectProblem(400, "malformed_json");
    server.post("/v1/prices/quote", body).expectProblem(400, "malformed_json");
  }

  @Test
  void refusesEveryTruncation() {
    var body = Calls.call(USER).toString();
    for (int length = 0; length < body.length(); length += 7) {
      var cut = body.substring(0, length);
      server.post("/v1/messages", cut).expectProblem(400, "malformed_json");
      server.post("/v1/messages", "[" + body).expectProblem(400, "malformed_json");
    }
  }

  @Test
  void boundsNesting() {
    var deep = "[".repeat(1_000) + "]".repeat(1_000);
    server.post("/v1/messages", deep).expectProblem(400, "malformed_json");
    var call = Calls.call(USER);
    call.set("response", Reply.parse("7"));
    var body = call.toString().replace("\"response\":7", "\"response\":" + deep);
    server.post("/v1/messages", body).expectProblem(400, "malformed_json");
    server.post("/v1/messages", "[".repeat(300_000)).expectProblem(400, "malformed_json");
  }

  @Test
  void boundsTheBodyWithAndWithoutItsLength() {
    var call = Calls.call(USER).put("response", "x".repeat(TestingServer.BODY_BYTES_MAX));
    var body = call.toString().getBytes(StandardCharsets.UTF_8);
    server.post("/v1/messages", body).expectProblem(413, "body_too_large");
    server.postChunked("/v1/messages", body).expectProblem(413, "body_too_large");
    server.post("/v1/users", body).expectProblem(413, "body_too_large");
  }

  private static Reply post(ObjectNode call) {
    return server.post("/v1/messages", call);
  }
}
