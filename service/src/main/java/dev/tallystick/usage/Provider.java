package dev.tallystick.usage;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The providers of models, by one canonical id each: usage formats and prices are looked up by it.
public final class Provider {
  static final String ANTHROPIC = "anthropic";
  static final String AWS = "aws";
  static final String COHERE = "cohere";
  static final String OPENAI = "openai";
  static final String PERPLEXITY = "perplexity";
  static final String XAI = "x-ai";

  /// Canonical id by every spelling we know, the canonical one among them.
  private static final Map<String, String> IDS = ids();

  private Provider() {}

  /// The canonical id of a provider: case and spelling apart, so that `Vertex_AI`, `gemini` and
  /// `google.generative-ai` are all `google`. A name that is not known is itself, in lower case.
  public static String canonical(String name) {
    var exact = IDS.get(name);
    if (exact != null) return exact;
    var lower = name.strip().toLowerCase(Locale.ROOT);
    var id = IDS.get(lower.replace('_', '-').replace(' ', '-'));
    if (id != null) return id;
    // Libraries name the interface after the provider: `openai.chat`, `aws.bedrock`.
    int dot = lower.indexOf('.');
    var head = dot > 0 ? IDS.get(lower.substring(0, dot).replace('_', '-')) : null;
    return head == null ? lower : head;
  }

  /// Whether a canonical id is one of the known providers.
  public static boolean isKnown(String canonicalId) {
    return IDS.containsKey(canonicalId);
  }

  private static Map<String, String> ids() {
    var ids = new HashMap<String, String>();
    name(ids, ANTHROPIC, "claude");
    name(ids, OPENAI, "open-ai");
    name(ids, "google", "gemini", "vertex", "vertexai", "vertex-ai", "gcp", "google-vertex");
    name(ids, "google", "google-ai", "google-genai", "google-ai-studio", "google-vertex-ai");
    name(ids, "google", "vertex-ai-language-models", "vertex-ai-anthropic-models");
    name(ids, XAI, "xai", "grok");
    name(ids, AWS, "bedrock", "aws-bedrock", "amazon", "amazon-bedrock", "bedrock-converse");
    name(ids, "azure", "azure-openai", "azure-ai", "azure-ai-foundry", "microsoft");
    name(ids, "moonshotai", "moonshot", "moonshot-ai", "kimi");
    name(ids, "together", "togetherai", "together-ai");
    name(ids, "fireworks", "fireworksai", "fireworks-ai");
    name(ids, "mistral", "mistralai", "mistral-ai");
    name(ids, "zai", "z-ai");
    name(ids, "zhipuai", "zhipu", "zhipu-ai");
    name(ids, "deepseek", "deep-seek");
    name(ids, "openrouter", "open-router");
    name(ids, PERPLEXITY, "perplexity-ai");
    name(ids, COHERE, "cohere-chat");
    name(ids, "voyageai", "voyage", "voyage-ai");
    name(ids, "novita", "novita-ai");
    name(ids, "modal", "modal-ai");
    for (var id : new String[] {"groq", "cerebras", "avian", "doubleword", "minimax", "ovhcloud"}) {
      name(ids, id);
    }
    return Map.copyOf(ids);
  }

  private static void name(Map<String, String> ids, String id, String... aliases) {
    ids.put(id, id);
    for (var alias : aliases) ids.put(alias, id);
  }
}
