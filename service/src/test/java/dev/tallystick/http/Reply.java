package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/// A server's answer as a client sees it.
///
/// @param json the body, missing if it is none
public record Reply(int status, String contentType, String text, JsonNode json) {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNumberLength(100_000).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /// What a server answered.
  public static Reply of(HttpResponse<byte[]> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    var text = new String(response.body(), StandardCharsets.UTF_8);
    return of(response.statusCode(), type, text);
  }

  static Reply of(int status, String contentType, String text) {
    boolean isJson = contentType.matches("application/(problem\\+)?json.*");
    return new Reply(status, contentType, text, isJson ? parse(text) : MissingNode.getInstance());
  }

  /// What this JSON says.
  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /// The same, of which the status is certain now.
  public Reply expect(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    return this;
  }

  /// The text of a field, by a path such as `tokens.input`; `null` for JSON's null.
  public String at(String path) {
    return json.at("/" + path.replace('.', '/')).asText();
  }

  /// The lines of an NDJSON body.
  List<JsonNode> lines() {
    return text.lines().map(Reply::parse).toList();
  }

  /// One field of each element of an array.
  static List<String> each(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.path(field).asText())
        .toList();
  }

  /// Asserts that this is a problem of this status and code.
  Reply expectProblem(int expected, String code) {
    expect(expected);
    assertThat(contentType).isEqualTo("application/problem+json");
    assertThat(at("code")).as(text).isEqualTo(code);
    assertThat(json.path("status").asInt()).isEqualTo(expected);
    assertThat(at("detail")).isNotBlank();
    return this;
  }
}
