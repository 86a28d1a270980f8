package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The operator says who is staff, and reads the audit log.
final class StaffCommandTest {
  private final DatabaseUrl url = TestingDatabase.fresh();
  private final UUID ada = UUID.randomUUID();

  private record Said(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Said tally(String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--database-url", url.withPassword()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  @BeforeEach
  void makeUser() throws SQLException {
    TallyProcess.sql(
        url,
        "INSERT INTO tally.users (id, email, email_verified_at) VALUES ('%s', 'ada@example.com', now())"
            .formatted(ada));
  }

  @Test
  void areAddedChangedListedAndRemovedWithLinesInTheAuditLog() throws IOException {
    assertThat(tally("staff", "add", "Ada@example.com", "--role", "support").out())
        .isEqualTo("Ada@example.com has the role support now\n");
    assertThat(tally("staff", "add", ada.toString(), "--role", "support").out())
        .contains("already");
    assertThat(tally("staff", "add", ada.toString(), "--role", "read-only").exitCode()).isZero();
    var list = tally("staff", "list", "--json").json();
    assertThat(list).hasSize(1);
    assertThat(list.at("/0/email").asText()).isEqualTo("ada@example.com");
    assertThat(list.at("/0/role").asText()).isEqualTo("read-only");
    assertThat(tally("staff", "list").out()).contains("ada@example.com", "read-only");
    assertThat(tally("staff", "remove", "ada@example.com").out()).contains("is no staff now");
    assertThat(tally("staff", "remove", "ada@example.com").out()).contains("already");

    var lines = tally("audit", "--user", ada.toString(), "--json").json();
    assertThat(lines.findValuesAsText("action"))
        .containsSubsequence("staff.removed", "staff.added", "staff.added");
    assertThat(lines.findValuesAsText("actor")).containsOnly("operator");
    assertThat(tally("audit", "--subject", "user:" + ada, "--limit", "1").out())
        .contains("staff.removed", "by operator", "role.old=read-only")
        .hasLineCount(1);
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    assertThat(tally("staff", "add", "eve@example.com", "--role", "admin"))
        .isEqualTo(
            new Said(
                2,
                "",
                "tally: there is no user eve@example.com; name one by id or e-mail address\n"));
    assertThat(tally("staff", "add", "ada", "--role", "admin").err())
        .isEqualTo("tally: USER must be an id or an e-mail address, not ada\n");
    assertThat(tally("staff", "add", ada.toString(), "--role", "root").err())
        .isEqualTo("tally: no role root; there are admin, support, read-only\n");
    assertThat(tally("audit", "--limit", "0").err())
        .isEqualTo("tally: --limit must be a number from 1 to 500\n");
  }

  /// Whoever may write can give an account of their own any address.
  @Test
  void areNotFoundByAnAddressThatNobodyHasProven() throws SQLException {
    TallyProcess.sql(
        url, "INSERT INTO tally.users (id, email) VALUES (gen_random_uuid(), 'boss@example.com')");
    var refused = tally("staff", "add", "boss@example.com", "--role", "admin");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("nobody has shown that boss@example.com is theirs");
    assertThat(tally("staff", "list").out()).doesNotContain("boss@example.com");
  }

  @Test
  void readTheLogWithoutHarmToTheirTerminal() throws SQLException {
    TallyProcess.sql(
        url,
        "INSERT INTO tally.audit_log (actor, action, subject, details) VALUES"
            + " ('operator', 'user.changed', 'user:x', jsonb_build_object('name.new', E'a\\n\\x1b[2J'))");
    assertThat(tally("audit").out()).contains("name.new=a\\u000A\\u001B[2J");
  }
}
