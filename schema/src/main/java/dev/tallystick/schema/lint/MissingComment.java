package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A table, view, type or function that says nothing of itself. Only when asked for.
final class MissingComment implements Rule {
  private static final Description DESCRIPTION =
      new Description(
              "missing-comment", Severity.INFO, "A table, view, type or function has no comment.")
          .onlyWhenAsked();

  private static final Set<ObjectKey.Kind> SPOKEN_OF =
      Set.of(
          ObjectKey.Kind.TABLE, ObjectKey.Kind.VIEW, ObjectKey.Kind.TYPE, ObjectKey.Kind.ROUTINE);

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var key : subject.catalogue().objects().keySet()) {
      if (!SPOKEN_OF.contains(key.kind())) continue;
      if (subject.catalogue().comments().containsKey(key) || isPartition(subject, key)) continue;
      var kind = key.kind().name();
      problems.add(
          new Problem(
              key,
              DESCRIPTION.severity(),
              "%s has no comment".formatted(Name.plain(key.name())),
              Remedy.byPerson(
                  "what is it?",
                  "COMMENT ON %s %s IS '…';"
                      .formatted(kind.toUpperCase(Locale.ROOT), key.qualifiedName()))));
    }
    return problems;
  }

  private static boolean isPartition(Subject subject, ObjectKey key) {
    return subject.table(key).map(table -> table.table().partition() != null).orElse(false);
  }
}
