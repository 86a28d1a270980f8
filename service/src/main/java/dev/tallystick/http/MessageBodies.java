package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystick.http.Problem.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the messages in a request body: one JSON object, an array of them, or one on each line.
final class MessageBodies {
  /// Messages in one request.
  static final int MESSAGES_MAX = 1_000;

  private MessageBodies() {}

  /// Where one message's JSON stands.
  record Slice(int from, int to) {}

  /// A body cut into messages.
  ///
  /// @param isSingle whether the body is one message and no list
  /// @param isRepaired whether bytes that were no UTF-8 were replaced
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Cut(byte[] utf8, List<Slice> slices, boolean isSingle, boolean isRepaired) {
    /// Whether bytes of this message were replaced. One that held U+FFFD from the start, in a body
    /// where others were repaired, counts as well.
    boolean isRepaired(Slice slice) {
      if (!isRepaired) return false;
      for (int at = slice.from(); at <= slice.to() - REPLACEMENT.length; at++) {
        if (Arrays.equals(utf8, at, at + REPLACEMENT.length, REPLACEMENT, 0, REPLACEMENT.length)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  static Cut cut(byte[] received, boolean isNdjson) {
    var repaired = repaired(received);
    var isRepaired = repaired.isPresent();
    var utf8 = repaired.orElse(received);
    if (isNdjson) return new Cut(utf8, lines(utf8), false, isRepaired);
    try (var parser = Json.FACTORY.createParser(utf8)) {
      var first = parser.nextToken();
      if (first == null) throw Problem.of(Code.MALFORMED_JSON, "the body is empty").refused();
      var isList = first == JsonToken.START_ARRAY;
      var slices = new ArrayList<Slice>();
      if (!isList) {
        slices.add(slice(parser));
      } else {
        while (parser.nextToken() != JsonToken.END_ARRAY) slices.add(slice(parser));
      }
      if (parser.nextToken() != null) {
        throw Problem.of(
                Code.MALFORMED_JSON,
                "the body goes on after its JSON value; for one message a line send it as"
                    + " application/x-ndjson")
            .refused();
      }
      return new Cut(utf8, checked(slices), !isList, isRepaired);
    } catch (JsonProcessingException e) {
      throw Fields.malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static Slice slice(com.fasterxml.jackson.core.JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return new Slice(from, (int) parser.currentLocation().getByteOffset());
  }

  private static List<Slice> lines(byte[] body) {
    var slices = new ArrayList<Slice>();
    int from = 0;
    for (int at = 0; at <= body.length; at++) {
      if (at < body.length && body[at] != '\n') continue;
      if (!isBlank(body, from, at)) slices.add(new Slice(from, at));
      from = at + 1;
    }
    return checked(slices);
  }

  private static boolean isBlank(byte[] body, int from, int to) {
    for (int at = from; at < to; at++) {
      if (body[at] > ' ' || body[at] < 0) return false;
    }
    return true;
  }

  private static List<Slice> checked(List<Slice> slices) {
    if (slices.size() > MESSAGES_MAX) {
      throw Problem.of(
              Code.BODY_TOO_LARGE, "a request may have %d messages".formatted(MESSAGES_MAX))
          .refused();
    }
    return slices;
  }

  /// A copy with U+FFFD in the place of what is not UTF-8; empty if there is nothing to replace.
  private static Optional<byte[]> repaired(byte[] body) {
    if (isAscii(body)) return Optional.empty();
    try {
      var _ =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body));
      return Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.of(new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean isAscii(byte[] body) {
    for (byte b : body) {
      if (b < 0) return false;
    }
    return true;
  }
}
