package dev.tallystick.price;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A catalogue file, read: the prices that can be taken from it, and all that could not, by name.
/// `repaired` counts figures that were mended, by reason; `ignored` counts price keys for things
/// that a message does not count (images, seconds, pages).
public record PriceFile(
    Catalogue catalogue,
    String source,
    List<PriceDraft> drafts,
    List<Skipped> skipped,
    Map<String, Integer> repaired,
    Map<String, Integer> ignored) {
  /// An entry of the file that gives no price, and why.
  public record Skipped(String provider, String model, String reason) {}

  static final int FILE_BYTES_MAX = 64 << 20;

  public PriceFile {
    drafts = List.copyOf(drafts);
    skipped = List.copyOf(skipped);
    repaired = Collections.unmodifiableMap(new TreeMap<>(repaired));
    ignored = Collections.unmodifiableMap(new TreeMap<>(ignored));
  }

  /// Reads any of the three formats; which one, the content tells.
  ///
  /// @param name the file's name, kept as the source of its prices
  /// @throws IllegalArgumentException if the content is no price catalogue; the message says why
  public static PriceFile read(String name, byte[] content) {
    if (content.length > FILE_BYTES_MAX) {
      throw new IllegalArgumentException(name + " is larger than " + FILE_BYTES_MAX + " bytes");
    }
    var root = parse(name, content);
    if (root.isArray() && root.path(0).has("models")) return GenaiPricesFile.read(name, root);
    if (TallyFile.FORMAT.equals(root.path("format").asText())) return TallyFile.read(root);
    if (root.isObject() && LiteLlmFile.isOne(root)) return LiteLlmFile.read(name, root);
    throw new IllegalArgumentException(
        name
            + " is no price catalogue: expected genai-prices' data.json,"
            + " LiteLLM's model_prices_and_context_window.json or "
            + TallyFile.FORMAT);
  }

  private static JsonNode parse(String name, byte[] content) {
    try {
      return PriceJson.MAPPER.readTree(content);
    } catch (JacksonException failure) {
      throw new IllegalArgumentException(
          name + " is not JSON: " + failure.getOriginalMessage(), failure);
    } catch (IOException failure) {
      throw new IllegalArgumentException(name + " cannot be read", failure);
    }
  }
}
