package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What one side says of a [Subject].
public sealed interface Facet {
  /// Nothing: it is not there.
  record Absent() implements Facet {}

  /// An object.
  record Declared(SchemaObject object) implements Facet {}

  /// A comment.
  record Comment(String text) implements Facet {}

  /// Grants, at least one.
  record Grants(SortedSet<Grant> grants) implements Facet {}

  /// What `catalogue` says of `subject`.
  static Facet of(Catalogue catalogue, Subject subject) {
    var key = subject.key();
    return switch (subject.aspect()) {
      case OBJECT -> catalogue.find(key).<Facet>map(Declared::new).orElseGet(Absent::new);
      case COMMENT -> {
        var text = catalogue.comments().get(key);
        yield text == null ? new Absent() : new Comment(text);
      }
      case GRANTS -> {
        var grants = catalogue.grants().get(key);
        yield grants == null ? new Absent() : new Grants(grants);
      }
    };
  }

  /// Everything that `catalogue` says something of.
  static Set<Subject> subjects(Catalogue catalogue) {
    var found = new TreeSet<Subject>();
    add(found, catalogue.objects().keySet(), Subject.Aspect.OBJECT);
    add(found, catalogue.comments().keySet(), Subject.Aspect.COMMENT);
    add(found, catalogue.grants().keySet(), Subject.Aspect.GRANTS);
    return found;
  }

  private static void add(Set<Subject> found, Set<ObjectKey> keys, Subject.Aspect aspect) {
    for (var key : keys) found.add(new Subject(key, aspect));
  }
}
