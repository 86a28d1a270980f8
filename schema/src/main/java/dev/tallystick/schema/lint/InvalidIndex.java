package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Index;
import java.util.ArrayList;
import java.util.List;

/// An index that is written but never read: its build CONCURRENTLY failed, or a partition lacks its
/// part.
final class InvalidIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description("invalid-index", Severity.ERROR, "An index is invalid, so no query uses it.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (index.isValid()) continue;
      var declared = subject.find(index.key(), Index.class);
      var isLive = declared.map(Index::isValid).orElse(true);
      problems.add(
          new Problem(
              index.key(),
              DESCRIPTION.severity(),
              "%s is invalid%s: every write pays for it, and no query uses it"
                  .formatted(index.key().name(), isLive ? " in the live database" : ""),
              isLive
                  ? Remedy.byPerson(
                      "mend it in the live database; the files are right",
                      "REINDEX INDEX CONCURRENTLY %s;".formatted(index.key().qualifiedName()))
                  : Remedy.byPerson("declare it without ONLY, or attach the missing parts", "")));
    }
    return problems;
  }
}
