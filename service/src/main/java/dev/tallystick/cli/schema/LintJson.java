package dev.tallystick.cli.schema;

import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Severity;
import java.util.LinkedHashMap;
import java.util.Map;

/// Findings as JSON.
final class LintJson {
  private LintJson() {}

  static String json(LintReport report) {
    var summary = new LinkedHashMap<String, Object>();
    for (var severity : Severity.values()) {
      summary.put(severity.toString(), report.count(severity));
    }
    summary.put("mended", report.mended().size());
    var whole = new LinkedHashMap<String, Object>();
    whole.put("findings", report.left().stream().map(LintJson::shown).toList());
    whole.put("mended", report.mended().stream().map(LintJson::shown).toList());
    whole.put("summary", summary);
    return Json.text(whole);
  }

  private static Map<String, Object> shown(Finding finding) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("rule", finding.rule());
    shown.put("severity", finding.severity().toString());
    if (finding.object() != null) shown.put("object", finding.object().toString());
    if (finding.file() != null) {
      shown.put("file", finding.file());
      shown.put("line", finding.line());
    }
    shown.put("reason", finding.reason());
    if (!finding.sql().isEmpty()) shown.put("sql", finding.sql());
    if (!finding.decision().isEmpty()) shown.put("decision", finding.decision());
    shown.put("mendable", finding.isMendable());
    return shown;
  }
}
