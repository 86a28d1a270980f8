package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/// New objects as Stripe makes them where nothing else is said: `objects.json`.
final class Blanks {
  private final ObjectNode blanks;

  Blanks() {
    try (var in = Blanks.class.getResourceAsStream("objects.json")) {
      blanks = (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param object what the field `object` says
  ObjectNode make(String id, String object, long created) {
    var made = World.node().put("id", id).put("object", object).put("created", created);
    made.put("livemode", false);
    return made.setAll((ObjectNode) blanks.path(object).deepCopy());
  }
}
