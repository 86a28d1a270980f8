package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.DatabaseUrl;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/// Changes as PostgreSQL decodes them from its write-ahead log, through a slot that ends with the
/// session.
final class Replication implements AutoCloseable {
  /// Old values kept at hand, of rows that were read at the start or seen since.
  private static final long KNOWN_BYTES_MAX = 64L << 20;

  /// Larger tables are not read at the start.
  private static final long READ_BYTES_MAX = 32L << 20;

  private static final int FETCHED_ROWS = 1_000;
  private static final int BATCH_MAX = 1_000;
  private static final Duration WAIT_UNREMARKED = Duration.ofSeconds(1);
  private static final Duration PAUSE_MIN = Duration.ofMillis(2);
  private static final Duration PAUSE_MAX = Duration.ofMillis(100);
  private static final int STATUS_EVERY_SECONDS = 1;

  private final List<FollowedTable> tables;
  private final Consumer<FeedEvent> sink;
  private final KnownRows known = new KnownRows(KNOWN_BYTES_MAX);
  private final Connection session;
  private @Nullable Publication publication;
  private @Nullable PGReplicationStream stream;

  private Replication(List<FollowedTable> tables, Consumer<FeedEvent> sink, Connection session) {
    this.tables = tables;
    this.sink = sink;
    this.session = session;
  }

  /// Begins to stream; changes that are committed after this are seen.
  ///
  /// @throws SQLException if the server cannot do this, or not for us
  static Replication open(
      DatabaseUrl url, List<FollowedTable> tables, Consumer<FeedEvent> sink, CountDownLatch closed)
      throws SQLException, InterruptedException {
    var replication = new Replication(tables, sink, Session.openForReplication(url));
    try (var other = Session.open(url)) {
      replication.start(url, other, closed);
      return replication;
    } catch (SQLException | RuntimeException | InterruptedException failure) {
      replication.close();
      throw failure;
    }
  }

  private void start(DatabaseUrl url, Connection other, CountDownLatch closed)
      throws SQLException, InterruptedException {
    var published = Publication.make(url, session, other, tables);
    publication = published;
    var slot = "tally_watch_" + session.unwrap(PGConnection.class).getBackendPID();
    awaitWriters(other, closed);
    var snapshot = createSlot(slot);
    readKnown(other, snapshot);
    stream =
        session
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(slot)
            .withSlotOption("proto_version", 1)
            .withSlotOption("publication_names", String.join(",", published.names()))
            .withStatusInterval(STATUS_EVERY_SECONDS, TimeUnit.SECONDS)
            .start();
  }

  /// Returns the name of the snapshot that shows what was committed before the first change.
  private String createSlot(String slot) throws SQLException {
    var made =
        session
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .createReplicationSlot()
            .logical()
            .withSlotName(slot)
            .withOutputPlugin("pgoutput")
            .withTemporaryOption()
            .make();
    return Objects.requireNonNull(made.getSnapshotName(), "PostgreSQL exports one by default");
  }

  private static final String NEXT_TRANSACTION =
      """
      SELECT pg_snapshot_xmax(pg_current_snapshot())::text
      """;

  private static final String HAVE_ENDED =
      """
      SELECT pg_snapshot_xmin(pg_current_snapshot()) >= '%s'::xid8
      """;

  /// Decoding begins when all transactions that write now have ended. A slot that is being made
  /// waits for them too, but does not notice when its client is killed: so we wait before we make
  /// one.
  private void awaitWriters(Connection other, CountDownLatch closed)
      throws SQLException, InterruptedException {
    var next = Session.one(other, NEXT_TRANSACTION);
    var pause = PAUSE_MIN;
    var isRemarked = false;
    var waited = Duration.ZERO;
    while (!Session.one(other, HAVE_ENDED.formatted(next)).equals("t")) {
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) throw new InterruptedException();
      waited = waited.plus(pause);
      if (pause.compareTo(PAUSE_MAX) < 0) pause = pause.multipliedBy(2);
      if (!isRemarked && waited.compareTo(WAIT_UNREMARKED) > 0) {
        remarkOnWait(other);
        isRemarked = true;
      }
    }
  }

  private static final String OLDEST_WRITER =
      """
      SELECT format('a transaction that has been open for %s s (process %s, %s)',
                    extract(epoch FROM now() - xact_start)::bigint, pid,
                    coalesce(nullif(application_name, ''), usename, 'unknown'))
        FROM pg_stat_activity
       WHERE backend_xid IS NOT NULL
       ORDER BY xact_start
       LIMIT 1
      """;

  private void remarkOnWait(Connection other) throws SQLException {
    var writer = Session.one(other, OLDEST_WRITER);
    sink.accept(
        new FeedEvent.Note(
            "changes can be seen once %s ends"
                .formatted(writer.isEmpty() ? "a prepared transaction" : writer)));
  }

  /// Reads the rows of small tables, so that their first updates show what they change.
  private void readKnown(Connection other, String snapshot) throws SQLException {
    other.setAutoCommit(false);
    Session.run(
        other,
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET TRANSACTION SNAPSHOT '%s'"
            .formatted(snapshot));
    for (var table : tables) {
      if (table.bytes() <= READ_BYTES_MAX && !table.keyColumns().isEmpty()) read(other, table);
    }
    other.commit();
  }

  private void read(Connection other, FollowedTable table) throws SQLException {
    try (var statement = other.createStatement()) {
      statement.setFetchSize(FETCHED_ROWS);
      try (var rows =
          statement.executeQuery(
              "SELECT %s FROM %s".formatted(table.columnList(), table.name().quoted()))) {
        while (known.hasRoom() && rows.next()) {
          known.put(table.name(), Rows.read(rows, 1, table.columns()));
        }
      }
    }
  }

  /// Hands changes on until the session ends.
  ///
  /// @param isAtOnce whether as soon as a transaction is there; otherwise what else has come is
  ///   handed on with it, because it takes as long as one
  void run(ChangeSink changes, boolean isAtOnce) throws SQLException {
    var assembly = new Assembly(tables, known);
    var reading = stream;
    if (reading == null) throw new IllegalStateException("not started");
    var batch = new ArrayList<Change>();
    while (true) {
      ByteBuffer next = reading.read();
      while (next != null) {
        var message = Protocol.read(next);
        assembly.add(message, batch);
        // The look for what is pending takes a millisecond if nothing is.
        if (isAtOnce && message instanceof Protocol.Message.Commit) handOn(batch, changes);
        next = batch.size() < BATCH_MAX ? reading.readPending() : null;
      }
      handOn(batch, changes);
      reading.setAppliedLSN(reading.getLastReceiveLSN());
      reading.setFlushedLSN(reading.getLastReceiveLSN());
    }
  }

  private static void handOn(List<Change> batch, ChangeSink changes) throws SQLException {
    if (!batch.isEmpty()) changes.accept(List.copyOf(batch));
    batch.clear();
  }

  /// What a table cannot show.
  Stream<String> limits() {
    return tables.stream()
        .filter(table -> !table.isIdentified())
        .map(
            table ->
                "%s has no primary key or replica identity: only its inserts are seen"
                    .formatted(table.name()));
  }

  @Override
  public void close() {
    try {
      // Closing would wait for a stream that another thread reads.
      session.abort(Runnable::run);
    } catch (SQLException _) {
      // It is gone already.
    }
    if (publication != null) publication.close();
  }
}
