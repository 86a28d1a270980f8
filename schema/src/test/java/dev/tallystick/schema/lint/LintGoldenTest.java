package dev.tallystick.schema.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule finds its fault, mends it, and stays silent where nothing is wrong. A rule's folder:
///
/// - `fault.sql`, and `finding.txt`: what the rule says about it
/// - `fixed.sql`: what `--fix` makes of it, or a person where the rule leaves something to one
/// - `ok.sql`: what the rule must not find
/// - `live.sql`, `ok-live.sql`: what happens in a database with those files, for live statistics
///
/// A line `--- file NAME` starts another file. `-Dgolden.update` rewrites what rules produce.
final class LintGoldenTest {
  private static final Path ROOT = Path.of(System.getProperty("tally.root"));
  private static final Path GOLDEN = Path.of("src", "test", "resources", "lint");
  private static final boolean UPDATES = System.getProperty("golden.update") != null;
  private static final Pattern FILE = Pattern.compile("(?m)^--- file (\\S+)\n");
  private static final Instant TODAY = Instant.parse("2027-03-01T12:00:00Z");

  private static Shadow shadow;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  static Stream<String> rules() {
    return Linter.rules().stream().map(Description::name);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsItsFaultAndMendsIt(String rule) throws IOException, SQLException {
    var folder = GOLDEN.resolve(rule);
    var fault = scripts(folder.resolve("fault.sql"));
    var linter = linter(rule, live(fault, folder.resolve("live.sql")));
    var findings = lint(linter, fault);
    assertThat(findings).isNotEmpty();
    check(folder.resolve("finding.txt"), written(findings));
    var mended = new Mender(shadow, linter).mend(fault);
    assertThat(mended.left()).noneMatch(Finding::isMendable);
    if (mended.left().isEmpty()) check(folder.resolve("fixed.sql"), text(mended.scripts()));

    var fixed = scripts(folder.resolve("fixed.sql"));
    assertThat(lint(linter(rule, live(fixed, folder.resolve("live.sql"))), fixed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void staysSilentWhereNothingIsWrong(String rule) throws IOException, SQLException {
    var folder = GOLDEN.resolve(rule);
    var scripts = scripts(folder.resolve("ok.sql"));
    var live = live(scripts, folder.resolve("ok-live.sql"));
    assertThat(lint(linter(rule, live), scripts)).isEmpty();
  }

  @Test
  void everyRuleHasItsPageAndNothingElseHas() throws IOException {
    var docs = ROOT.resolve("docs/lint");
    for (var rule : Linter.rules()) {
      assertThat(docs.resolve(rule.name() + ".md"))
          .content()
          .startsWith("# " + rule.name() + "\n")
          .contains("## Problem", "## Solution", "Instead of", "Use");
    }
    var names = rules().toList();
    try (var pages = Files.list(docs);
        var folders = Files.list(GOLDEN)) {
      assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(names);
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void aRuleIsNamedLikeItsClass() {
    for (var rule : Rules.ALL) {
      var kebab = rule.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
      assertThat(rule.description().name()).isEqualToIgnoringCase(kebab);
    }
  }

  private static Linter linter(String rule, LiveStatistics live) {
    return Linter.of(Set.of(rule), live, InstantSource.fixed(TODAY));
  }

  private static List<Finding> lint(Linter linter, List<Script> scripts) throws SQLException {
    try (var declared = shadow.declare(scripts)) {
      return linter.lint(scripts, declared.catalogue());
    }
  }

  /// Statistics of a database that has the files and lived through `story`, for a long time.
  private static LiveStatistics live(List<Script> scripts, Path story)
      throws IOException, SQLException {
    if (!Files.exists(story)) return LiveStatistics.NONE;
    var url = TestPostgres.freshDatabase();
    for (var script : scripts) run(url, script.text());
    run(url, Files.readString(story));
    try (var connection = url.connect(Map.of())) {
      var live = LiveStatistics.read(connection);
      return new LiveStatistics(
          TODAY.minus(Duration.ofDays(60)),
          live.tables(),
          live.indexes(),
          live.columns(),
          live.counters());
    }
  }

  /// Statements one by one, as some refuse to share a transaction.
  private static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"));
        var statement = connection.createStatement()) {
      for (var each : Script.of("", sql).statements()) {
        var _ = statement.execute(each.text());
      }
      // What the session counted is seen by others at once, not in a second.
      var _ = statement.execute("SELECT pg_stat_force_next_flush()");
    }
  }

  private static List<Script> scripts(Path file) throws IOException {
    var text = Files.readString(file);
    var names = FILE.matcher(text).results().map(result -> result.group(1)).toList();
    if (names.isEmpty()) return List.of(Script.of("schema.sql", text));
    var parts = FILE.split(text, -1);
    var scripts = new ArrayList<Script>();
    for (int i = 0; i < names.size(); i++) scripts.add(Script.of(names.get(i), parts[i + 1]));
    return List.copyOf(scripts);
  }

  private static String text(List<Script> scripts) {
    if (scripts.size() == 1) return scripts.getFirst().text();
    var text = new StringBuilder();
    for (var script : scripts) {
      text.append("--- file ").append(script.file()).append('\n').append(script.text());
    }
    return text.toString();
  }

  private static String written(List<Finding> findings) {
    var text = new StringBuilder();
    for (var finding : findings) {
      text.append(
          "%s:%d: %s: %s\n  %s\n"
              .formatted(
                  finding.file(),
                  finding.line(),
                  finding.severity(),
                  finding.object() == null ? "" : finding.object(),
                  finding.reason()));
      if (!finding.sql().isEmpty()) text.append("  sql: ").append(finding.sql()).append('\n');
      if (!finding.decision().isEmpty()) {
        text.append("  decide: ").append(finding.decision()).append('\n');
      }
    }
    return text.toString();
  }

  private static void check(Path file, String produced) throws IOException {
    if (UPDATES) Files.writeString(file, produced);
    assertThat(file).content().isEqualTo(produced);
  }
}
