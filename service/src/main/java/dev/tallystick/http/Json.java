package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// How this API reads and writes JSON: UTF-8, numbers exact, nesting bounded.
final class Json {
  private static final int NESTING_MAX = 500;

  // A string as long as any body: what a model said is bounded by the body alone.
  private static final int STRING_CHARS_MAX = Integer.MAX_VALUE;

  /// For bodies that are cut out and never turned into values: numbers may be as long as a body.
  static final JsonFactory FACTORY = factory(Integer.MAX_VALUE);

  /// For values that are read, where a number of a million digits would take its time.
  static final JsonMapper MAPPER =
      JsonMapper.builder(factory(StreamReadConstraints.DEFAULT_MAX_NUM_LEN))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  private static JsonFactory factory(int numberCharsMax) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(NESTING_MAX)
                .maxStringLength(STRING_CHARS_MAX)
                .maxNumberLength(numberCharsMax)
                .build())
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .build();
  }

  /// Writes one JSON value.
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = FACTORY.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
