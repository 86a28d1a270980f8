package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Two indexes that are alike but for their names: every write pays for both.
final class DuplicateIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description("duplicate-index", Severity.WARNING, "Two indexes of a table hold the same.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  /// All that makes an index what it is, without its name.
  private record Shape(
      String method,
      boolean isUnique,
      boolean isDeferrable,
      boolean treatsNullsAlike,
      List<String> keys,
      TreeSet<String> includes,
      String predicate) {
    static Shape of(KeyedIndex index) {
      return new Shape(
          index.method(),
          index.isUnique(),
          index.isDeferrable(),
          index.treatsNullsAlike(),
          index.keySql(),
          new TreeSet<>(index.includes()),
          String.valueOf(index.predicate()));
    }
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var indexes : subject.indexesByTable()) {
      var kept = new HashMap<Shape, KeyedIndex>();
      // Constraints mean something, so theirs stay; of others the first by name.
      for (var index : indexes.stream().filter(KeyedIndex::isConstraint).toList()) {
        take(subject, index, kept, problems);
      }
      for (var index : indexes.stream().filter(index -> !index.isConstraint()).toList()) {
        take(subject, index, kept, problems);
      }
    }
    return problems;
  }

  private static void take(
      Subject subject, KeyedIndex index, Map<Shape, KeyedIndex> kept, List<Problem> problems) {
    if (!index.isValid()) return;
    var other = kept.putIfAbsent(Shape.of(index), index);
    if (other == null) return;
    var size =
        subject
            .live()
            .index(index)
            .map(use -> "; it takes " + Figures.bytes(use.bytes()))
            .orElse("");
    problems.add(
        new Problem(
            index.key(),
            DESCRIPTION.severity(),
            "%s holds the same as %s: %s%s"
                .formatted(index.key().name(), other.key().name(), index.shape(), size),
            remedy(subject, index)));
  }

  private static Remedy remedy(Subject subject, KeyedIndex index) {
    return index.isConstraint() || subject.isNeeded(index)
        ? Remedy.byPerson("something hangs on it; drop one of the two", index.dropSql())
        : Remedy.of(index.dropSql(), new Change.RemoveStatement(index.key()));
  }
}
