package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.catalogue.SchemaObject.Extension;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import dev.tallystick.schema.plan.Fates.Fate;
import dev.tallystick.schema.plan.Step.Action;
import dev.tallystick.schema.plan.StepGraph.Doing;
import dev.tallystick.schema.plan.StepGraph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the steps from one catalogue to another. Pure: the same catalogues give the same steps.
public final class Planner {
  private static final Set<Kind> RELATIONS =
      Set.of(Kind.TABLE, Kind.VIEW, Kind.INDEX, Kind.SEQUENCE);

  private final Catalogue before;
  private final Catalogue after;
  private final Fates fates;
  private final ColumnSteps columns;
  private final TableSteps tables;
  private final IndexSteps indexes;
  private final TypeSteps types;
  private final Drops drops;
  private final StepGraph graph = new StepGraph();

  /// What comes to be anew, and so has neither comment nor grants.
  private final Set<ObjectKey> created = new TreeSet<>();

  private Planner(Catalogue before, Catalogue after, Fates fates, Hints hints) {
    this.before = before;
    this.after = after;
    this.fates = fates;
    this.columns = new ColumnSteps(before, after, hints);
    this.tables = new TableSteps(before, after);
    this.indexes = new IndexSteps(after, fates);
    this.types = new TypeSteps(before, after);
    this.drops = new Drops(before, after, fates);
  }

  /// The steps from `before` to `after`. Objects whose names changed have to be renamed in `before`
  /// already: see [Renames].
  public static Planning plan(Catalogue before, Catalogue after, Hints hints) {
    var difference = Difference.between(before, after);
    if (difference.isEmpty()) return new Planning.Planned(List.of());
    var fates = new Fates(before, after, difference);
    var refusals = new Refusals(before, after, fates, hints).all();
    if (!refusals.isEmpty()) return new Planning.Refused(refusals);
    return new Planning.Planned(new Planner(before, after, fates, hints).steps(difference));
  }

  private List<Step> steps(Difference difference) {
    fates.all().forEach(this::addNodes);
    connect();
    var steps = new ArrayList<>(graph.sorted());
    steps.addAll(new Annotations(before, after, created).steps(difference));
    return boundaries(steps);
  }

  /// A validation holds the locks of what shares its transaction for as long as it looks.
  private static List<Step> boundaries(List<Step> steps) {
    var bounded = new ArrayList<Step>();
    for (int i = 0; i < steps.size(); i++) {
      var isBeforeValidation = i + 1 < steps.size() && steps.get(i + 1).action() == Action.VALIDATE;
      var step = steps.get(i);
      bounded.add(isBeforeValidation && step.timing() == Step.Timing.SHARED ? step.last() : step);
    }
    return List.copyOf(bounded);
  }

  private void addNodes(ObjectKey key, Fate fate) {
    switch (fate) {
      case KEEP -> {}
      case ALONG -> created.add(key);
      case CREATE -> addCreation(after.get(key));
      case DROP -> addDrop(before.get(key), Doing.DROP);
      case REPLACE -> {
        var old = before.get(key);
        var present = after.get(key);
        var inPlace = replaceInPlace(old, present);
        if (inPlace.isPresent()) {
          created.add(key);
          graph.add(new Node(Doing.ALTER, key), inPlace.get());
        } else {
          addDrop(old, Doing.CLEAR);
          addCreation(present);
        }
      }
      case REDEFAULT -> {
        var column = (Column) after.get(key);
        graph.add(new Node(Doing.CLEAR, key), List.of(ColumnSteps.dropDefault(column)));
        graph.add(new Node(Doing.CREATE, key), List.of(ColumnSteps.setDefault(column)));
      }
      case ALTER -> graph.add(new Node(Doing.ALTER, key), alter(before.get(key), after.get(key)));
    }
  }

  /// A unique constraint gets its new index before the old one goes.
  private Optional<List<Step>> replaceInPlace(SchemaObject old, SchemaObject present) {
    return old instanceof Constraint a
            && present instanceof Constraint b
            && !drops.isImplied(a)
            && !hasReplacedColumn(b)
        ? indexes.constraint(b, Optional.of(a))
        : Optional.empty();
  }

  private boolean hasReplacedColumn(Constraint constraint) {
    return after.needs(constraint.key()).stream()
        .anyMatch(needed -> fates.of(needed) == Fate.REPLACE);
  }

  private void addDrop(SchemaObject object, Doing doing) {
    if (drops.isImplied(object)) return;
    var step =
        object instanceof Index index
            ? indexes.drop(index)
            : Step.of(Action.DROP, object.key(), Ddl.drop(object));
    graph.add(new Node(doing, object.key()), List.of(step));
  }

  private boolean isNew(ObjectKey table) {
    var fate = fates.of(table);
    return fate == Fate.CREATE || fate == Fate.REPLACE;
  }

  private void addCreation(SchemaObject present) {
    var key = present.key();
    created.add(key);
    var node = new Node(Doing.CREATE, key);
    switch (present) {
      case Column column -> {
        if (!isNew(key.owner()) && !column.isInherited()) graph.add(node, columns.add(column));
      }
      case Constraint constraint -> addConstraint(constraint, node);
      case Table table -> graph.add(node, tables.create(table));
      case Index index -> graph.add(node, indexes.create(index));
      case Trigger trigger -> graph.add(node, TableSteps.create(trigger));
      case Sequence sequence -> {
        graph.add(node, List.of(Step.of(Action.CREATE, key, Ddl.create(sequence, after))));
        if (sequence.ownedBy() != null) {
          graph.add(
              new Node(Doing.ALTER, key),
              List.of(Step.of(Action.ALTER, key, Ddl.ownedBy(sequence))));
        }
      }
      case SchemaObject other ->
          graph.add(node, List.of(Step.of(Action.CREATE, key, Ddl.create(other, after))));
    }
  }

  private void addConstraint(Constraint constraint, Node node) {
    var key = constraint.key();
    var isNew = isNew(key.owner());
    if (isNew
        && after.objects().get(key.owner()) instanceof Table table
        && tables.inlined(table).contains(constraint)) {
      return;
    }
    if (constraint.hasIndex()) {
      graph.add(
          node,
          indexes
              .constraint(constraint, Optional.empty())
              .orElseGet(
                  () ->
                      List.of(Step.of(Action.CREATE, key, Ddl.addConstraint(constraint, false)))));
      return;
    }
    var canWait = !isNew && canBeNotValid(constraint);
    var isLeftInvalid = !constraint.isValid();
    graph.add(
        node,
        List.of(
            Step.of(Action.CREATE, key, Ddl.addConstraint(constraint, canWait || isLeftInvalid))));
    if (canWait && constraint.isValid() && constraint.isEnforced()) {
      graph.add(new Node(Doing.VALIDATE, key), List.of(validate(constraint)));
    }
  }

  /// PostgreSQL 18 is the first that takes NOT VALID for a foreign key of a partitioned table.
  private boolean canBeNotValid(Constraint constraint) {
    return constraint.type() == Constraint.Type.CHECK
        || after.serverMajor() >= 18
        || !(after.objects().get(constraint.key().owner()) instanceof Table table)
        || table.partitionKey() == null;
  }

  private static Step validate(Constraint constraint) {
    var key = constraint.key();
    return Step.of(Action.VALIDATE, key, Ddl.alterTable(key) + "VALIDATE CONSTRAINT " + key.name())
        .last();
  }

  private List<Step> alter(SchemaObject old, SchemaObject present) {
    var key = present.key();
    return switch (present) {
      case Column column ->
          column.isInherited()
              ? tables.alterInherited((Column) old, column, columns)
              : columns.alter((Column) old, column);
      case Table table -> tables.alter((Table) old, table);
      case Index index -> {
        created.add(key);
        yield indexes.rebuild((Index) old, index);
      }
      case Constraint constraint -> alter((Constraint) old, constraint);
      case EnumType type -> {
        if (Fates.isSwapped(old, type)) created.add(key);
        yield types.alter((EnumType) old, type);
      }
      case Domain domain -> {
        if (Fates.isSwapped(old, domain)) created.add(key);
        yield types.alter((Domain) old, domain);
      }
      case CompositeType type -> types.alter((CompositeType) old, type);
      case Sequence sequence -> tables.alter((Sequence) old, sequence);
      case Trigger trigger -> tables.alter((Trigger) old, trigger);
      case Policy policy -> List.of(TableSteps.alter(policy));
      case View view -> alter((View) old, view);
      case Routine routine -> List.of(Step.of(Action.ALTER, key, routine.definition()));
      case Extension extension ->
          List.of(
              Step.of(
                  Action.ALTER,
                  key,
                  "ALTER EXTENSION " + key.name() + " SET SCHEMA " + extension.schema()));
      case SchemaObject.Rule rule ->
          List.of(
              Step.of(
                  Action.ALTER,
                  key,
                  rule.definition().replaceFirst("^CREATE ", "CREATE OR REPLACE ")));
      case SchemaObject.Namespace _, SchemaObject.Statistics _ ->
          throw new IllegalStateException(key + " is never altered");
    };
  }

  private List<Step> alter(View old, View present) {
    return old.query().equals(present.query()) && old.options().equals(present.options())
        ? List.of()
        : List.of(Step.of(Action.ALTER, present.key(), Ddl.createView(present, true)));
  }

  private List<Step> alter(Constraint old, Constraint present) {
    if (old.definition().equals(present.definition())) return List.of(validate(present));
    var definition = present.definition();
    int deferrable = definition.indexOf(" DEFERRABLE");
    var deferring = deferrable < 0 ? " NOT DEFERRABLE" : definition.substring(deferrable);
    var sql = Ddl.alterTable(present.key()) + "ALTER CONSTRAINT " + present.key().name();
    return List.of(Step.of(Action.ALTER, present.key(), sql + deferring));
  }

  /// What has to come before what.
  private void connect() {
    for (var node : List.copyOf(graph.nodes())) {
      var key = node.key();
      switch (node.doing()) {
        case CREATE, ALTER -> {
          for (var needed : needsWithParts(node)) {
            creator(needed).ifPresent(first -> graph.order(first, node));
          }
          if (before.objects().containsKey(key)) {
            drops.node(graph, key).ifPresent(first -> graph.order(first, node));
          }
          if (node.doing() == Doing.ALTER) {
            graph.find(Doing.CREATE, key).ifPresent(first -> graph.order(first, node));
            letGo(node);
          }
          waitForPartitions(node);
          waitForName(node);
        }
        case CLEAR, DROP -> letGo(node);
        case VALIDATE -> {
          graph.find(Doing.CREATE, key).ifPresent(first -> graph.order(first, node));
        }
      }
    }
  }

  /// What an object needs; a new table also needs what its columns and constraints need.
  private Set<ObjectKey> needsWithParts(Node node) {
    var key = node.key();
    var needs = new TreeSet<>(after.needs(key));
    if (after.objects().get(key) instanceof Table table && isNew(key)) {
      for (var column : after.of(key, Column.class)) needs.addAll(after.needs(column.key()));
      for (var constraint : tables.inlined(table)) needs.addAll(after.needs(constraint.key()));
    }
    // A sequence is there before the column that counts by it, and only then can belong to it.
    if (node.doing() == Doing.ALTER
        && after.objects().get(key) instanceof Sequence sequence
        && sequence.ownedBy() != null
        && !isOwnedAlready(sequence)) {
      needs.add(sequence.ownedBy());
    }
    return needs;
  }

  private boolean isOwnedAlready(Sequence sequence) {
    return before.objects().get(sequence.key()) instanceof Sequence old
        && Objects.equals(old.ownedBy(), sequence.ownedBy());
  }

  /// The node after which `key` is there as it shall be.
  private Optional<Node> creator(ObjectKey key) {
    return graph
        .find(Doing.CREATE, key)
        .or(() -> graph.find(Doing.ALTER, key))
        .or(() -> key.table().isEmpty() ? Optional.empty() : graph.find(Doing.CREATE, key.owner()));
  }

  /// What was needed goes, or changes, only after what needed it has let go.
  private void letGo(Node node) {
    for (var needed : formerNeeds(node)) {
      drops
          .node(graph, needed)
          .filter(gone -> !gone.key().equals(node.key()))
          .ifPresent(gone -> graph.order(node, gone));
      if (node.doing() != Doing.ALTER) {
        graph.find(Doing.ALTER, needed).ifPresent(changed -> graph.order(node, changed));
      }
    }
  }

  /// What an object needed; a table that goes lets go of what its parts needed.
  private Set<ObjectKey> formerNeeds(Node node) {
    var key = node.key();
    if (node.doing() == Doing.ALTER || key.kind() != Kind.TABLE) return before.needs(key);
    var needs = new TreeSet<>(before.needs(key));
    for (var object : before.objects().values()) {
      var isPart = Catalogue.tableOf(object).equals(key);
      if (isPart && drops.isImplied(object)) needs.addAll(before.needs(object.key()));
    }
    return needs;
  }

  /// An index of a partitioned table is built when all its partitions are there.
  private void waitForPartitions(Node node) {
    var object = after.objects().get(node.key());
    if (object == null || node.key().kind() == Kind.TABLE) return;
    if (object instanceof Index || (object instanceof Constraint c && c.hasIndex())) {
      waitForPartitions(node, Catalogue.tableOf(object));
    }
  }

  private void waitForPartitions(Node node, ObjectKey table) {
    for (var partition : after.all(Table.class)) {
      if (partition.partition() == null || !partition.partition().of().equals(table)) continue;
      graph.find(Doing.CREATE, partition.key()).ifPresent(first -> graph.order(first, node));
      waitForPartitions(node, partition.key());
    }
  }

  /// A name is free only when its former bearer of another kind is gone.
  private void waitForName(Node node) {
    var key = node.key();
    if (node.doing() != Doing.CREATE || !RELATIONS.contains(key.kind())) return;
    for (var kind : RELATIONS) {
      var other = ObjectKey.of(kind, key.schema(), key.name());
      if (kind == key.kind()) continue;
      graph.find(Doing.DROP, other).ifPresent(first -> graph.order(first, node));
    }
  }
}
