package dev.tallystick.cli.schema;

import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Severity;
import java.io.PrintWriter;

/// Findings as commands of a GitHub workflow, which shows them beside the lines.
final class LintGithub {
  private LintGithub() {}

  static void print(PrintWriter out, LintReport report) {
    for (var finding : report.left()) out.println(command(finding));
  }

  private static String command(Finding finding) {
    var place =
        finding.file() == null
            ? ""
            : "file=%s,line=%d,".formatted(property(finding.file()), finding.line());
    var object = finding.object() == null ? "" : finding.object() + ": ";
    var decision = finding.decision().isEmpty() ? "" : "\n" + finding.decision();
    var sql = finding.sql().isEmpty() ? "" : "\n" + finding.sql();
    return "::%s %stitle=%s::%s"
        .formatted(
            command(finding.severity()),
            place,
            property(finding.rule()),
            message(object + finding.reason() + decision + sql));
  }

  private static String command(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "notice";
    };
  }

  private static String message(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return message(text).replace(":", "%3A").replace(",", "%2C");
  }
}
