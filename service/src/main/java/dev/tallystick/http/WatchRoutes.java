package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.changes.FeedEvent;
import dev.tallystick.watch.EventJson;
import dev.tallystick.watch.Watcher;
import dev.tallystick.watch.Watchers;
import dev.tallystick.watch.Watching;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Changes of tables as server-sent events.
final class WatchRoutes {
  /// A key that is revoked sees nothing more: it is asked for before anything is sent.
  private static final Duration ADMISSION_STEP = Duration.ofSeconds(1);

  /// A client that is gone is noticed when something is sent to it.
  private static final int SILENT_STEPS_MAX = 10;

  private final Watchers watchers;

  WatchRoutes(Watchers watchers) {
    this.watchers = watchers;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/watch",
            new Access.ServiceKeyWith(Scope.WATCH),
            Set.of("table", "columns"),
            this::watch));
  }

  private Answer watch(Call call) {
    var tables = names(Fields.required("table", call.query("table")));
    if (tables.isEmpty()) throw Fields.invalid("table", "must name a table");
    var columns = call.query("columns").map(WatchRoutes::names).orElse(Set.of());
    return switch (begin(tables, columns)) {
      case Watching.Begun(var watcher) ->
          Answer.stream("text/event-stream", out -> send(call, watcher, out))
              .withHeader("Cache-Control", "no-store");
      case Watching.TableUnknown(var detail) -> throw Fields.invalid("table", detail);
      case Watching.ColumnUnknown(var detail) -> throw Fields.invalid("columns", detail);
      case Watching.Full(var detail) -> Problem.of(Code.WATCH_FULL, detail).answer();
      case Watching.Closed() -> Problem.of(Code.STOPPING, "send the request again").answer();
    };
  }

  private Watching begin(Set<String> tables, Set<String> columns) {
    try {
      return watchers.watch(tables, columns);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Set<String> names(String list) {
    var names = new LinkedHashSet<String>();
    for (var name : list.split(",", -1)) {
      if (!name.isBlank()) names.add(name.strip());
    }
    return names;
  }

  /// Sends until the client or the server ends it, or the credential ends.
  private static void send(Call call, Watcher watcher, OutputStream out) throws IOException {
    try (watcher) {
      // The client learns that it was let in before there is anything to say.
      out.flush();
      int silent = 0;
      while (true) {
        var events = watcher.take(ADMISSION_STEP);
        if (!call.isStillAdmitted()) return;
        silent = events.isEmpty() ? silent + 1 : 0;
        if (silent == SILENT_STEPS_MAX) {
          silent = 0;
          out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
        for (var event : events) {
          write(out, event);
          if (event instanceof FeedEvent.Ended) return;
        }
        if (!events.isEmpty()) out.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, FeedEvent event) throws IOException {
    if (event instanceof FeedEvent.Changed(var changes)) {
      for (var change : changes) write(out, "change", json -> EventJson.write(json, change));
    } else {
      write(out, EventJson.kind(event), json -> EventJson.write(json, event));
    }
  }

  private static void write(OutputStream out, String kind, Json.Writing data) throws IOException {
    out.write(("event: " + kind + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    out.write(Json.bytes(data));
    out.write("\n\n".getBytes(StandardCharsets.UTF_8));
  }
}
