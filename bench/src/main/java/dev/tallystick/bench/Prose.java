package dev.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Text that reads like a coding agent's conversations, English mixed with code, as long as wanted.
/// Each word follows one that it follows in the product's own demonstration; names and numbers are
/// made up in between, because PostgreSQL compresses large values and text that repeats itself
/// would flatter it.
final class Prose {
  private static final String CONVERSATIONS = "/dev/tallystick/cli/conversations.json";
  private static final int ONE_NAME_IN = 6;

  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> followers = new HashMap<>();
  private final Random random;

  /// The same seed makes the same text.
  Prose(long seed) {
    this.random = new Random(seed);
    try (var in = Prose.class.getResourceAsStream(CONVERSATIONS)) {
      for (var conversation : new ObjectMapper().readTree(in)) {
        for (var message : conversation.path("messages")) learn(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(JsonNode message) {
    var last = "";
    for (var word : message.path("content").asText().split("(?<=\\s)", -1)) {
      words.add(word);
      followers.computeIfAbsent(last, _ -> new ArrayList<>()).add(word);
      last = word;
    }
  }

  /// Text of so many characters, all of them ASCII.
  String text(int chars) {
    var text = new StringBuilder(chars + 40);
    var word = any(words);
    while (text.length() < chars) {
      text.append(random.nextInt(ONE_NAME_IN) == 0 ? name() : word);
      word = any(followers.getOrDefault(word, words));
    }
    text.setLength(chars);
    return text.toString();
  }

  /// An identifier, or a number.
  private String name() {
    return switch (random.nextInt(3)) {
      case 0 -> letters(any(words)) + "_" + letters(any(words)) + "(" + random.nextInt(1000) + ") ";
      case 1 -> Integer.toHexString(random.nextInt()) + " ";
      default -> random.nextInt(100_000) + ", ";
    };
  }

  private static String letters(String word) {
    return word.replaceAll("[^A-Za-z]", "");
  }

  private String any(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
