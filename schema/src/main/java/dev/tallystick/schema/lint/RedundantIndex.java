package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An index whose every use another of the same table can serve.
final class RedundantIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "redundant-index", Severity.WARNING, "Another index does all that this one does.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var indexes : subject.indexesByTable()) {
      for (var index : indexes) {
        stronger(index, indexes).ifPresent(other -> problems.add(problem(subject, index, other)));
      }
    }
    return problems;
  }

  private static Problem problem(Subject subject, KeyedIndex index, KeyedIndex other) {
    var size =
        subject
            .live()
            .index(index)
            .map(use -> "; it takes " + Figures.bytes(use.bytes()))
            .orElse("");
    var reason =
        "%s %s does all that %s %s does%s"
            .formatted(other.key().name(), other.shape(), index.key().name(), index.shape(), size);
    var remedy =
        subject.isNeeded(index)
            ? Remedy.byPerson("something hangs on it; move that before it goes", index.dropSql())
            : Remedy.of(index.dropSql(), new Change.RemoveStatement(index.key()));
    return new Problem(index.key(), DESCRIPTION.severity(), reason, remedy);
  }

  /// The longest index that does all of what `index` does.
  private static Optional<KeyedIndex> stronger(KeyedIndex index, List<KeyedIndex> indexes) {
    if (index.isConstraint() || !index.isValid() || !index.method().equals("btree")) {
      return Optional.empty();
    }
    return indexes.stream()
        .filter(other -> !other.key().equals(index.key()) && isStronger(other, index))
        .max(Comparator.comparingInt(other -> other.keys().size()));
  }

  private static boolean isStronger(KeyedIndex other, KeyedIndex index) {
    if (!other.isValid() || !other.method().equals("btree")) return false;
    // A smaller, partial index is a choice; the planner prefers it.
    if (!Objects.equals(other.predicate(), index.predicate())) return false;
    int length = index.keys().size();
    if (other.keys().size() < length) return false;
    if (!other.keySql().subList(0, length).equals(index.keySql())) return false;
    if (!carries(other, index)) return false;
    var isLonger = other.keys().size() > length;
    if (index.isUnique()) {
      return !isLonger
          && other.isUnique()
          && !other.isDeferrable()
          && other.treatsNullsAlike() == index.treatsNullsAlike()
          && other.includes().size() > index.includes().size();
    }
    return isLonger || other.isUnique() || other.includes().size() > index.includes().size();
  }

  /// Whether a query that reads only this index could read only the other.
  private static boolean carries(KeyedIndex other, KeyedIndex index) {
    return index.includes().stream()
        .allMatch(
            column ->
                other.includes().contains(column)
                    || other.keys().stream().anyMatch(key -> column.equals(key.column())));
  }
}
