package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a model said must never keep its call from being metered.
class OddTextTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @ParameterizedTest
  @CsvSource({
    "a\\u0000b, a\uFFFDb",
    "\\ud800, \uFFFD",
    "\\udc00\\ud800, \uFFFD\uFFFD",
    "\\uD83D x, \uFFFD x",
    "\\ud83d\\ude00\\u0000, \uD83D\uDE00\uFFFD"
  })
  void replacesEscapesThatNoDatabaseHolds(String escaped, String stored) {
    var id = UUID.randomUUID();
    var reply = server.post("/v1/messages", call(id, quoted(escaped))).expect(201);
    assertThat(reply.at("warnings.0.code")).isEqualTo("text_repaired");
    assertThat(response(id)).isEqualTo(stored);
    server.post("/v1/messages", call(id, quoted(escaped))).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "\\\\u0000, \\u0000",
    "\\ud83d\\ude00, \uD83D\uDE00",
    "\\\\\\\\ud800, \\\\ud800",
    "x\\u0001x, x\u0001x"
  })
  void leavesOtherEscapesAlone(String escaped, String stored) {
    var id = UUID.randomUUID();
    var reply = server.post("/v1/messages", call(id, quoted(escaped))).expect(201);
    assertThat(reply.json().path("warnings")).isEmpty();
    assertThat(response(id)).isEqualTo(stored);
  }

  @Test
  void replacesBytesThatAreNotUtf8() {
    var id = UUID.randomUUID();
    var body = withBadBytes(call(id, quoted("a?b")));
    var reply = server.post("/v1/messages", body).expect(201);
    assertThat(reply.at("warnings.0.code")).isEqualTo("text_repaired");
    assertThat(response(id)).isEqualTo("a\uFFFDb");
    assertThat(server.post("/v1/messages", body).expect(200).at("replayed")).isEqualTo("true");
  }

  @Test
  void warnsOnlyTheMessageWhoseBytesWereReplaced() {
    var whole = call(UUID.randomUUID(), quoted("é"));
    var odd = call(UUID.randomUUID(), quoted("?"));
    var body = withBadBytes("[" + whole + "," + odd + "]");
    var outcomes = server.post("/v1/messages", body).expect(200);
    assertThat(outcomes.json().at("/0/warnings")).isEmpty();
    assertThat(outcomes.at("1.warnings.0.code")).isEqualTo("text_repaired");
  }

  /// UTF-8, but for question marks, which become bytes that it does not have.
  private static byte[] withBadBytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '?') bytes[i] = (byte) 0xFF;
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999", "-1E+2147483647", "[{\"n\": 1e131073}]"})
  void keepsNumbersAsTextThatNoDatabaseHolds(String number) {
    var id = UUID.randomUUID();
    var reply = server.post("/v1/messages", call(id, number)).expect(201);
    assertThat(reply.at("warnings.0.code")).isEqualTo("body_stored_as_text");
    assertThat(reply.at("status")).isEqualTo("charged");
    assertThat(response(id)).isEqualTo(number);
    assertThat(server.post("/v1/messages", call(id, number)).expect(200).at("replayed"))
        .isEqualTo("true");
  }

  @Test
  void keepsANumberOfManyDigits() {
    var id = UUID.randomUUID();
    server.post("/v1/messages", call(id, "9".repeat(5_000))).expect(201);
    assertThat(response(id)).isEqualTo("9".repeat(5_000));
  }

  @Test
  void storesTheNeighboursOfANumberThatNoDatabaseHolds() {
    var odd = call(UUID.randomUUID(), "1e999999");
    var body = "[" + call(UUID.randomUUID(), "1") + "," + odd + "," + call(UUID.randomUUID(), "2");
    var outcomes = server.post("/v1/messages", body + "]").expect(200).json();
    assertThat(Reply.each(outcomes, "status")).containsExactly("charged", "charged", "charged");
    assertThat(outcomes.at("/0/warnings")).isEmpty();
    assertThat(outcomes.at("/2/warnings")).isEmpty();
  }

  @Test
  void repairsLabelsToo() {
    var user = server.user();
    var body =
        Calls.call(user).put("clientId", "?").toString().replace("\"?\"", "\"a\\u0000b\\ud800\"");
    var reply = server.post("/v1/messages", body).expect(201);
    var stored = server.get("/v1/messages/" + reply.at("id")).expect(200);
    assertThat(stored.at("clientId")).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(server.post("/v1/messages", body).expect(200).at("replayed")).isEqualTo("true");
  }

  private static String quoted(String escaped) {
    return '"' + escaped + '"';
  }

  /// A call whose response is this JSON.
  private static String call(UUID id, String response) {
    return """
        {"id": "%s", "userId": "%s", "provider": "openai", "model": "gpt-5-mini",
         "request": ["hi"], "response": %s, "tokens": {"input": 1, "output": 1}}
        """
        .formatted(id, USER, response)
        .strip();
  }

  private static final UUID USER = server.user();

  private static String response(UUID id) {
    return server.get("/v1/messages/" + id).expect(200).at("response");
  }
}
