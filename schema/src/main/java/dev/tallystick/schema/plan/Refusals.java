package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.plan.Fates.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a person has to decide before there can be a plan.
final class Refusals {
  private final Catalogue before;
  private final Catalogue after;
  private final Fates fates;
  private final Hints hints;

  Refusals(Catalogue before, Catalogue after, Fates fates, Hints hints) {
    this.before = before;
    this.after = after;
    this.fates = fates;
    this.hints = hints;
  }

  List<Refusal> all() {
    var refusals = new ArrayList<Refusal>();
    fates
        .all()
        .forEach(
            (key, fate) -> {
              if (hints.allows(key)) return;
              loss(key, fate).ifPresent(message -> refusals.add(new Refusal(key, message)));
            });
    return refusals;
  }

  private Optional<String> loss(ObjectKey key, Fate fate) {
    var old = before.objects().get(key);
    var present = after.objects().get(key);
    if (old == null) return Optional.empty();
    if (fate == Fate.DROP) return dropped(old).map(what -> what + candidates(key) + cure(key));
    if (old instanceof Column a && present instanceof Column b) {
      return changed(a, b).map(what -> key + ": " + what + "." + cure(key));
    }
    if (old instanceof Table a && present instanceof Table b) return changed(a, b);
    return present == null ? Optional.empty() : swapped(key, old, present);
  }

  private Optional<String> dropped(SchemaObject old) {
    var key = old.key();
    return switch (old) {
      case Table _ -> Optional.of(key + " would be dropped with its rows.");
      case Column column ->
          isGone(key.owner()) || column.isInherited() || column.generated() != null
              ? Optional.empty()
              : Optional.of(key + " would be dropped with its values.");
      case Sequence sequence ->
          sequence.ownedBy() != null
                  && (isGone(sequence.ownedBy())
                      || isGone(sequence.ownedBy().owner())
                      || after.hasIdentity(sequence.ownedBy()))
              ? Optional.empty()
              : Optional.of(key + " would be dropped, and forget how far it has counted.");
      case SchemaObject.Namespace _ -> Optional.of(key + " would be dropped.");
      case SchemaObject.Extension _ ->
          Optional.of(key + " would be dropped with all that it brought.");
      default -> Optional.empty();
    };
  }

  private boolean isGone(ObjectKey key) {
    return fates.of(key) == Fate.DROP;
  }

  private Optional<String> changed(Column old, Column present) {
    if (old.generated() == null && present.generated() != null) {
      return Optional.of("its values would be replaced by computed ones");
    }
    if (present.isInherited()) return Optional.empty();
    return new ColumnSteps(before, after, hints).loss(old, present);
  }

  private Optional<String> changed(Table old, Table present) {
    if (Objects.equals(old.partitionKey(), present.partitionKey())) {
      return Optional.empty();
    }
    return Optional.of(
        ("%s cannot change how it is partitioned, in any PostgreSQL. Declare a new table under"
                + " another name, move the rows in a migration of your own, then drop this one.")
            .formatted(old.key()));
  }

  /// Other types that hold one which has to be swapped.
  private Optional<String> swapped(ObjectKey key, SchemaObject old, SchemaObject present) {
    if (!Fates.isSwapped(old, present)) return Optional.empty();
    return before.dependents(key).stream()
        .filter(dependent -> before.objects().get(dependent) instanceof CompositeType)
        .findFirst()
        .map(
            holder ->
                "%s has to be made anew, and %s is made of it. Write that migration by hand."
                    .formatted(key, holder));
  }

  /// What was added beside it, and so may be it under another name.
  private String candidates(ObjectKey key) {
    if (key.kind() != Kind.COLUMN && key.kind() != Kind.TABLE) return "";
    var added =
        fates.all().entrySet().stream()
            .filter(entry -> entry.getValue() == Fate.CREATE)
            .map(Map.Entry::getKey)
            .filter(other -> other.kind() == key.kind())
            .filter(other -> key.kind() == Kind.TABLE || other.owner().equals(key.owner()))
            .filter(other -> other.schema().equals(key.schema()))
            .map(ObjectKey::name)
            .toList();
    if (added.isEmpty()) return "";
    return " If it was renamed, write -- was: %s on the line of %s."
        .formatted(key.name(), String.join(" or ", added));
  }

  private static String cure(ObjectKey key) {
    return " If that is meant, say why: --allow '%s=REASON'".formatted(key);
  }
}
