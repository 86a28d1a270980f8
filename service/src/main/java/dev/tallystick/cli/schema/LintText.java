package dev.tallystick.cli.schema;

import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Linter;
import dev.tallystick.schema.lint.Severity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings for people: by file, in the order of lines.
final class LintText {
  private static final int SEVERITY_WIDTH = "warning".length();

  private LintText() {}

  /// Every rule with its summary.
  static void rules(PrintWriter out) {
    var rules = Linter.rules();
    int width = rules.stream().mapToInt(rule -> rule.name().length()).max().orElse(0);
    for (var rule : rules) {
      var when = rule.isOptional() ? " Only with --rule." : "";
      if (rule.needsLive()) when += " Only with --database-url.";
      out.println(
          padded(rule.name(), width)
              + "  "
              + coloured(rule.severity())
              + "  "
              + rule.summary()
              + Terminal.faint(when));
    }
  }

  static void print(PrintWriter out, LintReport report) {
    for (var finding : report.mended()) {
      out.println(Terminal.good("mended ") + " " + finding.rule() + "  " + object(finding));
    }
    if (!report.mended().isEmpty() && !report.left().isEmpty()) out.println();
    byFile(report.left()).forEach((file, findings) -> print(out, file, findings));
    out.println(summary(report));
  }

  private static Map<String, List<Finding>> byFile(List<Finding> findings) {
    var byFile = new LinkedHashMap<String, List<Finding>>();
    for (var finding : findings) {
      var file = finding.file() == null ? "declared in no file" : finding.file();
      byFile.computeIfAbsent(file, _ -> new ArrayList<>()).add(finding);
    }
    return byFile;
  }

  private static void print(PrintWriter out, String file, List<Finding> findings) {
    out.println(Terminal.bold(file));
    int width =
        findings.stream()
            .mapToInt(finding -> String.valueOf(finding.line()).length())
            .max()
            .orElse(0);
    var indent = " ".repeat(width + 4);
    for (var finding : findings) {
      var line = String.valueOf(finding.line());
      out.println(
          "  "
              + " ".repeat(width - line.length())
              + line
              + "  "
              + coloured(finding.severity())
              + "  "
              + Terminal.bold(finding.rule())
              + "  "
              + object(finding));
      out.println(indent + finding.reason());
      if (!finding.decision().isEmpty()) out.println(indent + finding.decision());
      if (!finding.sql().isEmpty()) out.println(indent + Terminal.faint(finding.sql()));
    }
    out.println();
  }

  private static String object(Finding finding) {
    return finding.object() == null ? "" : finding.object().toString();
  }

  private static String coloured(Severity severity) {
    var text = padded(severity.toString(), SEVERITY_WIDTH);
    return switch (severity) {
      case ERROR -> Terminal.bad(text);
      case WARNING -> Terminal.caution(text);
      case INFO -> Terminal.faint(text);
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String summary(LintReport report) {
    var parts = new ArrayList<String>();
    for (var severity : Severity.values()) {
      long count = report.count(severity);
      if (count > 0)
        parts.add(count + " " + severity + (count == 1 || severity == Severity.INFO ? "" : "s"));
    }
    var mended = report.mended().isEmpty() ? "" : report.mended().size() + " mended; ";
    if (parts.isEmpty()) {
      return Terminal.good(
          "%snothing to say about %d files".formatted(mended, report.scripts().size()));
    }
    long mendable = report.left().stream().filter(Finding::isMendable).count();
    var hint =
        mendable == 0 || !mended.isEmpty() ? "" : "; --fix mends %d of them".formatted(mendable);
    return mended + String.join(", ", parts) + hint;
  }
}
