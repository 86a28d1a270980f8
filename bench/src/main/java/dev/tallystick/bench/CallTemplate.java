package dev.tallystick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// A model call as it is reported, made ready but for its id and its user, so that load is
/// generated at the price of a copy.
final class CallTemplate {
  static final String PROVIDER = "anthropic";
  static final String MODEL = "claude-sonnet-4-5";
  static final int OUTPUT_TOKENS = 50;
  static final int CACHE_WRITE_TOKENS = 120;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RESPONSE_TEXT_CHARS = 140;
  private static final int TURN_CHARS = 600;
  private static final int BYTES_PER_TOKEN = 4;
  private static final int UUID_CHARS = 36;
  private static final String START = "{\"id\":\"";
  private static final String USER = "\",\"userId\":\"";

  private final byte[] request;
  private final byte[] response;
  private final byte[] usage;
  private final int inputTokens;
  private final byte[] json;

  private CallTemplate(byte[] request, byte[] response, byte[] usage, int inputTokens) {
    this.request = request;
    this.response = response;
    this.usage = usage;
    this.inputTokens = inputTokens;
    var hole = "-".repeat(UUID_CHARS);
    this.json =
        "%s%s%s%s\",\"provider\":\"%s\",\"model\":\"%s\",\"request\":%s,\"response\":%s,\"usage\":%s}"
            .formatted(
                START,
                hole,
                USER,
                hole,
                PROVIDER,
                MODEL,
                utf8(request),
                utf8(response),
                utf8(usage))
            .getBytes(StandardCharsets.UTF_8);
  }

  /// Different calls whose requests have `requestBytes` each and whose usage is the same.
  static List<CallTemplate> of(int requestBytes, int count) {
    var prose = new Prose(requestBytes);
    return IntStream.range(0, count).mapToObj(_ -> of(prose, requestBytes)).toList();
  }

  private static CallTemplate of(Prose prose, int requestBytes) {
    int inputTokens = requestBytes / BYTES_PER_TOKEN;
    var usage =
        NODES
            .objectNode()
            .put("input_tokens", inputTokens)
            .put("cache_creation_input_tokens", CACHE_WRITE_TOKENS)
            .put("cache_read_input_tokens", 0)
            .put("output_tokens", OUTPUT_TOKENS);
    var response = message("assistant", prose.text(RESPONSE_TEXT_CHARS));
    response.put("stop_reason", "end_turn");
    return new CallTemplate(
        conversation(prose, requestBytes), bytes(response), bytes(usage), inputTokens);
  }

  /// Turns of a conversation; the last is cut so that the whole has the size wanted.
  private static byte[] conversation(Prose prose, int requestBytes) {
    var turns = NODES.arrayNode();
    int size = bytes(turns).length;
    while (true) {
      var role = turns.size() % 2 == 0 ? "user" : "assistant";
      int overhead = bytes(message(role, "")).length + (turns.isEmpty() ? 0 : 1);
      int left = requestBytes - size - overhead;
      // What is left must not be too short for a turn of its own.
      boolean isLast = left < 2 * TURN_CHARS;
      turns.add(message(role, fitting(prose, isLast ? left : TURN_CHARS)));
      if (isLast) return bytes(turns);
      size = bytes(turns).length;
    }
  }

  /// Text that takes `chars` bytes as JSON.
  private static String fitting(Prose prose, int chars) {
    var text = prose.text(Math.max(1, chars));
    while (bytes(NODES.textNode(text)).length - 2 > chars && text.length() > 1) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  private static ObjectNode message(String role, String content) {
    return NODES.objectNode().put("role", role).put("content", content);
  }

  private static byte[] bytes(com.fasterxml.jackson.databind.JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  byte[] request() {
    return request;
  }

  byte[] response() {
    return response;
  }

  byte[] usage() {
    return usage;
  }

  int inputTokens() {
    return inputTokens;
  }

  /// How many bytes [#write] takes.
  int length() {
    return json.length;
  }

  /// Writes the call with this id and user.
  void write(byte[] target, int at, UUID id, UUID user) {
    System.arraycopy(json, 0, target, at, json.length);
    write(target, at + START.length(), id);
    write(target, at + START.length() + UUID_CHARS + USER.length(), user);
  }

  private static void write(byte[] target, int at, UUID value) {
    var text = value.toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, target, at, UUID_CHARS);
  }
}
