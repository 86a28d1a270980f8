package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.message.Lanes;
import dev.tallystick.message.Message;
import dev.tallystick.message.Messages;
import dev.tallystick.message.NewMessage;
import dev.tallystick.message.Recording;
import dev.tallystick.message.UsageDays;
import dev.tallystick.postgres.Database;
import io.helidon.http.HeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Messages and usage over HTTP.
final class MessageRoutes {
  private final Database database;
  private final Lanes lanes;
  private final Messages messages;
  private final UsageDays usageDays;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final Metrics metrics;

  MessageRoutes(
      Database database,
      Lanes lanes,
      Messages messages,
      UsageDays usageDays,
      Supplier<UUID> ids,
      InstantSource clock,
      Metrics metrics) {
    this.database = database;
    this.lanes = lanes;
    this.messages = messages;
    this.usageDays = usageDays;
    this.ids = ids;
    this.clock = clock;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/messages", Scope.WRITE, this::record),
        Route.get(
            "/v1/messages",
            Set.of("userId", "clientRequestId", "model", "from", "to", "cursor", "limit"),
            this::list),
        Route.get("/v1/messages/{id}", Set.of(), this::find),
        Route.get("/v1/usage", Set.of("groupBy", "from", "to", "userId"), this::usage));
  }

  /// One message of a request: as it was read, or why it could not be.
  private sealed interface Read {
    record Whole(NewMessage message) implements Read {}

    record Refused(Problem problem) implements Read {}
  }

  /// One message of a request: what will come of it, or why it was not taken.
  private sealed interface Outcome {
    record Pending(CompletableFuture<Recording> recording) implements Outcome {}

    record Refused(Problem problem) implements Outcome {}
  }

  private Answer record(Call call) {
    var cut = MessageBodies.cut(call.body(), call.isNdjson(HeaderNames.CONTENT_TYPE));
    var key = call.idempotencyKey();
    // All are read before the first is recorded: they then arrive in their lanes together.
    var read = new ArrayList<Read>(cut.slices().size());
    for (int i = 0; i < cut.slices().size(); i++) read.add(read(cut, i, key));
    var outcomes = read.stream().map(this::start).toList();
    return cut.isSingle()
        ? single(outcomes.getFirst())
        : many(outcomes, call.isNdjson(HeaderNames.ACCEPT));
  }

  private Read read(MessageBodies.Cut cut, int index, Optional<String> key) {
    var slice = cut.slices().get(index);
    try {
      Supplier<UUID> id = () -> key.map(k -> Ids.of("message", k, index)).orElseGet(ids);
      return new Read.Whole(MessageReader.read(cut, slice, id, clock.instant()));
    } catch (Problem.Refused refused) {
      return new Read.Refused(refused.problem());
    }
  }

  private Outcome start(Read read) {
    return switch (read) {
      case Read.Whole(var message) -> new Outcome.Pending(lanes.record(message));
      case Read.Refused(var problem) -> new Outcome.Refused(problem);
    };
  }

  private Answer single(Outcome outcome) {
    return switch (settled(outcome)) {
      case Settled.Stored stored ->
          Answer.json(stored.isReplayed() ? 200 : 201, json -> write(json, stored));
      case Settled.NotStored(var _, var problem) -> problem.answer();
    };
  }

  private Answer many(List<Outcome> outcomes, boolean asNdjson) {
    var settled = outcomes.stream().map(this::settled).toList();
    var unavailable = allUnavailable(settled);
    if (unavailable.isPresent()) return unavailable.get().answer();
    return asNdjson
        ? Answer.of(200, "application/x-ndjson", lines(settled))
        : Answer.json(
            200,
            json -> {
              json.writeStartArray();
              for (var one : settled) write(json, one);
              json.writeEndArray();
            });
  }

  /// The reason when no message was stored because nothing can be stored now: then the whole
  /// request is to be sent again.
  private static Optional<Problem> allUnavailable(List<Settled> settled) {
    var reasons =
        settled.stream()
            .map(one -> one instanceof Settled.NotStored(var _, var problem) ? problem : null)
            .toList();
    boolean all =
        !reasons.isEmpty() && reasons.stream().allMatch(p -> p != null && p.code().status() == 503);
    return all ? Optional.ofNullable(reasons.getFirst()) : Optional.empty();
  }

  private static byte[] lines(List<Settled> settled) {
    var lines = new ByteArrayOutputStream();
    for (var one : settled) {
      lines.writeBytes(Json.bytes(json -> write(json, one)));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /// What the answer says of one message.
  private sealed interface Settled {
    record Stored(Recording recording, boolean isReplayed) implements Settled {}

    record NotStored(Optional<UUID> id, Problem problem) implements Settled {}
  }

  private Settled settled(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(var problem) -> {
        metrics.messageRefused();
        yield new Settled.NotStored(Optional.empty(), problem);
      }
      case Outcome.Pending(var recording) -> settled(recording.join());
    };
  }

  private Settled settled(Recording recording) {
    metrics.messageRecorded(recording);
    return switch (recording) {
      case Recording.Recorded _ -> new Settled.Stored(recording, false);
      case Recording.Replayed _ -> new Settled.Stored(recording, true);
      case Recording.IdReused(var id) ->
          notStored(
              id,
              Problem.ofField(
                  Code.ID_REUSED, "id", "the message %s has other content".formatted(id)));
      case Recording.UserUnknown(var id, var userId) ->
          notStored(
              id,
              Problem.ofField(
                  Code.USER_UNKNOWN, "userId", "no user has the id %s".formatted(userId)));
      case Recording.Unavailable(var id, var isFull) ->
          notStored(
              id,
              isFull
                  ? Problem.of(Code.QUEUE_FULL, "send the message again in a moment")
                  : Problem.of(
                      Code.DATABASE_UNAVAILABLE,
                      "send the message again, with the same id, in a moment"));
      case Recording.Failed(var id) ->
          notStored(id, Problem.of(Code.INTERNAL, "the message was not stored; the log says why"));
    };
  }

  private static Settled notStored(UUID id, Problem problem) {
    return new Settled.NotStored(Optional.of(id), problem);
  }

  private static void write(JsonGenerator json, Settled settled) throws IOException {
    json.writeStartObject();
    switch (settled) {
      case Settled.Stored(var recording, var _) -> writeStored(json, recording);
      case Settled.NotStored(var id, var problem) -> {
        Views.text(json, "id", id);
        json.writeStringField("status", "refused");
        json.writeFieldName("problem");
        problem.write(json);
      }
    }
    json.writeEndObject();
  }

  private static void writeStored(JsonGenerator json, Recording recording) throws IOException {
    switch (recording) {
      case Recording.Recorded(var message, var draws, var debt, var available) ->
          Views.recorded(json, message, draws, debt, available, false);
      case Recording.Replayed(var message, var draws, var debt, var available) ->
          Views.recorded(json, message, draws, debt, available, true);
      case Recording.IdReused _,
          Recording.UserUnknown _,
          Recording.Unavailable _,
          Recording.Failed _ ->
          throw new IllegalStateException("this was not stored");
    }
  }

  private Answer find(Call call) {
    var id = call.pathId("id", Code.MESSAGE_NOT_FOUND);
    return database
        .inTransaction(
            tx ->
                messages
                    .find(tx, id)
                    .map(message -> new Found(message, messages.bodies(tx, message))))
        .map(found -> Answer.json(200, json -> write(json, found)))
        .orElseGet(
            () -> Problem.of(Code.MESSAGE_NOT_FOUND, "no message has the id " + id).answer());
  }

  private record Found(Message message, Message.Bodies bodies) {}

  private static void write(JsonGenerator json, Found found) throws IOException {
    json.writeStartObject();
    Views.message(json, found.message());
    Views.raw(json, "request", found.bodies().request());
    Views.raw(json, "response", found.bodies().response());
    Views.raw(json, "usage", Optional.of(found.bodies().usage()));
    Views.raw(json, "lastMessage", found.bodies().lastMessage());
    json.writeEndObject();
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(Messages.PAGE_MAX);
    var filter =
        new Messages.Filter(
            call.queryUuid("userId"),
            call.query("clientRequestId"),
            call.query("model"),
            call.queryInstant("from"),
            call.queryInstant("to"),
            call.queryUuid("cursor"));
    var page = messages.list(filter, limit);
    return Views.page(
        "messages",
        page,
        limit,
        Message::id,
        (json, message) -> {
          json.writeStartObject();
          Views.message(json, message);
          json.writeEndObject();
        });
  }

  private Answer usage(Call call) {
    var groupBy = call.query("groupBy").map(MessageRoutes::groupBy).orElse(UsageDays.GroupBy.DAY);
    var groups =
        usageDays.read(
            groupBy, call.queryDay("from"), call.queryDay("to"), call.queryUuid("userId"));
    var keyName = groupBy == UsageDays.GroupBy.USER ? "userId" : word(groupBy);
    return Views.page(
        "usage", groups, Optional.empty(), (json, group) -> Views.usage(json, keyName, group));
  }

  private static UsageDays.GroupBy groupBy(String text) {
    return Fields.oneOf("groupBy", text, UsageDays.GroupBy.values(), MessageRoutes::word);
  }

  private static String word(UsageDays.GroupBy groupBy) {
    return groupBy.name().toLowerCase(Locale.ROOT);
  }
}
