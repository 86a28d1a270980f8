package dev.tallystick.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// All objects and events, behind one lock: whatever reads or changes them does so [#alone].
final class World {
  /// The version that objects are shown in.
  static final String API_VERSION = "2026-07-29.dahlia";

  /// What begins so is ours: it is in no answer and no event.
  static final String HIDDEN = "_";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LINES_SHOWN = 10;

  private final InstantSource clock;
  private final Ids ids;
  private final Blanks blanks = new Blanks();
  private final Deliveries deliveries;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);
  private Cause cause = Cause.NOBODY;
  private String eventVersion = API_VERSION;

  World(InstantSource clock, Ids ids, Deliveries deliveries) {
    this.clock = clock;
    this.ids = ids;
    this.deliveries = deliveries;
  }

  /// The request that changes objects; nobody's if a person or a bank does.
  record Cause(Optional<String> requestId, Optional<String> idempotencyKey) {
    static final Cause NOBODY = new Cause(Optional.empty(), Optional.empty());
  }

  <T> T alone(Supplier<T> work) {
    return alone(Cause.NOBODY, work);
  }

  <T> T alone(Cause because, Supplier<T> work) {
    lock.lock();
    var before = cause;
    cause = because;
    try {
      return work.get();
    } finally {
      cause = before;
      lock.unlock();
    }
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  Ids ids() {
    return ids;
  }

  /// Which version events say they are in. Their objects look the same in each.
  void eventVersion(String version) {
    eventVersion = version;
  }

  Table table(Kind kind) {
    return tables.computeIfAbsent(kind, Table::new);
  }

  static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// A new object, not yet in its table: see [#save].
  ObjectNode make(Kind kind) {
    return make(kind.newId(ids), kind.object());
  }

  /// One that is inside another, and in no table.
  ObjectNode make(String id, String object) {
    return blanks.make(id, object, now());
  }

  ObjectNode save(ObjectNode object) {
    table(Kind.ofId(object.path("id").asText())).put(object);
    return object;
  }

  /// @param parameter which one names it, for the refusal
  ObjectNode get(Kind kind, String id, String parameter) {
    return table(kind).find(id).orElseThrow(() -> Refusal.missing(kind, id, parameter));
  }

  ObjectNode get(Kind kind, String id) {
    return get(kind, id, "id");
  }

  /// The object that a field names; throws if it names none.
  ObjectNode follow(ObjectNode object, String field) {
    var id = object.path(field).asText();
    return get(Kind.ofId(id), id, field);
  }

  /// Saves an object and tells of it.
  void emit(String type, ObjectNode object) {
    emit(type, object, node());
  }

  /// @param previous the fields that were changed, as they were before
  void emit(String type, ObjectNode object, ObjectNode previous) {
    save(object);
    var data = node();
    data.set("object", shown(object));
    if (!previous.isEmpty()) data.set("previous_attributes", previous);
    var event = make(Kind.EVENT).put("api_version", eventVersion).put("type", type);
    event.set("data", data);
    var request = node();
    request.put("id", cause.requestId().orElse(null));
    request.put("idempotency_key", cause.idempotencyKey().orElse(null));
    event.set("request", request);
    save(event);
    deliveries.accept(event(event));
  }

  private static Event event(ObjectNode event) {
    return new Event(
        event.path("id").asText(),
        event.path("type").asText(),
        event.path("data").path("object").path("id").asText(),
        event.path("created").asLong(),
        text(event));
  }

  /// Everything there is, for [#goOn].
  ObjectNode state() {
    var objects = node();
    tables.forEach(
        (kind, table) ->
            objects.set(kind.name(), array().addAll(table.candidates(Map.of()).values())));
    var state = node();
    state.set("ids", ids.state());
    state.set("objects", objects);
    var waiting = array();
    deliveries.undelivered().forEach(event -> waiting.add(event.id()));
    state.set("undelivered", waiting);
    return state;
  }

  /// Goes on where an earlier run ended. Only an empty world can.
  void goOn(JsonNode state) {
    ids.goOn(state.path("ids"));
    for (var kind : Kind.values()) {
      for (var object : state.path("objects").path(kind.name())) {
        table(kind).put((ObjectNode) object);
      }
    }
    var waiting = new HashSet<String>();
    state.path("undelivered").forEach(id -> waiting.add(id.asText()));
    var events = table(Kind.EVENT).candidates(Map.of()).values();
    deliveries.goOn(events.stream().map(World::event).toList(), waiting);
  }

  /// Tells of an object that was `before`.
  void emitChange(String type, ObjectNode before, ObjectNode object) {
    var previous = node();
    for (var field : before.properties()) {
      boolean isShown = !field.getKey().startsWith(HIDDEN);
      if (isShown && !field.getValue().equals(object.path(field.getKey()))) {
        previous.set(field.getKey(), field.getValue());
      }
    }
    emit(type, object, previous);
  }

  /// An object as the API shows it: long lists inside it are cut.
  ObjectNode shown(ObjectNode object) {
    var copy = object.deepCopy();
    copy.properties().removeIf(field -> field.getKey().startsWith(HIDDEN));
    if (copy.path("object").asText().equals("invoice")) {
      var lines = (ObjectNode) copy.path("lines");
      var data = (ArrayNode) lines.path("data");
      lines.put("has_more", data.size() > LINES_SHOWN).put("total_count", data.size());
      while (data.size() > LINES_SHOWN) data.remove(data.size() - 1);
    }
    if (copy.path("object").asText().equals("event")) {
      boolean isWaiting = deliveries.isUndelivered(copy.path("id").asText());
      copy.put("pending_webhooks", isWaiting ? 1 : 0);
    }
    return copy;
  }

  static String text(ObjectNode object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  static JsonNode parse(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  static byte[] bytes(ObjectNode object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /// A list inside an object or as an answer.
  static ObjectNode list(String url, List<ObjectNode> objects, boolean hasMore) {
    var list = node().put("object", "list").put("url", url).put("has_more", hasMore);
    list.set("data", array().addAll(objects));
    return list;
  }

  /// Adds what `changes` say, and takes away the keys with empty values.
  static void merge(ObjectNode object, String field, Map<String, String> changes) {
    if (!object.has(field)) object.set(field, node());
    var map = (ObjectNode) object.path(field);
    changes.forEach(
        (key, value) -> {
          if (value.isEmpty()) map.remove(key);
          else map.put(key, value);
        });
  }
}
