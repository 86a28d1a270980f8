package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A developer's way from an edited file to a migrated database, on a server of the user's.
final class SchemaPlanCommandTest {
  private static final String SHADOW = TestPostgres.freshDatabase().withPassword();

  private static final String USERS =
      """
      CREATE SCHEMA app;
      CREATE TABLE app.users (
          id bigint PRIMARY KEY,
          name text NOT NULL
      );
      """;

  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(folder.resolve("schema"));
    Files.createDirectories(folder.resolve("migrations"));
    save(USERS);
  }

  private void save(String sql) throws IOException {
    Files.writeString(folder.resolve("schema").resolve("users.sql"), sql);
  }

  private Said tally(String command, String... more) {
    var arguments = new ArrayList<>(List.of("schema", command));
    arguments.addAll(List.of("--schema", folder.resolve("schema").toString()));
    arguments.addAll(List.of("--migrations", folder.resolve("migrations").toString()));
    arguments.addAll(List.of("--shadow", SHADOW));
    arguments.addAll(List.of(more));
    return run(arguments);
  }

  private static Said run(List<String> arguments) {
    var all = arguments.toArray(String[]::new);
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine(all)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all);
    return new Said(code, out.toString(), err.toString());
  }

  private String migration(String file) throws IOException {
    return Files.readString(folder.resolve("migrations").resolve(file));
  }

  @Test
  void fromAnEditToAMigratedDatabase() throws IOException, SQLException {
    assertThat(tally("generate", "initial")).extracting(Said::code).isEqualTo(0);
    assertThat(migration("0001_initial.sql")).contains("CREATE TABLE app.users (");

    var live = TestPostgres.freshDatabase();
    var migrate =
        List.of(
            "schema",
            "migrate",
            "--migrations",
            folder.resolve("migrations").toString(),
            "--database-url",
            live.withPassword());
    assertThat(run(migrate).code()).isEqualTo(0);
    try (var connection = live.connect(Map.of());
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO app.users SELECT n, 'user ' || n FROM generate_series(1, 50) n");
    }

    save(
        USERS.replace("name text NOT NULL", "full_name text NOT NULL, -- was: name\n    mail text")
            + "CREATE INDEX users_mail_idx ON app.users (mail);");
    assertThat(tally("generate", "mail").code()).isEqualTo(0);
    assertThat(migration("0002_mail.sql"))
        .contains("RENAME COLUMN name TO full_name;")
        .contains("-- locks app.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment")
        .contains("CREATE INDEX CONCURRENTLY users_mail_idx");
    assertThat(run(migrate).code()).isEqualTo(0);

    assertThat(tally("check", "--database-url", live.withPassword(), "--docs", "none").out())
        .contains("All agree");
    assertThat(tally("plan").out()).contains("Nothing to do.");
    try (var connection = live.connect(Map.of());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(full_name) FROM app.users")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(50);
    }
  }

  @Test
  void whatDestroysDataNeedsAReasonWhichTheMigrationKeeps() throws IOException {
    tally("generate", "initial");
    save(USERS.replace(",\n    name text NOT NULL", ""));
    var refused = tally("plan");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).contains("--allow 'column app.users.name=REASON'");
    assertThat(tally("generate", "drop_name").code()).isEqualTo(1);
    assertThat(Files.exists(folder.resolve("migrations/0002_drop_name.sql"))).isFalse();

    var allowed =
        tally("generate", "drop_name", "--allow", "column app.users.name=nobody reads it");
    assertThat(allowed.code()).as(allowed.out() + allowed.err()).isEqualTo(0);
    assertThat(migration("0002_drop_name.sql")).contains("column app.users.name, because: nobody");
  }

  @Test
  void aFileThatDoesNotLoadIsNamedWithItsPlace() throws IOException {
    save(USERS.replace("bigint", "bigit"));
    var said = tally("plan");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("users.sql:3:8: type \"bigit\" does not exist");
  }

  @Test
  void machinesReadThePlanAsJson() throws IOException {
    var json = new ObjectMapper().readTree(tally("plan", "--json").out());
    assertThat(json.path("outcome").asText()).isEqualTo("proved");
    assertThat(json.path("steps")).hasSize(2);
    assertThat(json.path("steps").path(1).path("object").asText()).isEqualTo("table app.users");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    var said = run(List.of("schema", "plan", "--schema", folder.resolve("nowhere").toString()));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("there is no folder").contains("--schema DIR");
  }
}
