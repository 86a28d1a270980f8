package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import dev.tallystick.schema.catalogue.SchemaObject.Statistics;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What happens to each object on the way from one catalogue to another: also to those that are the
/// same in both and stand in the way of a change.
final class Fates {
  /// What happens to an object.
  enum Fate {
    KEEP,
    CREATE,
    ALTER,
    /// Dropped and made again, because PostgreSQL cannot alter it or it stands in the way.
    REPLACE,
    /// Made anew by the steps of the type that it is made of.
    ALONG,
    /// A column whose default goes and comes back, because what it calls is replaced.
    REDEFAULT,
    DROP
  }

  private final Catalogue before;
  private final Catalogue after;
  private final Map<ObjectKey, Fate> fates = new TreeMap<>();
  private final Deque<ObjectKey> disturbing = new ArrayDeque<>();

  Fates(Catalogue before, Catalogue after, Difference difference) {
    this.before = before;
    this.after = after;
    difference
        .objects()
        .forEach(
            (key, change) -> {
              switch (change) {
                case Difference.Change.Added _ -> set(key, Fate.CREATE);
                case Difference.Change.Removed _ -> set(key, Fate.DROP);
                case Difference.Change.Altered altered ->
                    set(
                        key,
                        isAlterable(altered.before(), altered.after()) ? Fate.ALTER : Fate.REPLACE);
              }
            });
    while (!disturbing.isEmpty()) disturb(disturbing.remove());
  }

  Fate of(ObjectKey key) {
    return fates.getOrDefault(key, Fate.KEEP);
  }

  /// The objects that something happens to.
  Map<ObjectKey, Fate> all() {
    return fates;
  }

  private void set(ObjectKey key, Fate fate) {
    fates.put(key, fate);
    if (fate == Fate.DROP || fate == Fate.REPLACE || isDisturbing(key, fate)) disturbing.add(key);
  }

  private boolean isDisturbing(ObjectKey key, Fate fate) {
    if (fate != Fate.ALTER) return false;
    var old = before.get(key);
    var present = after.get(key);
    if (old instanceof Column a && present instanceof Column b) return changesType(a, b);
    if (old instanceof Index) return true;
    return isSwapped(old, present);
  }

  static boolean changesType(Column before, Column after) {
    return !before.isInherited()
        && (!before.type().equals(after.type())
            || !Objects.equals(before.collation(), after.collation()));
  }

  /// Whether a type cannot become another in place, so that columns move to a new one.
  static boolean isSwapped(SchemaObject before, SchemaObject after) {
    if (before instanceof EnumType a && after instanceof EnumType b) {
      return !isSubsequence(a.labels(), b.labels());
    }
    if (before instanceof Domain a && after instanceof Domain b) {
      return !a.baseType().equals(b.baseType()) || !Objects.equals(a.collation(), b.collation());
    }
    return false;
  }

  private static boolean isSubsequence(List<String> some, List<String> all) {
    Iterator<String> rest = all.iterator();
    for (var each : some) {
      var isFound = false;
      while (!isFound && rest.hasNext()) isFound = rest.next().equals(each);
      if (!isFound) return false;
    }
    return true;
  }

  /// Whether PostgreSQL has an ALTER or OR REPLACE that leads from one to the other.
  private boolean isAlterable(SchemaObject old, SchemaObject present) {
    return switch (old) {
      case Column a -> !(present instanceof Column b) || isAlterable(a, b);
      case View a -> present instanceof View b && isReplaceable(a, b);
      case Routine a ->
          present instanceof Routine b
              && a.signature().equals(b.signature())
              && a.defaults() <= b.defaults()
              && a.isProcedure() == b.isProcedure();
      case Trigger a ->
          present instanceof Trigger b
              && (a.definition().equals(b.definition())
                  || (!a.isConstraint() && !b.isConstraint() && !isOnPartitioned(a.key())));
      case Policy a ->
          present instanceof Policy b
              && a.isPermissive() == b.isPermissive()
              && a.command().equals(b.command())
              && (a.using() == null) == (b.using() == null)
              && (a.check() == null) == (b.check() == null);
      case Constraint a -> present instanceof Constraint b && isAlterable(a, b);
      case Statistics _ -> false;
      case EnumType _, Domain _ -> old.getClass() == present.getClass();
      case SchemaObject.CompositeType _ -> old.getClass() == present.getClass();
      case SchemaObject.Namespace _,
          SchemaObject.Extension _,
          SchemaObject.Sequence _,
          SchemaObject.Rule _,
          Table _,
          Index _ ->
          true;
    };
  }

  private boolean isOnPartitioned(ObjectKey part) {
    return after.objects().get(part.owner()) instanceof Table table && table.partitionKey() != null;
  }

  private boolean isAlterable(Column old, Column present) {
    var a = old.generated();
    var b = present.generated();
    if (a == null) return b == null;
    // The values of a stored column stay when its expression goes.
    if (b == null) return a.isStored();
    if (a.isStored() != b.isStored()) return false;
    return a.equals(b) || after.serverMajor() >= 17;
  }

  private static boolean isReplaceable(View a, View b) {
    if (a.isMaterialised() || b.isMaterialised()) return false;
    return b.columns().size() >= a.columns().size()
        && b.columns().subList(0, a.columns().size()).equals(a.columns());
  }

  /// A constraint that was made true, or whose deferring changed.
  static boolean isAlterable(Constraint a, Constraint b) {
    if (a.isEnforced() != b.isEnforced()) return false;
    if (a.definition().equals(b.definition())) return !a.isValid() && b.isValid();
    return a.type() == Constraint.Type.FOREIGN_KEY
        && a.isValid() == b.isValid()
        && withoutDeferring(a).equals(withoutDeferring(b));
  }

  private static String withoutDeferring(Constraint constraint) {
    return constraint.definition().replaceFirst(" (NOT )?DEFERRABLE.*$", "");
  }

  private void disturb(ObjectKey key) {
    var fate = of(key);
    for (var dependent : before.dependents(key)) {
      if (!after.objects().containsKey(dependent)) continue;
      var own = of(dependent);
      if (own == Fate.REPLACE || own == Fate.DROP || own == Fate.CREATE) continue;
      // What is altered no longer to need something lets that go by itself.
      if (own == Fate.ALTER && fate == Fate.DROP && !after.needs(dependent).contains(key)) continue;
      if (isPartOf(dependent, key)) continue;
      if (key.kind() == Kind.COLUMN && fate == Fate.ALTER) disturbByColumn(dependent);
      else if (key.kind() == Kind.INDEX && fate == Fate.ALTER) disturbByIndex(dependent);
      else disturbByLoss(key, dependent);
    }
  }

  /// Parts come and go with their table.
  private boolean isPartOf(ObjectKey dependent, ObjectKey key) {
    var object = before.objects().get(dependent);
    return key.kind() == Kind.TABLE && object != null && Catalogue.tableOf(object).equals(key);
  }

  /// PostgreSQL rebuilds indexes and constraints of a column that changes its type, and refuses the
  /// change for everything else that reads it.
  private void disturbByColumn(ObjectKey dependent) {
    switch (dependent.kind()) {
      case VIEW, RULE, TRIGGER, POLICY, ROUTINE -> set(dependent, Fate.REPLACE);
      case COLUMN -> {
        if (before.objects().get(dependent) instanceof Column column
            && column.generated() != null) {
          set(dependent, Fate.REPLACE);
        }
      }
      case INDEX -> {
        // Its new expression is for the new type, and its old one may not survive the change.
        if (of(dependent) == Fate.ALTER) set(dependent, Fate.REPLACE);
      }
      case SCHEMA, EXTENSION, TYPE, SEQUENCE, TABLE, CONSTRAINT, STATISTICS -> {}
    }
  }

  private void disturbByIndex(ObjectKey dependent) {
    if (dependent.kind() == Kind.CONSTRAINT) set(dependent, Fate.REPLACE);
  }

  private void disturbByLoss(ObjectKey key, ObjectKey dependent) {
    if (before.objects().get(dependent) instanceof Domain && of(dependent) != Fate.ALONG) {
      set(dependent, Fate.ALONG);
      disturbing.add(dependent);
      return;
    }
    if (dependent.kind() == Kind.TABLE || dependent.kind() == Kind.TYPE) return;
    if (!(before.objects().get(dependent) instanceof Column column)) {
      set(dependent, Fate.REPLACE);
    } else if (column.generated() != null) {
      set(dependent, Fate.REPLACE);
    } else if (key.kind() == Kind.TYPE) {
      // The column moves to the new type, which is a change for all that read it.
      for (var reader : before.dependents(dependent)) {
        if (after.objects().containsKey(reader) && of(reader) != Fate.REPLACE) {
          disturbByColumn(reader);
        }
      }
    } else if (of(dependent) == Fate.KEEP) {
      set(dependent, Fate.REDEFAULT);
    }
  }
}
