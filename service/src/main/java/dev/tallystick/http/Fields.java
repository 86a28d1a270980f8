package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.StoredTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The fields of a small JSON object: each is read with the type it must have, and what is wrong is
/// answered with the field's name.
final class Fields {
  private static final ValueRange YEARS = ValueRange.of(1, 9_999);

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /// The fields of a body, of which only `known` are allowed.
  static Fields of(byte[] body, Set<String> known) {
    return of(parse(body), known);
  }

  /// The fields of a value, of which only `known` are allowed.
  static Fields of(JsonNode node, Set<String> known) {
    if (!node.isObject()) {
      throw Problem.of(Code.MALFORMED_JSON, "the body must be a JSON object").refused();
    }
    for (var name : (Iterable<String>) node::fieldNames) {
      if (!known.contains(name)) throw unknown(name, known);
    }
    return new Fields(node);
  }

  static Problem.Refused unknown(String name, Set<String> known) {
    var names = String.join(", ", known.stream().sorted().toList());
    return Problem.ofField(Code.FIELD_UNKNOWN, name, "is not a field here; there are " + names)
        .refused();
  }

  /// The value that a word names.
  ///
  /// @param field where the word stands, in the body or the query
  static <T> T oneOf(String field, String word, T[] values, Function<T, String> wordOf) {
    return Arrays.stream(values)
        .filter(value -> wordOf.apply(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    field,
                    "must be one of "
                        + Arrays.stream(values).map(wordOf).collect(Collectors.joining(", "))));
  }

  /// A body that is one JSON value.
  static JsonNode parse(byte[] body) {
    try {
      var node = Json.MAPPER.readTree(body);
      if (node.isMissingNode()) {
        throw Problem.of(Code.MALFORMED_JSON, "the body is empty").refused();
      }
      return node;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("reading from memory", e);
    }
  }

  /// Where and why JSON could not be read.
  static Problem.Refused malformed(JsonProcessingException e) {
    var location = e.getLocation();
    var where =
        location == null
            ? ""
            : "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    var path =
        e.getProcessor() instanceof com.fasterxml.jackson.core.JsonParser parser
            ? field(parser)
            : Optional.<String>empty();
    // Jackson goes on to say how its caller could allow it, which is nothing to our caller.
    var what = e.getOriginalMessage().split(": enable ", 2)[0];
    return new Problem(Code.MALFORMED_JSON, where + what, path, Optional.empty()).refused();
  }

  /// Where a parser stands, as `usage.prompt_tokens`.
  private static Optional<String> field(com.fasterxml.jackson.core.JsonParser parser) {
    var pointer = parser.getParsingContext().pathAsPointer().toString();
    return pointer.isEmpty()
        ? Optional.empty()
        : Optional.of(pointer.substring(1).replace('/', '.'));
  }

  static Problem.Refused invalid(String field, String detail) {
    return Problem.ofField(Code.FIELD_INVALID, field, detail).refused();
  }

  private Optional<JsonNode> present(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  /// The JSON value itself.
  Optional<JsonNode> node(String name) {
    return present(name);
  }

  /// Whether the field was sent, be it as `null`.
  boolean has(String name) {
    return object.has(name);
  }

  Optional<Boolean> bool(String name) {
    return present(name)
        .map(
            node -> {
              if (!node.isBoolean()) throw invalid(name, "must be true or false");
              return node.booleanValue();
            });
  }

  /// Text of 1 to `lengthMax` characters.
  Optional<String> text(String name, int lengthMax) {
    return present(name)
        .map(
            node -> {
              if (node.getNodeType() != JsonNodeType.STRING) throw invalid(name, "must be text");
              return checkedText(name, node.textValue(), lengthMax);
            });
  }

  static String checkedText(String name, String text, int lengthMax) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > lengthMax) {
      throw invalid(name, "must have from 1 to %d characters".formatted(lengthMax));
    }
    if (text.codePoints().anyMatch(Fields::isNoText)) {
      throw invalid(name, "must not contain NUL or half a surrogate pair");
    }
    return text;
  }

  /// Whether PostgreSQL cannot hold this in a text.
  private static boolean isNoText(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  /// A list of 1 to `countMax` texts of 1 to `lengthMax` characters.
  Optional<List<String>> texts(String name, int countMax, int lengthMax) {
    return present(name)
        .map(
            node -> {
              if (!node.isArray() || node.isEmpty() || node.size() > countMax) {
                throw invalid(name, "must be a list of 1 to %d texts".formatted(countMax));
              }
              var texts = new ArrayList<String>();
              for (var element : node) {
                if (!element.isTextual()) throw invalid(name, "must be a list of texts");
                texts.add(checkedText(name, element.textValue(), lengthMax));
              }
              return List.copyOf(texts);
            });
  }

  String requiredText(String name, int lengthMax) {
    return required(name, text(name, lengthMax));
  }

  static <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> invalid(name, "is missing"));
  }

  Optional<UUID> uuid(String name) {
    return text(name, 100).map(text -> uuid(name, text));
  }

  static UUID uuid(String name, String text) {
    try {
      // Java also reads what is not written as a UUID is: groups that are too long or too short.
      var uuid = UUID.fromString(text);
      if (uuid.toString().equalsIgnoreCase(text)) return uuid;
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw invalid(name, "must be a UUID, such as 0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d");
  }

  Optional<Instant> instant(String name) {
    return text(name, 100).map(text -> instant(name, text));
  }

  /// A moment, to the microsecond, which is what PostgreSQL keeps.
  static Instant instant(String name, String text) {
    try {
      return moment(text);
    } catch (DateTimeException _) {
      throw invalid(name, "must be a time such as 2026-11-22T10:00:00Z");
    }
  }

  /// @throws DateTimeException if it is none, or beyond the years 1 to 9999, which are what every
  ///   database and every client can hold
  static Instant moment(String text) {
    var time = OffsetDateTime.parse(text);
    YEARS.checkValidValue(time.getYear(), ChronoField.YEAR);
    return StoredTime.of(time.toInstant());
  }

  /// The first moment of a day in UTC, with the same bounds.
  static Instant startOf(LocalDate day) {
    YEARS.checkValidValue(day.getYear(), ChronoField.YEAR);
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// A decimal number, as a string or as a JSON number.
  Optional<BigDecimal> decimal(String name) {
    return present(name)
        .map(
            node -> {
              try {
                if (node.isNumber()) return node.decimalValue();
                if (node.isTextual() && node.textValue().length() <= 50) {
                  return new BigDecimal(node.textValue());
                }
              } catch (NumberFormatException _) {
                // said below
              }
              throw invalid(name, "must be a decimal number, such as \"12.5\"");
            });
  }

  /// Yes or no; as text, too, which is all that a form has.
  Optional<Boolean> flag(String name) {
    return present(name)
        .map(
            node ->
                switch (node.asText()) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw invalid(name, "must be true or false");
                });
  }

  Optional<Integer> integer(String name, int min, int max) {
    return present(name)
        .map(
            node -> {
              if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw invalid(name, "must be a whole number from %d to %d".formatted(min, max));
              }
              int value = node.intValue();
              if (value < min || value > max) {
                throw invalid(name, "must be a whole number from %d to %d".formatted(min, max));
              }
              return value;
            });
  }
}
