package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cuts a script into parts, going through it once.
final class Cut {
  private static final Pattern COMMIT = Pattern.compile("tally:\\s*commit\\b.*", Pattern.DOTALL);

  private final Script script;
  private final List<Part> parts = new ArrayList<>();
  private final List<Statement> open = new ArrayList<>();

  Cut(Script script) {
    this.script = script;
  }

  List<Part> parts() {
    int previousEnd = 0;
    for (var statement : script.statements()) {
      if (hasCommit(previousEnd, statement.start())) close();
      previousEnd = statement.end();
      if (statement.standsAlone()) {
        close();
        parts.add(new Part.Alone(statement));
      } else {
        open.add(statement);
        if (statement.endsTransaction()) close();
      }
    }
    close();
    // A script of comments alone is applied like any other.
    if (parts.isEmpty()) parts.add(new Part.Transaction(List.of()));
    return List.copyOf(parts);
  }

  private boolean hasCommit(int from, int to) {
    return script.comments().stream()
        .filter(comment -> comment.start() >= from && comment.start() < to)
        .anyMatch(comment -> COMMIT.matcher(comment.text()).matches());
  }

  private void close() {
    if (open.isEmpty()) return;
    parts.add(new Part.Transaction(open));
    open.clear();
  }
}
