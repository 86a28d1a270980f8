package dev.tallystick.usage;

/// Reads the shape of Cohere: what it bills where it says so, else what the model counted, which
/// includes the cached part.
final class CohereUsage {
  static final Field BILLED_INPUT = Field.of("billed_units.input_tokens");
  static final Field BILLED_OUTPUT = Field.of("billed_units.output_tokens");
  static final Field INPUT = Field.of("tokens.input_tokens");
  static final Field OUTPUT = Field.of("tokens.output_tokens");

  private static final Field CACHED = Field.of("cached_tokens");

  private CohereUsage() {}

  static Usage read(UsageReader reader) {
    reader.requireAny(BILLED_INPUT, BILLED_OUTPUT, INPUT, OUTPUT);
    if (reader.has(BILLED_INPUT) || reader.has(BILLED_OUTPUT)) {
      return new Usage(
          reader.count(BILLED_INPUT), reader.count(BILLED_OUTPUT), 0, 0, 0, 0, 0, 0, 0);
    }
    var input = new Remainder(reader.required(INPUT));
    long cacheRead = input.take(reader.count(CACHED));
    return new Usage(input.left(reader, INPUT), reader.count(OUTPUT), cacheRead, 0, 0, 0, 0, 0, 0);
  }
}
