package dev.tallystick.schema.lint;

import dev.tallystick.schema.shadow.LoadFailure;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.ScriptFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the edits of findings, and keeps those that prove themselves: the files still load, the
/// finding is gone, and none came that needs a person.
public final class Mender {
  private final Shadow shadow;
  private final Linter linter;

  public Mender(Shadow shadow, Linter linter) {
    this.shadow = shadow;
    this.linter = linter;
  }

  /// The files afterwards.
  ///
  /// @param scripts in the order in which they came
  /// @param mended what is gone
  /// @param left what is not
  public record Mended(List<Script> scripts, List<Finding> mended, List<Finding> left) {}

  private record State(List<Script> scripts, List<Finding> findings) {}

  /// @throws LoadFailure if the files do not load as they are
  public Mended mend(List<Script> scripts) throws SQLException {
    var state = state(scripts);
    var mended = new ArrayList<Finding>();
    var refused = new ArrayList<Finding>();
    // Each finding is mended once, so that two rules cannot undo each other for ever.
    // All at once as a rule; where that fails, the edit at fault is found by halving.
    for (int batch = Integer.MAX_VALUE; ; ) {
      var chosen = choose(state.findings(), refused, batch);
      if (chosen.isEmpty()) return new Mended(state.scripts(), mended, state.findings());
      var next = attempt(state, chosen);
      if (next.isPresent()) {
        state = next.get();
        mended.addAll(chosen);
        refused.addAll(chosen);
        batch = Integer.MAX_VALUE;
      } else if (chosen.size() == 1) {
        refused.add(chosen.getFirst());
        batch = Integer.MAX_VALUE;
      } else {
        batch = chosen.size() / 2;
      }
    }
  }

  private State state(List<Script> scripts) throws SQLException {
    try (var declared = shadow.declare(scripts)) {
      return new State(scripts, linter.lint(scripts, declared.catalogue()));
    }
  }

  private static List<Finding> choose(List<Finding> findings, List<Finding> refused, int max) {
    var chosen = new ArrayList<Finding>();
    var edits = new ArrayList<TextEdit>();
    for (var finding : findings) {
      if (chosen.size() == max) break;
      if (!finding.isMendable() || refused.stream().anyMatch(finding::isSameAs)) continue;
      if (finding.edits().stream().anyMatch(edit -> edits.stream().anyMatch(edit::meets))) continue;
      chosen.add(finding);
      edits.addAll(finding.edits());
    }
    return chosen;
  }

  private Optional<State> attempt(State before, List<Finding> chosen) throws SQLException {
    var edits = chosen.stream().flatMap(finding -> finding.edits().stream()).toList();
    try {
      var scripts = new ArrayList<Script>();
      for (var script : before.scripts()) {
        scripts.add(Script.of(script.file(), TextEdit.apply(script.file(), script.text(), edits)));
      }
      var after = state(List.copyOf(scripts));
      for (var finding : after.findings()) {
        if (chosen.stream().anyMatch(finding::isSameAs)) return Optional.empty();
        var isNew = before.findings().stream().noneMatch(finding::isSameAs);
        if (isNew && !finding.isMendable()) return Optional.empty();
      }
      return Optional.of(after);
    } catch (LoadFailure | ScriptFailure _) {
      return Optional.empty();
    }
  }
}
