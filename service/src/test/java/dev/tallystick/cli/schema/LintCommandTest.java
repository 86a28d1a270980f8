package dev.tallystick.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.Service;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LintCommandTest {
  private static final Path OWN =
      Path.of(System.getProperty("tally.root")).resolve("database/schema");
  private static final String SHADOW = TestPostgres.freshDatabase().withPassword();

  private static final String FAULTY =
      """
      CREATE TABLE "50 %, or: so" (id bigint PRIMARY KEY, body json);
      CREATE TABLE users (
          id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          seen timestamptz
      );
      CREATE INDEX users_seen_idx ON users (seen);
      """;

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("a b.sql");
    Files.writeString(file, FAULTY);
  }

  private record Printed(int code, String text, String err) {}

  private static Printed lint(Path schema, String... options) {
    var arguments = new ArrayList<>(List.of("--schema", schema.toString(), "--shadow", SHADOW));
    arguments.addAll(List.of(options));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        new CommandLine(new LintCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Printed(code, out.toString(), err.toString());
  }

  @Test
  void tallysticksOwnSchemaHasNoFindings() {
    var printed = lint(OWN, "--fail-on", "info");
    assertThat(printed.text()).startsWith("nothing to say about ");
    assertThat(printed.code()).isZero();
  }

  @Test
  void tallysticksOwnDatabaseHasNoFindings() {
    var url = TestPostgres.freshDatabase();
    try (var database = Database.open(url, 2)) {
      Service.prepare(database, InstantSource.system());
    }
    var printed = lint(OWN, "--fail-on", "info", "--database-url", url.withPassword());
    assertThat(printed.text()).startsWith("nothing to say about ");
    assertThat(printed.code()).isZero();
  }

  @Test
  void textNamesFileLineRuleAndReason() {
    var printed = lint(folder);
    assertThat(printed.code()).isEqualTo(1);
    assertThat(printed.text())
        .startsWith(file.toString())
        .contains("  1  warning  json-not-jsonb  column public.\"50 %, or: so\".body")
        .contains("  3  info     key-near-exhaustion  column public.users.id")
        .contains("  6  warning  timestamp-index  index public.users_seen_idx")
        .endsWith("2 warnings, 1 info; --fix mends 2 of them" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource({
    "error, timestamp-index, 0",
    "warning, timestamp-index, 1",
    "warning, key-near-exhaustion, 0",
    "info, key-near-exhaustion, 1",
    "never, timestamp-index, 0"
  })
  void theExitCodeTellsWhetherSomethingBadIsLeft(String failOn, String rule, int code) {
    assertThat(lint(folder, "--fail-on", failOn, "--rule", rule).code()).isEqualTo(code);
  }

  @Test
  void fixWritesTheFilesAndLeavesWhatNeedsAPerson() throws IOException {
    var printed = lint(folder, "--fix");
    assertThat(printed.code()).isEqualTo(1);
    assertThat(printed.text()).contains("mended", "json-not-jsonb", "2 mended; 1 warning");
    assertThat(file)
        .content()
        .isEqualTo(FAULTY.replace("body json", "body jsonb").replace("integer", "bigint"));
    assertThat(lint(folder, "--fix").text()).doesNotContain("mended");
  }

  @Test
  void jsonHoldsEveryFinding() throws JsonProcessingException {
    var json = new ObjectMapper().readTree(lint(folder, "--format", "json").text());
    assertThat(json.at("/summary/warning").asInt()).isEqualTo(2);
    assertThat(json.at("/findings")).hasSize(3);
    assertThat(json.at("/findings/0/rule").asText()).isEqualTo("json-not-jsonb");
    assertThat(json.at("/findings/0/mendable").asBoolean()).isTrue();
    assertThat(json.at("/findings/2/decision").asText()).contains("BRIN");
  }

  @Test
  void sarifNamesRulesPlacesAndReplacements() throws JsonProcessingException {
    var sarif = new ObjectMapper().readTree(lint(folder, "--format", "sarif").text());
    assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
    var result = sarif.at("/runs/0/results/0");
    var rule = sarif.at("/runs/0/tool/driver/rules").get(result.get("ruleIndex").asInt());
    assertThat(rule.get("id").asText()).isEqualTo("json-not-jsonb");
    var place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).endsWith("/a%20b.sql");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(1);
    var replacement = result.at("/fixes/0/artifactChanges/0/replacements/0");
    int offset = replacement.at("/deletedRegion/charOffset").asInt();
    int length = replacement.at("/deletedRegion/charLength").asInt();
    assertThat(FAULTY.substring(offset, offset + length)).isEqualTo("json");
    assertThat(replacement.at("/insertedContent/text").asText()).isEqualTo("jsonb");
  }

  @Test
  void githubCommandsAreEscaped() {
    assertThat(lint(folder, "--format", "github").text().lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("::warning file=%s,line=1,title=json-not-jsonb::".formatted(file))
        .contains("column public.\"50 %25, or: so\".body: body is json")
        .contains("%0AALTER TABLE");
  }

  @Test
  void filesThatDoNotLoadAreNamed() throws IOException {
    Files.writeString(file, "CREATE TABEL a ()");
    var printed = lint(folder);
    assertThat(printed.code()).isNotZero();
    assertThat(printed.err()).contains("a b.sql:1:8", "TABEL");
  }

  @Test
  void rulesAreListed() {
    assertThat(lint(folder, "--rules").text()).contains("timestamp-index", "Only with --rule.");
  }
}
