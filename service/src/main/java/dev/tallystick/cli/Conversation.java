package dev.tallystick.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A conversation with a model, to be replayed as the model calls that made it: call k has as
/// request all messages before the k-th answer, and that answer as response.
///
/// @param messages objects with `role` and `content`
public record Conversation(String name, List<JsonNode> messages) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// A rule of thumb for English and code.
  private static final int BYTES_PER_TOKEN = 4;

  public Conversation {
    messages = List.copyOf(messages);
  }

  /// Who answers in a replay, and how they write usage down.
  public enum Maker {
    ANTHROPIC("anthropic", "claude-sonnet-4-5"),
    OPENAI("openai", "gpt-5-mini"),
    GOOGLE("google", "gemini-2.5-pro"),
    DEEPSEEK("deepseek", "deepseek-chat");

    private final String provider;
    private final String model;

    Maker(String provider, String model) {
      this.provider = provider;
      this.model = model;
    }

    /// Usage as this maker's API returns it.
    ///
    /// @param cached of the input, what the call before had sent already
    ObjectNode usage(long cached, long fresh, long output) {
      var usage = NODES.objectNode();
      switch (this) {
        case ANTHROPIC -> {
          usage.put("input_tokens", 4).put("cache_read_input_tokens", cached);
          usage.put("cache_creation_input_tokens", fresh).put("output_tokens", output);
        }
        case OPENAI, DEEPSEEK -> {
          usage.put("prompt_tokens", cached + fresh).put("completion_tokens", output);
          usage.put("total_tokens", cached + fresh + output);
          usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        }
        case GOOGLE -> {
          usage.put("promptTokenCount", cached + fresh).put("cachedContentTokenCount", cached);
          usage.put("candidatesTokenCount", output).put("thoughtsTokenCount", output / 2);
          usage.put("totalTokenCount", cached + fresh + output + output / 2);
        }
      }
      return usage;
    }
  }

  /// The calls as bodies of `POST /v1/messages`. Ids follow from the user and the position, so that
  /// a second replay is recognised.
  public List<ObjectNode> calls(UUID userId, Maker maker) {
    var calls = new ArrayList<ObjectNode>();
    long sentBefore = 0;
    for (int at = 0; at < messages.size(); at++) {
      var answer = messages.get(at);
      if (!answer.path("role").asText().equals("assistant")) continue;
      var request = NODES.arrayNode().addAll(messages.subList(0, at));
      long input = tokens(request);
      calls.add(call(userId, maker, calls.size(), request, answer));
      calls
          .getLast()
          .set("usage", maker.usage(sentBefore, Math.max(1, input - sentBefore), tokens(answer)));
      sentBefore = input;
    }
    return calls;
  }

  private ObjectNode call(UUID userId, Maker maker, int index, ArrayNode request, JsonNode answer) {
    var call = NODES.objectNode();
    call.put("id", id(userId, index).toString());
    call.put("userId", userId.toString());
    call.put("clientId", "demo");
    call.put("clientRequestId", name + "-" + index);
    call.put("provider", maker.provider);
    call.put("model", maker.model);
    call.set("request", request);
    call.set("response", answer);
    call.put("latencyMs", 400 + 37L * index);
    return call;
  }

  private UUID id(UUID userId, int index) {
    var text = userId + "/" + name + "/" + index;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long tokens(JsonNode text) {
    return Math.max(1, text.toString().length() / BYTES_PER_TOKEN);
  }
}
