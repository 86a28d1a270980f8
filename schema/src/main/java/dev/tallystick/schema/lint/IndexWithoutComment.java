package dev.tallystick.schema.lint;

import java.util.List;

/// An index that does not say which query it serves, among others that do.
final class IndexWithoutComment implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "index-without-comment",
          Severity.WARNING,
          "An index has no comment that names its query, where most of the others have.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var comments = subject.catalogue().comments();
    // A project that comments few of them has other habits.
    if (!subject.commentsIndexes()) return List.of();
    var indexes = subject.declaredIndexes();
    var silent = indexes.stream().filter(index -> !comments.containsKey(index.key())).toList();
    return silent.stream()
        .map(
            index ->
                new Problem(
                    index.key(),
                    DESCRIPTION.severity(),
                    "%s says nothing about its query, as %d of %d indexes do"
                        .formatted(
                            index.key().name(), indexes.size() - silent.size(), indexes.size()),
                    Remedy.byPerson(
                        "which query does it serve?",
                        "COMMENT ON INDEX %s IS 'Serves …';"
                            .formatted(index.key().qualifiedName()))))
        .toList();
  }
}
