package dev.tallystick.price;

import java.util.Locale;
import java.util.Map;

/// Who sells what, in LiteLLM's words and in ours. Its keys mix provider, region and model
/// (`azure/eu/gpt-4o`, `us.anthropic.claude-…`), and its provider names tell APIs apart that send
/// one bill. Ours are the ids of genai-prices; a provider it lacks keeps LiteLLM's name.
final class LiteLlmProviders {
  private static final Map<String, String> CANONICAL =
      Map.ofEntries(
          Map.entry("amazon_nova", "aws"),
          Map.entry("azure_ai", "azure"),
          Map.entry("azure_text", "azure"),
          Map.entry("bedrock", "aws"),
          Map.entry("bedrock_converse", "aws"),
          Map.entry("bedrock_mantle", "aws"),
          Map.entry("codestral", "mistral"),
          Map.entry("cohere_chat", "cohere"),
          Map.entry("fireworks_ai", "fireworks"),
          Map.entry("fireworks_ai-embedding-models", "fireworks"),
          Map.entry("gemini", "google"),
          Map.entry("moonshot", "moonshotai"),
          Map.entry("palm", "google"),
          Map.entry("sagemaker", "aws"),
          Map.entry("text-completion-codestral", "mistral"),
          Map.entry("text-completion-inception", "inception"),
          Map.entry("text-completion-openai", "openai"),
          Map.entry("together_ai", "together"),
          Map.entry("voyage", "voyageai"),
          Map.entry("xai", "x-ai"));

  private LiteLlmProviders() {}

  static String canonical(String provider) {
    var name = provider.toLowerCase(Locale.ROOT);
    if (name.startsWith("vertex_ai")) return "google";
    return CANONICAL.getOrDefault(name, name);
  }

  /// The model's name at its provider: the key without the word that routes a call there.
  static String model(String key, String provider) {
    var slash = key.indexOf('/');
    if (slash < 0) return key;
    var route = key.substring(0, slash).replace('-', '_');
    return provider.replace('-', '_').startsWith(route) ? key.substring(slash + 1) : key;
  }
}
