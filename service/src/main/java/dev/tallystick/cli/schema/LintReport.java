package dev.tallystick.cli.schema;

import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Severity;
import dev.tallystick.schema.sql.Script;
import java.util.List;

/// What `tally schema lint` has to say, in any format.
///
/// @param scripts the files, as they are now
/// @param mended what was found and is gone
/// @param left what is to be read
record LintReport(List<Script> scripts, List<Finding> mended, List<Finding> left) {
  long count(Severity severity) {
    return left.stream().filter(finding -> finding.severity() == severity).count();
  }
}
