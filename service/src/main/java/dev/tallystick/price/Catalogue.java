package dev.tallystick.price;

import java.util.Arrays;
import java.util.Optional;

/// Where a price comes from, the one that wins first: where two catalogues price the same model and
/// tier at the same time, the constant declared earlier is believed.
public enum Catalogue {
  /// Prices of the operator's own: negotiated rates, own models.
  CUSTOM("custom"),
  /// pydantic/genai-prices: reviewed by hand and dated.
  GENAI_PRICES("genai-prices"),
  /// BerriAI/litellm: the widest, with service tiers, but undated and with frequent errors.
  LITELLM("litellm"),
  /// The figures that ship with the product.
  BUILT_IN("built-in");

  private final String jsonName;

  Catalogue(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The name of this catalogue in JSON and in the table.
  public String jsonName() {
    return jsonName;
  }

  /// The catalogue of that [#jsonName].
  public static Optional<Catalogue> named(String name) {
    return Arrays.stream(values()).filter(each -> each.jsonName.equals(name)).findFirst();
  }
}
