package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong, where, why, and what mends it.
///
/// @param object null for a suppression that stands by itself
/// @param file null for what no file declares
/// @param line from 1; 0 without a file
/// @param reason in one or two sentences, with the figures
/// @param sql what mends a database that has it; may be empty
/// @param decision what a person has to decide; empty where nothing is to be decided
/// @param edits of the schema files that mend it; empty where a person has to
public record Finding(
    String rule,
    Severity severity,
    @Nullable ObjectKey object,
    @Nullable String file,
    int line,
    String reason,
    String sql,
    String decision,
    List<TextEdit> edits) {
  public Finding {
    edits = List.copyOf(edits);
  }

  /// Whether `--fix` mends it.
  public boolean isMendable() {
    return !edits.isEmpty();
  }

  /// Whether both are the same in two states of the files.
  boolean isSameAs(Finding other) {
    if (!rule.equals(other.rule)) return false;
    if (object == null || other.object == null) return reason.equals(other.reason);
    return object.equals(other.object);
  }
}
