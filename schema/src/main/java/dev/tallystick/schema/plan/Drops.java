package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.plan.Fates.Fate;
import dev.tallystick.schema.plan.StepGraph.Doing;
import dev.tallystick.schema.plan.StepGraph.Node;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which objects go by themselves when another is dropped.
final class Drops {
  private final Catalogue before;
  private final Catalogue after;
  private final Fates fates;

  Drops(Catalogue before, Catalogue after, Fates fates) {
    this.before = before;
    this.after = after;
    this.fates = fates;
  }

  private boolean isGoing(ObjectKey key) {
    var fate = fates.of(key);
    return fate == Fate.DROP || fate == Fate.REPLACE;
  }

  /// Whether PostgreSQL drops `object` along with something that the plan drops.
  boolean isImplied(SchemaObject object) {
    var key = object.key();
    var on = Catalogue.tableOf(object);
    if (object instanceof Constraint constraint && isInCircle(constraint)) return false;
    if (!on.equals(key) && isGoing(on)) return true;
    if (object instanceof Column column && column.isInherited()) return true;
    if (object instanceof Sequence sequence && sequence.ownedBy() != null) {
      return isGoing(sequence.ownedBy())
          || isGoing(sequence.ownedBy().owner())
          || after.hasIdentity(sequence.ownedBy());
    }
    return switch (key.kind()) {
      case CONSTRAINT, INDEX, STATISTICS ->
          before.needs(key).stream()
              .anyMatch(
                  needed ->
                      needed.kind() == Kind.COLUMN && needed.owner().equals(on) && isGoing(needed));
      default -> false;
    };
  }

  /// Whether two tables that go refer to each other, directly or through others, so that neither
  /// can go first.
  private boolean isInCircle(Constraint constraint) {
    var references = constraint.references();
    return references != null
        && isGoing(constraint.key().owner())
        && isGoing(references.table())
        && !references.table().equals(constraint.key().owner())
        && reaches(references.table(), constraint.key().owner(), new TreeSet<>());
  }

  private boolean reaches(ObjectKey from, ObjectKey to, Set<ObjectKey> seen) {
    if (from.equals(to)) return true;
    if (!seen.add(from)) return false;
    return before.of(from, Constraint.class).stream()
        .map(Constraint::references)
        .anyMatch(references -> references != null && reaches(references.table(), to, seen));
  }

  /// The node that drops `key`, itself or along with what it is part of.
  Optional<Node> node(StepGraph graph, ObjectKey key) {
    var own = graph.find(Doing.DROP, key).or(() -> graph.find(Doing.CLEAR, key));
    if (own.isPresent()) return own;
    var object = before.objects().get(key);
    if (object == null || !isGoing(key)) return Optional.empty();
    var on = Catalogue.tableOf(object);
    if (!on.equals(key)) {
      var ofTable = graph.find(Doing.DROP, on).or(() -> graph.find(Doing.CLEAR, on));
      if (ofTable.isPresent()) return ofTable;
    }
    for (var needed : before.needs(key)) {
      if (needed.kind() != Kind.COLUMN || !needed.owner().equals(on)) continue;
      var ofColumn = graph.find(Doing.DROP, needed).or(() -> graph.find(Doing.CLEAR, needed));
      if (ofColumn.isPresent()) return ofColumn;
    }
    return Optional.empty();
  }
}
