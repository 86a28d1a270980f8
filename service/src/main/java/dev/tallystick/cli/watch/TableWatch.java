package dev.tallystick.cli.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.changes.ChangeBuffer;
import dev.tallystick.postgres.changes.ChangeFeed;
import dev.tallystick.postgres.changes.FeedEvent;
import dev.tallystick.postgres.changes.FeedRefused;
import dev.tallystick.watch.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;

/// Prints the changes of tables as they are committed, until it is told to stop.
final class TableWatch {
  /// What waits to be printed; a burst of some hundred thousand changes of usual rows.
  private static final long BUFFER_BYTES_MAX = 256L << 20;

  private static final Duration SILENCE_MAX = Duration.ofHours(1);
  private static final int ENDED_BY_SIGNAL = 130;
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintWriter out;
  private final PrintWriter err;
  private final ChangeFeed.Selection selection;
  private final OptionalLong changesMax;
  private final boolean isJson;
  private final ChangeBuffer buffer = new ChangeBuffer(BUFFER_BYTES_MAX);
  private final StringBuilder page = new StringBuilder();

  private ChangeText text = new ChangeText(ZoneId.systemDefault(), Screen.width());
  private FeedEvent lastSaid = new FeedEvent.Note("");
  private volatile boolean isStopping;
  private long changes;

  /// @param changesMax after how many changes to end; empty for no end
  /// @param isJson whether programs read this
  TableWatch(
      PrintWriter out,
      PrintWriter err,
      ChangeFeed.Selection selection,
      OptionalLong changesMax,
      boolean isJson) {
    this.out = out;
    this.err = err;
    this.selection = selection;
    this.changesMax = changesMax;
    this.isJson = isJson;
  }

  /// Returns when it was told to stop, enough was seen, or nobody reads any more.
  ///
  /// @throws Failure if the tables cannot be followed, or no longer
  void run(DatabaseUrl url) throws SQLException {
    var main = Thread.currentThread();
    try (var signals = new CaughtSignals()) {
      for (var end : List.of("INT", "TERM", "HUP")) signals.on(end, () -> stop(main));
      try (var _ = ChangeFeed.open(url, selection, buffer)) {
        print();
      }
    } catch (FeedRefused refused) {
      throw new Failure(String.valueOf(refused.getMessage()), refused);
    } catch (InterruptedException _) {
      // It was told to stop.
    }
  }

  private void stop(Thread main) {
    // Whoever asks twice does not want to wait, say for a reader that has stopped to read.
    if (isStopping) Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
    isStopping = true;
    main.interrupt();
  }

  private void print() throws InterruptedException {
    while (true) {
      for (var event : buffer.take(SILENCE_MAX)) {
        say(event);
        if (isEnough()) break;
      }
      out.append(page);
      page.setLength(0);
      if (Terminal.isUnread(out) || isEnough()) return;
    }
  }

  private boolean isEnough() {
    return changesMax.isPresent() && changes >= changesMax.getAsLong();
  }

  private void say(FeedEvent event) {
    if (event instanceof FeedEvent.Changed(var changed)) {
      for (var change : changed) {
        if (isEnough()) return;
        changes++;
        page.append(isJson ? json(json -> EventJson.write(json, change)) : text.line(change));
        page.append('\n');
      }
    } else if (isJson) {
      page.append(json(json -> EventJson.write(json, event))).append('\n');
    } else if (!event.equals(lastSaid)) {
      // Once: a server that is gone says so at every attempt.
      lastSaid = event;
      remark(event);
    }
    if (event instanceof FeedEvent.Ended(var why)) {
      out.append(page).flush();
      throw new Failure(why);
    }
  }

  private void remark(FeedEvent event) {
    switch (event) {
      case FeedEvent.Changed _, FeedEvent.Ended _ -> {}
      case FeedEvent.Missed missed -> page.append(ChangeText.line(missed)).append('\n');
      case FeedEvent.Note(var note) -> remark(note);
      case FeedEvent.Started(FeedEvent.Way.Replication()) -> {
        text = new ChangeText(ZoneId.systemDefault(), Screen.width());
        if (Terminal.isWatched()) {
          remark("watching %s; Ctrl-C ends".formatted(String.join(", ", selection.tables())));
        }
      }
      case FeedEvent.Started(FeedEvent.Way.Polling(var why)) ->
          remark(
              ("no replication here (%s): the tables are read every %s, and what comes and goes in"
                      + " between is not seen")
                  .formatted(why, Durations.written(selection.pollEvery())));
      case FeedEvent.Interrupted(var why) ->
          remark(
              "no connection (%s): trying again; what is committed until then is not seen"
                  .formatted(why));
    }
  }

  private void remark(String what) {
    err.println(Terminal.faint("tally watch: " + CellText.visible(what)));
    err.flush();
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static String json(Writing writing) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
