package dev.tallystick.cli.schema;

import dev.tallystick.schema.lint.Description;
import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Linter;
import dev.tallystick.schema.lint.Severity;
import dev.tallystick.schema.lint.TextEdit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Findings as SARIF 2.1.0, which code hosts and editors read.
final class LintSarif {
  private LintSarif() {}

  static String sarif(LintReport report) {
    var rules = Linter.rules();
    var names = rules.stream().map(Description::name).toList();
    var driver = new LinkedHashMap<String, Object>();
    driver.put("name", "tally schema lint");
    driver.put("rules", rules.stream().map(LintSarif::rule).toList());
    var run = new LinkedHashMap<String, Object>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "utf16CodeUnits");
    run.put("results", report.left().stream().map(finding -> result(finding, names)).toList());
    var sarif = new LinkedHashMap<String, Object>();
    sarif.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    sarif.put("version", "2.1.0");
    sarif.put("runs", List.of(run));
    return Json.text(sarif);
  }

  private static Map<String, Object> rule(Description rule) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("id", rule.name());
    shown.put("shortDescription", Map.of("text", rule.summary()));
    shown.put("defaultConfiguration", Map.of("level", level(rule.severity())));
    return shown;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  private static Map<String, Object> result(Finding finding, List<String> names) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("ruleId", finding.rule());
    shown.put("ruleIndex", names.indexOf(finding.rule()));
    shown.put("level", level(finding.severity()));
    shown.put("message", Map.of("text", message(finding)));
    if (finding.file() != null) shown.put("locations", List.of(location(finding, finding.file())));
    if (finding.isMendable()) shown.put("fixes", List.of(fix(finding)));
    return shown;
  }

  private static String message(Finding finding) {
    return finding.decision().isEmpty()
        ? finding.reason()
        : finding.reason() + ". " + finding.decision();
  }

  private static Map<String, Object> location(Finding finding, String file) {
    var physical = new LinkedHashMap<String, Object>();
    physical.put("artifactLocation", Map.of("uri", uri(file)));
    physical.put("region", Map.of("startLine", finding.line()));
    var location = new LinkedHashMap<String, Object>();
    location.put("physicalLocation", physical);
    if (finding.object() != null) {
      var name = finding.object().toString();
      location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", name)));
    }
    return location;
  }

  private static Map<String, Object> fix(Finding finding) {
    var byFile = new LinkedHashMap<String, List<TextEdit>>();
    for (var edit : finding.edits()) {
      byFile.computeIfAbsent(edit.file(), _ -> new ArrayList<>()).add(edit);
    }
    var changes = new ArrayList<Map<String, Object>>();
    byFile.forEach(
        (file, edits) -> {
          var change = new LinkedHashMap<String, Object>();
          change.put("artifactLocation", Map.of("uri", uri(file)));
          change.put("replacements", edits.stream().map(LintSarif::replacement).toList());
          changes.add(change);
        });
    return Map.of("artifactChanges", changes);
  }

  private static Map<String, Object> replacement(TextEdit edit) {
    var region = new LinkedHashMap<String, Object>();
    region.put("charOffset", edit.start());
    region.put("charLength", edit.end() - edit.start());
    var replacement = new LinkedHashMap<String, Object>();
    replacement.put("deletedRegion", region);
    if (!edit.replacement().isEmpty()) {
      replacement.put("insertedContent", Map.of("text", edit.replacement()));
    }
    return replacement;
  }

  private static String uri(String file) {
    var path = Path.of(file);
    if (path.isAbsolute()) return path.toUri().toString();
    return Arrays.stream(file.replace('\\', '/').split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
