package dev.tallystick.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.postgres.changes.Cell;
import dev.tallystick.postgres.changes.Change;
import dev.tallystick.postgres.changes.FeedEvent;
import dev.tallystick.postgres.changes.Row;
import java.io.IOException;

/// What feeds say, as JSON objects that name their `kind`: `insert`, `update`, `delete`,
/// `truncate`; `started`, `note`, `gap`, `interrupted`, `ended`.
///
/// Values are the texts that PostgreSQL prints, or null. A column whose value is not known is left
/// out.
public final class EventJson {
  private EventJson() {}

  /// Writes a change as one object.
  public static void write(JsonGenerator json, Change change) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(change));
    json.writeStringField("table", change.table().toString());
    json.writeStringField("at", change.at().toString());
    switch (change) {
      case Change.Inserted(var _, var _, var row) -> row(json, row);
      case Change.Updated update -> {
        changed(json, update);
        row(json, update.after());
      }
      case Change.Deleted(var _, var _, var row) -> row(json, row);
      case Change.Truncated _ -> {}
    }
    json.writeEndObject();
  }

  /// The word for what a change did.
  public static String kind(Change change) {
    return switch (change) {
      case Change.Inserted _ -> "insert";
      case Change.Updated _ -> "update";
      case Change.Deleted _ -> "delete";
      case Change.Truncated _ -> "truncate";
    };
  }

  private static void row(JsonGenerator json, Row row) throws IOException {
    json.writeObjectFieldStart("row");
    for (int i = 0; i < row.cells().size(); i++) {
      value(json, row.columns().get(i).name(), row.cells().get(i));
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, String name, Cell cell) throws IOException {
    switch (cell) {
      case Cell.Text(var text) -> json.writeStringField(name, text);
      case Cell.Null() -> json.writeNullField(name);
      case Cell.Unknown() -> {}
    }
  }

  /// Old and new values of the columns that changed; null if the old row is not known.
  private static void changed(JsonGenerator json, Change.Updated update) throws IOException {
    if (!update.isBeforeKnown() && update.changed().isEmpty()) {
      json.writeNullField("changed");
      return;
    }
    json.writeObjectFieldStart("changed");
    for (int i : update.changed()) {
      json.writeObjectFieldStart(update.after().columns().get(i).name());
      value(json, "old", update.before().cells().get(i));
      value(json, "new", update.after().cells().get(i));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /// Writes something else than changes as one object.
  public static void write(JsonGenerator json, FeedEvent event) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(event));
    switch (event) {
      case FeedEvent.Changed _ ->
          throw new IllegalArgumentException("changes are written one by one");
      case FeedEvent.Started(FeedEvent.Way.Replication()) ->
          json.writeStringField("by", "replication");
      case FeedEvent.Started(FeedEvent.Way.Polling(var why)) -> {
        json.writeStringField("by", "polling");
        json.writeStringField("why", why);
      }
      case FeedEvent.Note(var text) -> json.writeStringField("text", text);
      case FeedEvent.Missed missed -> {
        json.writeObjectFieldStart("missed");
        json.writeNumberField("insert", missed.inserted());
        json.writeNumberField("update", missed.updated());
        json.writeNumberField("delete", missed.deleted());
        json.writeNumberField("truncate", missed.truncated());
        json.writeNumberField("total", missed.total());
        json.writeEndObject();
      }
      case FeedEvent.Interrupted(var why) -> json.writeStringField("why", why);
      case FeedEvent.Ended(var why) -> json.writeStringField("why", why);
    }
    json.writeEndObject();
  }

  /// The word for what a feed says beside changes.
  public static String kind(FeedEvent event) {
    return switch (event) {
      case FeedEvent.Changed _ -> "change";
      case FeedEvent.Started _ -> "started";
      case FeedEvent.Note _ -> "note";
      case FeedEvent.Missed _ -> "gap";
      case FeedEvent.Interrupted _ -> "interrupted";
      case FeedEvent.Ended _ -> "ended";
    };
  }
}
