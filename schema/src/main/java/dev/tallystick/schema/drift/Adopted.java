package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.plan.Restatement;
import dev.tallystick.schema.shadow.LoadFailure;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import dev.tallystick.schema.sql.ScriptFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What came of adopting: nothing is on disk yet.
public sealed interface Adopted {
  /// The files as they should be, loaded and found to declare what the live database has.
  ///
  /// @param files the new text of each that changes; empty where a file goes
  record Written(Map<String, String> files) implements Adopted {}

  /// Edits that did not come out right: write these by hand.
  ///
  /// @param subjects what the files would not declare as the live database does
  /// @param message what PostgreSQL said; empty if the files load
  record ByHand(List<Subject> subjects, String message) implements Adopted {}

  /// Writes `subjects` as the live database has them into `files`, and proves it.
  static Adopted of(Shadow shadow, SchemaFiles files, Sides sides, Set<Subject> subjects)
      throws SQLException {
    var text = new SchemaText(files.scripts());
    try {
      new Adoption(text, files.folder(), sides, subjects).run();
      try (var declared = shadow.declare(text.scripts())) {
        var project = List.of(sides.files(), sides.migrations(), sides.live());
        var now = Comparison.asOn(sides.live(), declared.catalogue().inScopeOf(project));
        var live = Restatement.of(declared.connection(), sides.live(), now);
        var old = Restatement.of(declared.connection(), sides.files(), now);
        var wrong = wrong(now, live, old, subjects);
        return wrong.isEmpty() ? new Written(text.changes(files.scripts())) : new ByHand(wrong, "");
      }
    } catch (LoadFailure | ScriptFailure failure) {
      return new ByHand(List.copyOf(subjects), String.valueOf(failure.getMessage()));
    }
  }

  /// What was to be adopted must be as on the live database, and the rest as it was.
  private static List<Subject> wrong(
      Catalogue now, Catalogue live, Catalogue old, Set<Subject> subjects) {
    var all = new TreeSet<Subject>(subjects);
    all.addAll(Facet.subjects(now));
    all.addAll(Facet.subjects(old));
    var wrong = new ArrayList<Subject>();
    for (var subject : all) {
      var wanted = Facet.of(subjects.contains(subject) ? live : old, subject);
      if (!Facet.of(now, subject).equals(wanted)) wrong.add(subject);
    }
    return wrong;
  }
}
