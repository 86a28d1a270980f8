package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Good bodies, spoiled at random.
class FuzzTest {
  private static final int BODIES = 2_000;

  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// Values that stand where others are expected.
  private static final List<JsonNode> VALUES =
      List.of(
          Reply.parse("null"),
          Reply.parse("true"),
          Reply.parse("-1"),
          Reply.parse("0.5"),
          Reply.parse("1e400"),
          Reply.parse("1000000000000"),
          Reply.parse("9223372036854775808"),
          Reply.parse("\"\""),
          Reply.parse("\"\\u0000\\ud800\""),
          Reply.parse("\"priority\""),
          Reply.parse("[]"),
          Reply.parse("{}"),
          Reply.parse("[[{\"a\": [null]}]]"));

  private static final UUID USER = server.userWith("1000");

  @Test
  void neverFailsTheServer() {
    for (int seed = 0; seed < BODIES; seed++) {
      var random = new Random(seed);
      var body = spoiled(random);
      var reply = server.post("/v1/messages", body);
      assertThat(reply.status())
          .as("seed %d: %s → %s", seed, new String(body, StandardCharsets.UTF_8), reply.text())
          .isBetween(200, 499);
    }
  }

  @Test
  void neverFailsTheServerWithListsAndQuotes() {
    for (int seed = 0; seed < BODIES / 10; seed++) {
      var random = new Random(seed);
      var one = new String(spoiled(random), StandardCharsets.ISO_8859_1);
      var other = new String(spoiled(random), StandardCharsets.ISO_8859_1);
      var lines = (one + "\n" + other).getBytes(StandardCharsets.ISO_8859_1);
      var list = ("[" + one + "," + other + "]").getBytes(StandardCharsets.ISO_8859_1);
      for (var path : List.of("/v1/messages", "/v1/prices/quote", "/v1/users")) {
        for (var body : List.of(lines, list)) {
          var reply = server.post(path, body);
          assertThat(reply.status()).as("seed %d: %s", seed, reply.text()).isBetween(200, 499);
          assertThat(reply.text()).as("seed %d", seed).doesNotContain("\"internal\"");
        }
      }
    }
  }

  private static byte[] spoiled(Random random) {
    var call = Calls.call(USER);
    call.put("id", new UUID(0, random.nextInt(500)).toString());
    for (int i = random.nextInt(3); i > 0; i--) change(random, call);
    var body = call.toString();
    if (random.nextInt(4) == 0) body = withDuplicate(random, body);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(20) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }

  /// Drops a field, here or further in, or gives it another's value.
  private static void change(Random random, ObjectNode object) {
    var names = object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    if (names.isEmpty()) return;
    var name = names.get(random.nextInt(names.size()));
    if (object.get(name) instanceof ObjectNode inner && random.nextBoolean()) {
      change(random, inner);
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, VALUES.get(random.nextInt(VALUES.size())));
      default -> object.set(name, object.get(names.get(random.nextInt(names.size()))).deepCopy());
    }
  }

  private static String withDuplicate(Random random, String body) {
    var names = MessageReader.FIELDS.stream().sorted().toList();
    var name = names.get(random.nextInt(names.size()));
    var value = VALUES.get(random.nextInt(VALUES.size()));
    return body.substring(0, body.length() - 1) + ",\"" + name + "\":" + value + "}";
  }
}
