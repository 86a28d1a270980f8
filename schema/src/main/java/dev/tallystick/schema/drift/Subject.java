package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.ObjectKey;
import java.util.Comparator;

/// What can move by itself: an object, the comment on it, or the grants on it.
public record Subject(ObjectKey key, Aspect aspect) implements Comparable<Subject> {
  private static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::key).thenComparing(Subject::aspect);

  /// Which side of an object.
  public enum Aspect {
    OBJECT,
    COMMENT,
    GRANTS
  }

  /// `column app.users.email`, `comment on table app.users`, `grants on view app.names`.
  @Override
  public String toString() {
    return switch (aspect) {
      case OBJECT -> key.toString();
      case COMMENT -> "comment on " + key;
      case GRANTS -> "grants on " + key;
    };
  }

  @Override
  public int compareTo(Subject other) {
    return ORDER.compare(this, other);
  }
}
