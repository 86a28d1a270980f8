package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.message.Billing;
import dev.tallystick.message.NewMessage;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Normalisation;
import dev.tallystick.usage.UsageFormat;
import dev.tallystick.usage.UsageNormaliser;
import dev.tallystick.usage.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads one message from its JSON. Bodies are cut out of the text as they stand and never turned
/// into objects: the database parses them once.
///
/// One reader reads one message; not thread-safe.
final class MessageReader {
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "userId",
          "clientId",
          "clientRequestId",
          "provider",
          "model",
          "responseModel",
          "serviceTier",
          "region",
          "billing",
          "request",
          "response",
          "usage",
          "usageFormat",
          "tokens",
          "latencyMs",
          "finishedAt");

  private static final int LABEL_CHARS_MAX = 200;
  private static final int PROVIDER_CHARS_MAX = 100;
  private static final int MODEL_CHARS_MAX = 300;
  private static final long TOKENS_MAX = 10_000_000_000L;
  private static final long WEB_SEARCHES_MAX = 1_000_000;
  private static final long LATENCY_MS_MAX = Duration.ofDays(30).toMillis();
  private static final Instant FINISHED_AT_MIN = Instant.parse("2015-01-01T00:00:00Z");

  /// Clocks of clients differ; a message from tomorrow is a mistake.
  private static final Duration FINISHED_AT_AHEAD_MAX = Duration.ofDays(1);

  /// Goes with a message some of whose text PostgreSQL could not have held.
  static final Warning TEXT_REPAIRED =
      new Warning(
          "text_repaired",
          "what no database can hold as text (NUL, half surrogate pairs, bytes that are not UTF-8)"
              + " became U+FFFD");

  private final byte[] body;

  /// Where the message begins in the body; the parser counts from there.
  private final int start;

  private final Map<String, String> text = new HashMap<>();
  private @Nullable JsonText request;
  private @Nullable JsonText response;
  private @Nullable JsonText usage;
  private @Nullable JsonText tokens;
  private @Nullable Long latencyMs;

  private MessageReader(byte[] body, int start) {
    this.body = body;
    this.start = start;
  }

  /// Reads one of the messages of a body.
  ///
  /// @param id makes the id of a message that names none
  /// @throws Problem.Refused naming the field at fault
  static NewMessage read(
      MessageBodies.Cut cut, MessageBodies.Slice slice, Supplier<UUID> id, Instant now) {
    var body = cut.utf8();
    int from = slice.from();
    int to = slice.to();
    boolean isRepaired = JsonText.repair(body, from, to) > 0 || cut.isRepaired(slice);
    var reader = new MessageReader(body, from);
    try (var parser = Json.FACTORY.createParser(body, from, to - from)) {
      reader.readFields(parser);
    } catch (JsonProcessingException e) {
      throw Fields.malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return reader.message(id, now, isRepaired);
  }

  private void readFields(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Problem.of(Problem.Code.MALFORMED_JSON, "a message must be a JSON object").refused();
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var value = parser.nextToken();
      if (!FIELDS.contains(name)) throw Fields.unknown(name, FIELDS);
      switch (name) {
        case "request" -> request = slice(parser, value);
        case "response" -> response = slice(parser, value);
        case "usage" -> usage = slice(parser, value);
        case "tokens" -> tokens = slice(parser, value);
        case "latencyMs" -> latencyMs = latency(parser, value);
        default -> readText(parser, name, value);
      }
    }
    if (parser.nextToken() != null) {
      throw Problem.of(
              Problem.Code.MALFORMED_JSON, "there is more after the message; send one a line")
          .refused();
    }
  }

  private void readText(JsonParser parser, String name, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) return;
    if (value != JsonToken.VALUE_STRING) throw Fields.invalid(name, "must be text");
    text.put(name, parser.getText());
  }

  private static @Nullable Long latency(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) return null;
    if (value == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long millis = parser.getLongValue();
      if (millis >= 0 && millis <= LATENCY_MS_MAX) return millis;
    }
    throw Fields.invalid("latencyMs", "must be a whole number from 0 to " + LATENCY_MS_MAX);
  }

  private @Nullable JsonText slice(JsonParser parser, JsonToken value) throws IOException {
    int from = start + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = start + (int) parser.currentLocation().getByteOffset();
    return value == JsonToken.VALUE_NULL ? null : JsonText.slice(body, from, to);
  }

  private NewMessage message(Supplier<UUID> newId, Instant now, boolean isRepaired) {
    var id = text("id", 100).map(value -> Fields.uuid("id", value)).orElseGet(newId);
    var userId = Fields.uuid("userId", Fields.required("userId", text("userId", 100)));
    var provider = Fields.required("provider", text("provider", PROVIDER_CHARS_MAX));
    var model = Fields.required("model", text("model", MODEL_CHARS_MAX));
    var counted = counted(provider);
    var warnings = new ArrayList<>(counted.warnings());
    if (isRepaired) warnings.add(TEXT_REPAIRED);
    return new NewMessage(
        id,
        userId,
        text("clientId", LABEL_CHARS_MAX),
        text("clientRequestId", LABEL_CHARS_MAX),
        provider,
        model,
        text("responseModel", MODEL_CHARS_MAX).or(() -> counted.model().map(MessageReader::cut)),
        serviceTier(text("serviceTier", 100), counted.serviceTier()),
        text("region", 100),
        billing(),
        Optional.ofNullable(request),
        Optional.ofNullable(response),
        usage != null ? usage : Objects.requireNonNull(tokens),
        counted.usage(),
        Optional.ofNullable(latencyMs),
        finishedAt(now),
        warnings);
  }

  private Optional<String> text(String name, int lengthMax) {
    return Optional.ofNullable(text.get(name))
        .map(value -> Fields.checkedText(name, value, lengthMax));
  }

  private static String cut(String model) {
    return model.length() <= MODEL_CHARS_MAX ? model : model.substring(0, MODEL_CHARS_MAX);
  }

  /// The tier a client names, or else the one the response names.
  static ServiceTier serviceTier(Optional<String> named, Optional<String> ofResponse) {
    return named
        .map(
            name ->
                ServiceTier.named(name)
                    .orElseThrow(
                        () ->
                            Fields.invalid(
                                "serviceTier", "must be standard, batch, flex or priority")))
        .or(() -> ofResponse.flatMap(ServiceTier::named))
        .orElse(ServiceTier.STANDARD);
  }

  private Billing billing() {
    try {
      return text("billing", 100).map(Billing::ofWord).orElse(Billing.CHARGE);
    } catch (IllegalArgumentException _) {
      throw Fields.invalid("billing", "must be charge, byok or cache_hit");
    }
  }

  private Optional<Instant> finishedAt(Instant now) {
    var at = text("finishedAt", 100).map(value -> Fields.instant("finishedAt", value));
    if (at.isPresent()
        && (at.get().isBefore(FINISHED_AT_MIN)
            || at.get().isAfter(now.plus(FINISHED_AT_AHEAD_MAX)))) {
      throw Fields.invalid("finishedAt", "must be between 2015 and now");
    }
    return at;
  }

  private Normalisation.Normalised counted(String provider) {
    if (usage != null && tokens != null) {
      throw Fields.invalid("tokens", "and usage exclude each other: send one of them");
    }
    var normalisation =
        tokens != null
            ? UsageNormaliser.plain(tree(tokens))
            : UsageNormaliser.normalise(provider, format(), tree(requiredUsage()));
    return required(tokens != null ? "tokens" : "usage", normalisation);
  }

  /// @param fieldAsked where the counts stand
  static Normalisation.Normalised required(String fieldAsked, Normalisation normalisation) {
    return switch (normalisation) {
      case Normalisation.Normalised normalised -> bounded(fieldAsked, normalised);
      case Normalisation.Refused(var field, var reason) -> throw Fields.invalid(field, reason);
    };
  }

  /// What no single call can be is refused before it becomes a debt that no account holds.
  private static Normalisation.Normalised bounded(
      String field, Normalisation.Normalised normalised) {
    if (normalised.usage().totalTokens() > TOKENS_MAX
        || normalised.usage().webSearches() > WEB_SEARCHES_MAX) {
      throw Fields.invalid(
          field,
          "must count at most %d tokens and %d web searches"
              .formatted(TOKENS_MAX, WEB_SEARCHES_MAX));
    }
    return normalised;
  }

  private JsonText requiredUsage() {
    if (usage == null) {
      throw Fields.invalid(
          "usage",
          "is missing: send the provider's usage object, or tokens with counts of your own"
              + " (estimated: true if the stream broke off)");
    }
    return usage;
  }

  private @Nullable UsageFormat format() {
    return text("usageFormat", 100).map(MessageReader::format).orElse(null);
  }

  static UsageFormat format(String name) {
    return UsageFormat.of(name)
        .orElseThrow(
            () -> Fields.invalid("usageFormat", "must be one of " + UsageFormat.allowed()));
  }

  private static JsonNode tree(JsonText json) {
    try {
      return Json.MAPPER.readTree(json.utf8());
    } catch (JsonProcessingException e) {
      throw Fields.malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
