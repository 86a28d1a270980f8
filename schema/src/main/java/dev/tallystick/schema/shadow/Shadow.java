package dev.tallystick.schema.shadow;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.migrate.MigrationRefused;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.sql.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL that says what SQL declares. Thread-safe; what it returns belongs to one
/// thread.
public final class Shadow implements AutoCloseable {
  /// Databases of replayed migrations that the embedded server keeps.
  private static final int REPLAYED_MAX = 16;

  private static final int BUILT_MAX = 10;

  private static final Map<String, String> PARAMETERS =
      Map.of("ApplicationName", "tally schema", "preferQueryMode", "simple");

  private final ShadowServer server;
  private final String prefix;
  private final List<String> temporary = new ArrayList<>();
  private final AtomicInteger copies = new AtomicInteger();
  private @Nullable Connection administrator;

  private Shadow(ShadowServer server) {
    this.server = server;
    var pid = ProcessHandle.current().pid();
    this.prefix = server.isOurs() ? "shadow" : "tally_shadow_" + pid;
  }

  /// The embedded server of `directory`, started if it does not run.
  ///
  /// @throws dev.tallystick.postgres.ServerFailure if it does not start; the message says what to
  ///   do
  public static Shadow embedded(Path directory) {
    return new Shadow(ShadowServer.embedded(directory));
  }

  /// Scratch databases on a server of the user's, dropped on [#close]. Its role must be allowed to
  /// create databases.
  public static Shadow on(DatabaseUrl server) {
    return new Shadow(ShadowServer.on(server));
  }

  /// What `files` declare, in whatever order they load.
  ///
  /// @throws LoadFailure if they do not
  public Declared declare(List<Script> files) throws SQLException {
    var connection = connectToEmpty();
    try {
      connection.setAutoCommit(false);
      // Another process that loads its files here at the same time waits, instead of meeting ours.
      execute(connection, "SELECT pg_advisory_xact_lock(7310595)");
      new Loader(connection, roles()).load(files);
      return new Declared(connection, CatalogueReader.read(connection));
    } catch (SQLException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  /// A database where `migrations` have run.
  ///
  /// @throws dev.tallystick.schema.migrate.MigrationRefused if one does not run
  public Replayed replay(Migrations migrations) throws SQLException {
    return using(migrations, name -> new Replayed(migrations, read(name)));
  }

  private interface Use<T> {
    T of(String database) throws SQLException;
  }

  /// Uses the database where `migrations` have run. It is built where it is missing, and again if
  /// other processes have so many that they forget it before it is used.
  private <T> T using(Migrations migrations, Use<T> use) throws SQLException {
    var name = prefix + "_" + fingerprint(migrations);
    for (int built = 0; ; built++) {
      try {
        return use.of(name);
      } catch (SQLException missing) {
        if (!Complaint.code(missing).equals("3D000") || built == BUILT_MAX) throw missing;
        build(name, migrations);
      }
    }
  }

  /// A copy of a database where `migrations` have run, to change; dropped when closed. Quicker than
  /// [#replay] and a copy of that.
  ///
  /// @throws dev.tallystick.schema.migrate.MigrationRefused if a migration does not run
  public Copy copy(Migrations migrations) throws SQLException {
    return using(migrations, name -> server.staysUp() ? spareOr(name) : copy(name));
  }

  /// The copy that the last run left behind, else a new one.
  private Copy spareOr(String template) throws SQLException {
    var name = copyName();
    try {
      administrate("ALTER DATABASE %s_spare RENAME TO %s".formatted(template, name));
      return new Copy(name, template);
    } catch (SQLException none) {
      return copy(template);
    }
  }

  private String copyName() {
    var pid = ProcessHandle.current().pid();
    return "%s_copy_%d_%d".formatted(prefix, pid, copies.incrementAndGet());
  }

  private Catalogue read(String database) throws SQLException {
    try (var connection = connect(database)) {
      return CatalogueReader.read(connection);
    }
  }

  /// What migrations declare that have run.
  public record Replayed(Migrations migrations, Catalogue catalogue) {}

  /// Builds under another name and renames: one that is there is whole.
  private void build(String name, Migrations migrations) throws SQLException {
    var unfinished =
        "%s_building_%d_%d"
            .formatted(prefix, ProcessHandle.current().pid(), copies.incrementAndGet());
    while (!isReplayed(unfinished, migrations)) {
      // A role was missing, and is there now.
    }
    try {
      administrate("ALTER DATABASE %s RENAME TO %s".formatted(unfinished, name));
    } catch (SQLException failure) {
      // Another process was quicker, with the same migrations.
      administrate("DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
      if (!SqlState.of(failure).isDuplicateDatabase()) throw failure;
    }
    if (server.isOurs()) forgetOldest();
    else remember(name);
  }

  /// Whether the migrations ran to their end in a fresh database.
  private boolean isReplayed(String database, Migrations migrations) throws SQLException {
    administrate(
        "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)",
        "CREATE DATABASE " + database + " TEMPLATE template0");
    try (var connection = connect(database)) {
      migrations.replay(connection);
      return true;
    } catch (MigrationRefused refused) {
      if (roles().madeFor(refused)) return false;
      administrate("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
      throw refused;
    }
  }

  private static final String OLDEST =
      """
      SELECT datname FROM pg_database
       WHERE datname ~ '^shadow_[0-9a-f]{16}(_spare)?$'
       ORDER BY oid DESC
      OFFSET %d
      """;

  private void forgetOldest() throws SQLException {
    var old = new ArrayList<String>();
    try (var connection = connect(server.url().name());
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(OLDEST.formatted(REPLAYED_MAX))) {
      while (rows.next()) old.add(rows.getString(1));
    }
    for (var name : old) {
      try {
        administrate("DROP DATABASE IF EXISTS " + name);
      } catch (SQLException inUse) {
        if (!Complaint.code(inUse).equals("55006")) throw inUse;
      }
    }
  }

  private Copy copy(String template) throws SQLException {
    var name = copyName();
    administrate("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy".formatted(name, template));
    return new Copy(name, template);
  }

  /// A database of one's own.
  public final class Copy implements AutoCloseable {
    private final String name;
    private final String template;

    private Copy(String name, String template) {
      this.name = name;
      this.template = template;
    }

    /// A new connection to it, in autocommit mode.
    public Connection connect() throws SQLException {
      return Shadow.this.connect(name);
    }

    /// Where it is.
    public DatabaseUrl url() {
      return server.url().withName(name);
    }

    @Override
    public void close() throws SQLException {
      administrate("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      if (server.staysUp()) leaveSpare(template);
    }
  }

  private static final int SENT_AFTER_MILLIS = 5;

  /// Makes the copy for the next run while nobody waits: PostgreSQL goes on with a statement whose
  /// client has gone, so the answer is not waited for. Where a spare is there already, or this does
  /// not work, the next run makes its own.
  private synchronized void leaveSpare(String template) throws SQLException {
    if (administrator == null) return;
    administrator.setNetworkTimeout(Runnable::run, SENT_AFTER_MILLIS);
    try {
      execute(administrator, "CREATE DATABASE %s_spare TEMPLATE %s".formatted(template, template));
    } catch (SQLException goneOrThere) {
      administrator.close();
      administrator = null;
    }
  }

  /// Whether the server is our own embedded one, whose files may be touched.
  public boolean isOurs() {
    return server.isOurs();
  }

  @Override
  public void close() {
    try {
      for (var name : temporary) administrate("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      if (administrator != null) administrator.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "the scratch databases tally_shadow_… could not be dropped; drop them by hand", failure);
    } finally {
      server.close();
    }
  }

  private Roles roles() {
    return new Roles(server.url(), server.isOurs());
  }

  private Connection connectToEmpty() throws SQLException {
    var name = prefix + "_empty";
    try {
      return connect(name);
    } catch (SQLException missing) {
      if (!Complaint.code(missing).equals("3D000")) throw missing;
    }
    try {
      administrate("CREATE DATABASE " + name + " TEMPLATE template0");
    } catch (SQLException failure) {
      // Another process was quicker.
      if (!SqlState.of(failure).isDuplicateDatabase()) throw failure;
    }
    if (!server.isOurs()) remember(name);
    return connect(name);
  }

  private void remember(String name) {
    synchronized (temporary) {
      temporary.add(name);
    }
  }

  private Connection connect(String database) throws SQLException {
    return server.url().withName(database).connect(PARAMETERS);
  }

  /// One session makes and drops databases, because each new one takes longer than most of that.
  private synchronized void administrate(String... statements) throws SQLException {
    if (administrator == null) administrator = server.url().connect(PARAMETERS);
    for (var sql : statements) execute(administrator, sql);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static String fingerprint(Migrations migrations) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var migration : migrations.all()) {
        digest.update(migration.sql().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
