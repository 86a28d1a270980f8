package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever else is wrong with a request: bodies of other routes, queries, paths, headers.
class BadRequestTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final UUID USER = server.userWith("10");

  private Map<String, Long> rowsBefore = Map.of();

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
      # path                | body                                       | code          | field
      /v1/users           | {"id": 1}                                  | field_invalid | id
      /v1/users           | {"id": "x"}                                | field_invalid | id
      /v1/users           | {"email": "nobody"}                        | field_invalid | email
      /v1/users           | {"email": "@x"}                            | field_invalid | email
      /v1/users           | {"email": "x@"}                            | field_invalid | email
      /v1/users           | {"email": "a b@c"}                         | field_invalid | email
      /v1/users           | {"email": "a\\u0000@c"}                    | field_invalid | email
      /v1/users           | {"email": "v@gmail.com\\u013e\\u0120X"}      | field_invalid | email
      /v1/users           | {"email": "mi\\u212ae@example.com"}         | field_invalid | email
      /v1/users           | {"email": 1}                               | field_invalid | email
      /v1/users           | {"name": ""}                               | field_invalid | name
      /v1/users           | {"name": "\\ud800"}                        | field_invalid | name
      /v1/users           | {"name": "\\u0000"}                        | field_invalid | name
      /v1/users           | {"imageUrl": []}                           | field_invalid | imageUrl
      /v1/users           | {"role": "admin"}                          | field_unknown | role
      /v1/users/{user}/grants | {}                                     | field_invalid | type
      /v1/users/{user}/grants | {"type": "gift", "credits": "1"}       | field_invalid | type
      /v1/users/{user}/grants | {"type": "free", "operationId": "a"}   | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": "1"}       | field_invalid | operationId
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": ""} | field_invalid | operationId
      /v1/users/{user}/grants | {"type": "free", "credits": true, "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": "x", "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": -1, "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": 1e400, "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": 1e2147483647, "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": 1e-2147483647, "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": "1e-99", "operationId": "a"} | field_invalid | credits
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "priority": -1} | field_invalid | priority
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "priority": 1001} | field_invalid | priority
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "priority": 1.5} | field_invalid | priority
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "priority": 1e99} | field_invalid | priority
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "priority": "1"} | field_invalid | priority
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "expiresAt": 1} | field_invalid | expiresAt
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "expiresAt": "soon"} | field_invalid | expiresAt
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "expiresAt": "+999999999-12-31T23:59:59Z"} | field_invalid | expiresAt
      /v1/users/{user}/grants | {"type": "free", "credits": "1", "operationId": "a", "amount": 1} | field_unknown | amount
      /v1/prices/quote    | {}                                         | field_invalid | provider
      /v1/prices/quote    | {"provider": "openai"}                     | field_invalid | model
      /v1/prices/quote    | {"provider": "openai", "model": "m"}       | field_invalid | usage
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "usage": {}} | field_invalid | usage
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": 1} | field_invalid | tokens
      /v1/prices/quote    | {"provider": "openai", "model": "m", "usage": 1} | field_invalid | usage
      /v1/prices/quote    | {"provider": "anthropic", "model": "claude-sonnet-4-5", "tokens": {"webSearches": 1000000000000, "input": 1000000000000}} | field_invalid | tokens
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "at": "x"} | field_invalid | at
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "at": "-999999999-01-01T00:00:00Z"} | field_invalid | at
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "serviceTier": "x"} | field_invalid | serviceTier
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "usageFormat": "x"} | field_invalid | usageFormat
      /v1/prices/quote    | {"provider": "openai", "model": "m", "tokens": {"input": 1}, "billing": "byok"} | field_unknown | billing
      """)
  void namesTheFieldOfOtherBodies(String path, String body, String code, String fieldAtFault) {
    var reply = server.post(path.replace("{user}", USER.toString()), body);
    assertThat(reply.expectProblem(422, code).at("field")).isEqualTo(fieldAtFault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      # path and query                                  | code          | field
      /v1/messages?limit=0                            | field_invalid | limit
      /v1/messages?limit=-1                           | field_invalid | limit
      /v1/messages?limit=501                          | field_invalid | limit
      /v1/messages?limit=99999999999                  | field_invalid | limit
      /v1/messages?limit=ten                          | field_invalid | limit
      /v1/messages?limit=                             | field_invalid | limit
      /v1/messages?userId=42                          | field_invalid | userId
      /v1/messages?userId=1-1-1-1-1                   | field_invalid | userId
      /v1/messages?cursor=x                           | field_invalid | cursor
      /v1/messages?from=yesterday                     | field_invalid | from
      /v1/messages?to=2026-13-01                      | field_invalid | to
      /v1/messages?from=%2B999999999-12-31T23:59:59Z  | field_invalid | from
      /v1/messages?to=-999999999-01-01T00:00:00Z      | field_invalid | to
      /v1/messages?model=%00                          | field_invalid | model
      /v1/messages?clientRequestId=a%00b              | field_invalid | clientRequestId
      /v1/messages?user=1                             | field_unknown | user
      /v1/messages?USERID=1                           | field_unknown | USERID
      /v1/usage?groupBy=week                          | field_invalid | groupBy
      /v1/usage?groupBy=DAY                           | field_invalid | groupBy
      /v1/usage?from=2026-09-10T10:00:00Z             | field_invalid | from
      /v1/usage?to=x                                  | field_invalid | to
      /v1/usage?to=%2B999999999-12-31                 | field_invalid | to
      /v1/usage?from=-999999999-01-01                 | field_invalid | from
      /v1/usage?userId=x                              | field_invalid | userId
      /v1/usage?limit=5                               | field_unknown | limit
      /v1/users?limit=0                               | field_invalid | limit
      /v1/users?email=%00                             | field_invalid | email
      /v1/users?mail=a@b.c                            | field_unknown | mail
      /v1/users/{user}?x=1                            | field_unknown | x
      /v1/users/{user}/balance?at=now                 | field_unknown | at
      /v1/users/{user}/entries?grantId=x              | field_invalid | grantId
      /v1/users/{user}/entries?limit=1001             | field_invalid | limit
      /v1/users/{user}/entries?cursor=1               | field_invalid | cursor
      /v1/prices?provider=%00                         | field_invalid | provider
      /v1/prices?model=%00                            | field_invalid | model
      /v1/prices?at=noon                              | field_invalid | at
      /v1/prices?at=%2B999999999-12-31T23:59:59Z      | field_invalid | at
      /v1/prices?cursor=x                             | field_invalid | cursor
      /v1/prices?limit=501                            | field_invalid | limit
      """)
  void namesTheQueryParameter(String path, String code, String fieldAtFault) {
    var reply = server.get(path.replace("{user}", USER.toString()));
    assertThat(reply.expectProblem(422, code).at("field")).isEqualTo(fieldAtFault);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1, 404, route_unknown",
    "GET, /v1/message, 404, route_unknown",
    "POST, /v1/messages/, 404, route_unknown",
    "GET, /v1/users/a/b, 404, route_unknown",
    "GET, /../etc/passwd, 404, route_unknown",
    "GET, /V1/MESSAGES, 404, route_unknown",
    "PUT, /v1/messages, 405, method_not_allowed",
    "DELETE, /v1/messages/x, 405, method_not_allowed",
    "PUT, /v1/users/x, 405, method_not_allowed",
    "GET, /v1/prices/quote, 405, method_not_allowed",
    "POST, /healthz, 405, method_not_allowed",
    "BREW, /v1/users, 405, method_not_allowed",
    "GET, /v1/users/x, 404, user_not_found",
    "GET, /v1/users/%00, 404, user_not_found",
    "GET, /v1/users/x/balance, 404, user_not_found",
    "POST, /v1/users/x/grants, 404, user_not_found"
  })
  void knowsItsRoutes(String method, String path, int status, String code) {
    var body = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
    server.send(server.request(path).method(method, body)).expectProblem(status, code);
  }

  @Test
  void boundsTheIdempotencyKey() {
    for (var key : new String[] {"", " ", "x".repeat(201)}) {
      var reply = server.postOnce(key, "/v1/messages", Calls.call(USER));
      assertThat(reply.expectProblem(422, "field_invalid").at("field"))
          .isEqualTo("Idempotency-Key");
    }
  }
}
