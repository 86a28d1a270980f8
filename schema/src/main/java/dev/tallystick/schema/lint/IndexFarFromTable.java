package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import java.util.ArrayList;
import java.util.List;

/// An index in another file than its table, where who changes the table does not see it.
final class IndexFarFromTable implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "index-far-from-table",
          Severity.INFO,
          "An index is declared in another file than its table.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (index.isConstraint()) continue;
      var place = subject.places().exact(index.key());
      var table = subject.places().exact(index.table());
      if (place.isEmpty() || table.isEmpty()) continue;
      if (place.get().file().equals(table.get().file())) continue;
      problems.add(
          new Problem(
              index.key(),
              DESCRIPTION.severity(),
              "%s is declared here, and its table in %s:%d"
                  .formatted(index.key().name(), table.get().file(), table.get().line()),
              Remedy.of(
                  "",
                  new Change.AddBehind(index.table(), text(subject, index, place.get())),
                  new Change.RemoveStatement(index.key()))));
    }
    return problems;
  }

  private static String text(Subject subject, KeyedIndex index, Place place) {
    var text = place.statement().text() + ";";
    var comment = subject.catalogue().comments().get(index.key());
    if (comment == null) return text;
    return "%s\nCOMMENT ON INDEX %s IS %s;"
        .formatted(text, index.key().qualifiedName(), Name.literal(comment));
  }
}
