package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaDriftCommandTest {
  private static final String USERS =
      """
      CREATE TABLE users (
          id integer PRIMARY KEY,
          name text -- as shown
      );
      """;

  @TempDir private Path folder;
  private final DatabaseUrl url = TestPostgres.freshDatabase();

  private record Said(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Said tally(String command, String... more) {
    var arguments = new ArrayList<>(List.of("schema", command));
    arguments.addAll(List.of("--migrations", folder.resolve("migrations").toString()));
    arguments.addAll(List.of("--shadow", url.withPassword()));
    if (!command.equals("baseline")) {
      arguments.addAll(List.of("--schema", folder.resolve("schema").toString()));
    }
    arguments.addAll(List.of(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  private Said onLive(String command, String... more) {
    var arguments = new ArrayList<>(List.of("--database-url", url.withPassword()));
    arguments.addAll(List.of(more));
    return tally(command, arguments.toArray(String[]::new));
  }

  private void write(String file, String sql) throws IOException {
    Files.createDirectories(folder.resolve(file).resolveSibling("."));
    Files.writeString(folder.resolve(file), sql);
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  @BeforeEach
  void writeProject() throws IOException {
    write("schema/users.sql", USERS);
    write("migrations/0001_users.sql", USERS);
  }

  @Test
  void checkSaysThatAllAgreeOrWhatMendsIt() throws IOException, SQLException {
    var offline = tally("check");
    assertThat(offline.err()).isEmpty();
    assertThat(offline.out()).isEqualToIgnoringNewLines("All agree: files and migrations.");
    assertThat(offline.exitCode()).isZero();

    run(USERS);
    assertThat(onLive("check").out().lines())
        .containsExactly(
            "- the live database has no history of migrations", "  → tally schema baseline");
    assertThat(onLive("baseline").exitCode()).isZero();
    assertThat(onLive("check").out())
        .isEqualToIgnoringNewLines("All agree: files, migrations and live database.");

    write("schema/more.sql", "CREATE TABLE more ();");
    run("ALTER TABLE users ADD nick text");
    write("migrations/0002_next.sql", "CREATE INDEX users_name ON users (name);");
    var said = onLive("check");
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.out().lines())
        .containsExactly(
            "- files and migrations differ: table public.more, index public.users_name",
            "  → tally schema generate NAME",
            "- the live database moved: column public.users.nick",
            "  → tally schema drift",
            "- the live database lacks 0002_next.sql",
            "  → tally schema migrate");
    var json = onLive("check", "--json").json();
    assertThat(json.at("/agree").asBoolean()).isFalse();
    assertThat(json.at("/complaints").size()).isEqualTo(3);
  }

  @Test
  void driftSaysWhoMoved() throws IOException, SQLException {
    run(USERS);
    onLive("baseline");
    assertThat(onLive("drift").out()).isEqualToIgnoringNewLines("No drift.");
    run("ALTER TABLE users ADD nick text, ALTER name TYPE varchar(80)");
    write("schema/users.sql", USERS + "COMMENT ON TABLE users IS 'Accounts';");
    var said = onLive("drift");
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.out().lines().limit(10))
        .containsExactly(
            "The live database moved:",
            "  table public.users",
            "    changed column name  type: text → character varying(80)",
            "    added   column nick",
            "  → keep it: tally schema adopt; or revert it",
            "",
            "The files moved:",
            "  table public.users",
            "    added   comment  'Accounts'",
            "  → tally schema generate NAME");
    assertThat(said.out()).contains("ALTER TABLE public.users DROP COLUMN nick;");
    var json = onLive("drift", "--json").json();
    assertThat(json.at("/drift").asBoolean()).isTrue();
    assertThat(json.at("/movements/1/object").asText()).isEqualTo("column public.users.name");
    assertThat(json.at("/movements/1/moved").asText()).isEqualTo("live");
  }

  @Test
  void driftNeedsADatabaseThatAnswers() {
    assertThat(tally("drift").err()).contains("--database-url");
    var dead = tally("drift", "--database-url", "postgresql://nobody@127.0.0.1:1/x");
    assertThat(dead.exitCode()).isEqualTo(2);
    assertThat(dead.err()).startsWith("tally: cannot connect to");
  }

  @Test
  void aBaselineThatIsNotTrueIsRefused() throws SQLException {
    run(USERS + "ALTER TABLE users ADD nick text, DROP name");
    var refused = onLive("baseline");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err().lines())
        .containsExactly(
            "tally: the database cannot be taken over:",
            "  - column public.users.name is missing in the database",
            "  - column public.users.nick is in the database, and no migration makes it");
    var unproved = onLive("baseline", "--unproved");
    assertThat(unproved.exitCode()).isZero();
    assertThat(unproved.err()).contains("warning: nothing proved");
    assertThat(onLive("drift").exitCode()).isEqualTo(1);
  }

  @Test
  void adoptWritesTheFileAndSaysHowToGoOn() throws IOException, SQLException {
    run(USERS);
    assertThat(onLive("adopt").err()).contains("record them first: tally schema baseline");
    onLive("baseline");
    assertThat(onLive("adopt").out()).isEqualToIgnoringNewLines("Nothing to adopt.");
    run("ALTER TABLE users ADD nick text; CREATE TABLE teams (); COMMENT ON TABLE users IS 'u'");
    var dry = onLive("adopt", "public.users", "--dry-run");
    assertThat(dry.out().lines())
        .containsExactly(
            "--- " + folder.resolve("schema/users.sql"),
            " CREATE TABLE users (",
            "     id integer PRIMARY KEY,",
            "-    name text -- as shown",
            "+    name text, -- as shown",
            "+    nick text",
            " );",
            "+COMMENT ON TABLE public.users IS 'u';",
            "nothing was written");
    assertThat(Files.readString(folder.resolve("schema/users.sql"))).isEqualTo(USERS);

    var said = onLive("adopt");
    assertThat(said.err()).isEmpty();
    assertThat(said.exitCode()).isZero();
    assertThat(said.out()).contains("tally schema generate NAME").contains("baseline --version N");
    assertThat(folder.resolve("schema/teams.sql")).hasContent("CREATE TABLE public.teams ();");
    assertThat(onLive("drift").out()).startsWith("Files and live database moved to the same:");
    assertThat(onLive("adopt", "public.users").err()).contains("did not move on the live database");
    assertThat(onLive("adopt", "public.nothing").err()).contains("did not move;");
  }
}
