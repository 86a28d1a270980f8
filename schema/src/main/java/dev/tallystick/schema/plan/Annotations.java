package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The steps for comments and grants, on what changed and on what came to be anew.
final class Annotations {
  private final Catalogue before;
  private final Catalogue after;
  private final Set<ObjectKey> created;

  Annotations(Catalogue before, Catalogue after, Set<ObjectKey> created) {
    this.before = before;
    this.after = after;
    this.created = created;
  }

  List<Step> steps(Difference difference) {
    var steps = new ArrayList<Step>();
    var commented = new TreeSet<>(difference.comments().keySet());
    commented.addAll(created);
    for (var key : after.comments().keySet()) {
      if (isColumnOfView(key) && created.contains(view(key))) commented.add(key);
    }
    for (var key : commented) {
      var text = after.comments().get(key);
      if (text == null && created.contains(key)) continue;
      after
          .find(key)
          .map(object -> Ddl.comment(object, text))
          .or(() -> columnOfView(key, text))
          .ifPresent(sql -> steps.add(Step.of(Action.COMMENT, key, sql)));
    }
    var granted = new TreeSet<>(difference.grants().keySet());
    granted.addAll(created);
    for (var key : after.grants().keySet()) {
      if (isColumnOfView(key) && created.contains(view(key))) granted.add(key);
    }
    for (var key : granted) {
      if (after.objects().containsKey(key) || isColumnOfView(key)) steps.addAll(grants(key));
    }
    return steps;
  }

  private static ObjectKey view(ObjectKey column) {
    return ObjectKey.of(Kind.VIEW, column.schema(), column.table());
  }

  private boolean isColumnOfView(ObjectKey key) {
    return key.kind() == Kind.COLUMN && after.objects().containsKey(view(key));
  }

  private Optional<String> columnOfView(ObjectKey key, @Nullable String text) {
    if (!isColumnOfView(key)) return Optional.empty();
    var value = text == null ? "NULL" : Name.literal(text);
    return Optional.of("COMMENT ON COLUMN %s IS %s".formatted(key.qualifiedName(), value));
  }

  private List<Step> grants(ObjectKey key) {
    var wanted = after.grants().getOrDefault(key, Collections.emptySortedSet());
    var present =
        created.contains(isColumnOfView(key) ? view(key) : key)
            ? givenByPostgres(key)
            : before.grants().getOrDefault(key, Collections.emptySortedSet());
    var change = Difference.change(present, wanted);
    var steps = new ArrayList<Step>();
    for (var grant : change.revoked()) {
      // What is granted with another option is granted again, not taken away and given back.
      var isOnlyOption =
          change.granted().stream()
              .anyMatch(
                  g ->
                      g.grantee().equals(grant.grantee())
                          && g.privilege().equals(grant.privilege()));
      if (isOnlyOption && !grant.isGrantable()) continue;
      var what = isOnlyOption ? "GRANT OPTION FOR " : "";
      steps.add(
          Step.of(
              Action.GRANT,
              key,
              "REVOKE %s%s FROM %s".formatted(what, privilegeOn(grant, key), grant.grantee())));
    }
    for (var grant : change.granted()) {
      var wasGrantable =
          change.revoked().stream()
              .anyMatch(
                  g ->
                      g.isGrantable()
                          && g.grantee().equals(grant.grantee())
                          && g.privilege().equals(grant.privilege()));
      if (wasGrantable) continue;
      steps.add(
          Step.of(
              Action.GRANT,
              key,
              "GRANT %s TO %s%s"
                  .formatted(
                      privilegeOn(grant, key),
                      grant.grantee(),
                      grant.isGrantable() ? " WITH GRANT OPTION" : "")));
    }
    return steps;
  }

  /// What everybody may do with a new function or type until it is revoked.
  private static Set<Grant> givenByPostgres(ObjectKey key) {
    if (key.kind() == Kind.ROUTINE) return Set.of(new Grant("PUBLIC", "EXECUTE", false));
    if (key.kind() == Kind.TYPE) return Set.of(new Grant("PUBLIC", "USAGE", false));
    return Set.of();
  }

  private String privilegeOn(Grant grant, ObjectKey key) {
    if (key.kind() == Kind.COLUMN) {
      var table = key.owner().qualifiedName();
      return "%s (%s) ON TABLE %s".formatted(grant.privilege(), key.name(), table);
    }
    return switch (after.get(key)) {
      case SchemaObject.View _ -> grant.privilege() + " ON TABLE " + key.qualifiedName();
      case SchemaObject object -> grant.privilege() + " ON " + Ddl.target(object);
    };
  }
}
