package dev.tallystick.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.usage.Normalisation.Normalised;
import dev.tallystick.usage.Normalisation.Refused;
import dev.tallystick.usage.UsageEncoders.Encoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Properties over seeded random usages: what the formats have in common.
final class UsageRoundTripTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  static final List<Encoder> ENCODERS = UsageEncoders.ALL;

  @ParameterizedTest
  @FieldSource("ENCODERS")
  void theSameUsageComesBackFromEveryFormat(Encoder encoder) {
    for (long seed = 0; seed < 5_000; seed++) {
      var usage = anyUsage(new Random(seed), encoder.kinds());
      var raw = encoder.encode().apply(usage);
      // Plain counts are never looked for: they are asked for.
      var named = encoder.format() == UsageFormat.PLAIN ? UsageFormat.PLAIN : null;
      for (var format : Arrays.asList(named, encoder.format())) {
        var normalised = UsageNormaliser.normalise(encoder.provider(), format, raw);
        assertThat(normalised)
            .as("seed %d: %s", seed, raw)
            .isInstanceOfSatisfying(
                Normalised.class,
                it -> {
                  assertThat(it.usage()).isEqualTo(usage);
                  assertThat(it.format()).isEqualTo(encoder.format());
                  assertThat(it.warnings()).isEmpty();
                });
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ENCODERS")
  void aStreamThatRepeatsItsUsageCountsItOnce(Encoder encoder) {
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var earlier = encoder.encode().apply(anyUsage(random, Set.of()));
      var usage = anyUsage(random, encoder.kinds());
      var last = encoder.encode().apply(usage);
      var stream = NODES.arrayNode().add(earlier).add(last).add(last);
      assertThat(UsageNormaliser.normalise(encoder.provider(), encoder.format(), stream))
          .as("seed %d: %s", seed, stream)
          .isInstanceOfSatisfying(Normalised.class, it -> assertThat(it.usage()).isEqualTo(usage));
    }
  }

  /// The same keys with values of all kinds: what a hostile or broken sender may write.
  @Test
  void garbageIsNormalisedOrRefusedAndNeverThrows() {
    var keys = new TreeSet<>(List.of("usage", "response", "message", "metadata", "service_tier"));
    for (var encoder : ENCODERS) collectKeys(encoder.encode().apply(Usage.NONE), keys);
    var vocabulary = List.copyOf(keys);
    var providers = List.of("openai", "anthropic", "google", "aws", "xai", "perplexity", "?", "");
    int normalised = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      var random = new Random(seed);
      var raw = anyJson(random, vocabulary, 4);
      var provider = providers.get(random.nextInt(providers.size()));
      var encoder = ENCODERS.get(random.nextInt(ENCODERS.size()));
      var format = random.nextBoolean() ? encoder.format() : null;
      var outcome = UsageNormaliser.normalise(provider, format, raw);
      switch (outcome) {
        case Normalised _ -> normalised++;
        case Refused(var field, var reason) -> {
          assertThat(field).as("seed %d: %s", seed, raw).startsWith("usage");
          assertThat(reason).isNotBlank();
        }
      }
      assertThat(UsageNormaliser.plain(raw)).isNotNull();
    }
    assertThat(normalised).as("garbage that still counts something").isPositive();
  }

  private static Usage anyUsage(Random random, Set<Kind> kinds) {
    return new Usage(
        anyCount(random, kinds, Kind.INPUT),
        anyCount(random, kinds, Kind.OUTPUT),
        anyCount(random, kinds, Kind.CACHE_READ),
        anyCount(random, kinds, Kind.CACHE_WRITE),
        anyCount(random, kinds, Kind.CACHE_WRITE_1H),
        anyCount(random, kinds, Kind.REASONING),
        anyCount(random, kinds, Kind.AUDIO_INPUT),
        anyCount(random, kinds, Kind.AUDIO_OUTPUT),
        anyCount(random, kinds, Kind.WEB_SEARCH));
  }

  private static long anyCount(Random random, Set<Kind> kinds, Kind kind) {
    if (!kinds.contains(kind)) return 0;
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong(10);
      case 2 -> random.nextLong(1_000_000);
      default -> random.nextLong(Usage.COUNT_MAX / 10);
    };
  }

  private static JsonNode anyJson(Random random, List<String> keys, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> NODES.numberNode(random.nextLong());
      case 1, 2 -> NODES.numberNode(random.nextInt(1000));
      case 3 -> NODES.numberNode(Usage.COUNT_MAX);
      case 4 -> NODES.numberNode(random.nextBoolean() ? Double.NaN : random.nextGaussian() * 1e13);
      case 5 -> NODES.textNode(keys.get(random.nextInt(keys.size())));
      case 6 -> NODES.nullNode();
      case 7 -> NODES.booleanNode(random.nextBoolean());
      case 8 -> anyArray(random, keys, depth);
      default -> anyObject(random, keys, depth);
    };
  }

  private static ArrayNode anyArray(Random random, List<String> keys, int depth) {
    var array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) array.add(anyJson(random, keys, depth - 1));
    return array;
  }

  private static ObjectNode anyObject(Random random, List<String> keys, int depth) {
    var object = NODES.objectNode();
    for (int i = random.nextInt(12); i > 0; i--) {
      object.set(keys.get(random.nextInt(keys.size())), anyJson(random, keys, depth - 1));
    }
    return object;
  }

  private static void collectKeys(JsonNode node, Set<String> keys) {
    for (var entry : node.properties()) {
      keys.add(entry.getKey());
      collectKeys(entry.getValue(), keys);
    }
    if (node.isArray()) {
      for (var element : node) collectKeys(element, keys);
    }
  }
}
