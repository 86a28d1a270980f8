package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An index named like a unique one that admits the same value twice.
final class NameSaysUnique implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "name-says-unique", Severity.WARNING, "An index is named like a unique one and is none.");

  private static final Pattern SAYS_UNIQUE =
      Pattern.compile("(^|_)(uq|uk|ukey|uniq|unique)(_|$)|_key$");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (index.isUnique() || index.isConstraint()) continue;
      if (!SAYS_UNIQUE.matcher(withoutColumns(index)).find()) continue;
      problems.add(
          new Problem(
              index.key(),
              DESCRIPTION.severity(),
              "%s is named like a unique index and admits %s twice"
                  .formatted(index.key().name(), index.shape()),
              Remedy.byPerson(
                  "should it be unique? Then say so, else give it a name in _idx",
                  "ALTER INDEX %s RENAME TO %s;"
                      .formatted(
                          index.key().qualifiedName(),
                          subject.newIndexName(index.table(), columns(index))))));
    }
    return problems;
  }

  private static List<String> columns(KeyedIndex index) {
    return index.keys().stream().map(key -> key.column() == null ? "" : key.column()).toList();
  }

  /// Columns may be called `api_key` or `unique_views`; their names in an index promise nothing.
  private static String withoutColumns(KeyedIndex index) {
    var name = Name.plain(index.key().name());
    for (var column : columns(index)) {
      if (!column.isEmpty()) name = name.replace(Name.plain(column), "");
    }
    return name;
  }
}
