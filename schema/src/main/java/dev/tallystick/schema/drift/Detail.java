package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What differs between two facets, in words: `type: integer → bigint`.
public final class Detail {
  private static final int LENGTH_MAX = 60;

  private Detail() {}

  /// The fields that differ, old → new; of what came or went, what it says.
  public static List<String> between(Facet before, Facet after) {
    return switch (after) {
      case Facet.Absent _ -> List.of();
      case Facet.Declared(var present) ->
          before instanceof Facet.Declared(var old) ? changes(old, present) : List.of();
      case Facet.Comment(var text) -> List.of(quoted(text));
      case Facet.Grants(var grants) ->
          grants(before instanceof Facet.Grants(var old) ? old : new TreeSet<>(), grants);
    };
  }

  private static String quoted(String text) {
    return "'" + brief(text) + "'";
  }

  private static List<String> grants(SortedSet<Grant> before, SortedSet<Grant> after) {
    var lines = new ArrayList<String>();
    for (var grant : after) {
      if (!before.contains(grant)) lines.add("+ " + text(grant));
    }
    for (var grant : before) {
      if (!after.contains(grant)) lines.add("- " + text(grant));
    }
    return lines;
  }

  private static String text(Grant grant) {
    return "%s to %s%s"
        .formatted(
            grant.privilege(), grant.grantee(), grant.isGrantable() ? " with grant option" : "");
  }

  private static List<String> changes(SchemaObject before, SchemaObject after) {
    var old = fields(before);
    var present = fields(after);
    var names = new LinkedHashSet<>(old.keySet());
    names.addAll(present.keySet());
    var lines = new ArrayList<String>();
    for (var name : names) {
      var a = old.getOrDefault(name, "none");
      var b = present.getOrDefault(name, "none");
      if (!a.equals(b)) lines.add("%s: %s → %s".formatted(name, brief(a), brief(b)));
    }
    return lines;
  }

  private static String brief(String text) {
    var line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX - 1) + "…";
  }

  /// Those that say something.
  private static Map<String, String> fields(SchemaObject object) {
    var found = new Fields();
    switch (object) {
      case SchemaObject.Namespace _ -> {}
      case SchemaObject.Extension extension -> found.put("schema", extension.schema());
      case SchemaObject.EnumType type -> found.put("labels", String.join(", ", type.labels()));
      case SchemaObject.CompositeType type ->
          found.put(
              "attributes",
              type.attributes().stream()
                  .map(SchemaObject.CompositeType.Attribute::sql)
                  .collect(Collectors.joining(", ")));
      case SchemaObject.Domain domain -> {
        found.put("type", domain.baseType());
        found.put("collation", domain.collation());
        found.put("not null", domain.isNotNull() ? "yes" : "no");
        found.put("default", domain.defaultValue());
        domain.checks().forEach((name, check) -> found.put("check " + name, check.definition()));
      }
      case SchemaObject.Sequence sequence -> {
        found.put("type", sequence.options().type());
        found.put("options", String.join(" ", sequence.options().all()));
        found.put("logged", sequence.isLogged() ? "yes" : "no");
        var owner = sequence.ownedBy();
        found.put("owned by", owner == null ? null : owner.qualifiedName());
      }
      case Table table -> table(found, table);
      case Column column -> column(found, column);
      case SchemaObject.Constraint constraint -> {
        found.put("definition", constraint.definition());
        found.put("valid", constraint.isValid() ? "yes" : "no");
        found.put("enforced", constraint.isEnforced() ? "yes" : "no");
      }
      case SchemaObject.Index index -> {
        found.put("definition", index.definition());
        found.put("valid", index.isValid() ? "yes" : "no");
      }
      case SchemaObject.Statistics statistics -> found.put("definition", statistics.definition());
      case SchemaObject.View view -> {
        found.put("query", view.query());
        found.put("columns", String.join(", ", view.columns()));
        found.put("options", String.join(", ", view.options()));
      }
      case SchemaObject.Routine routine -> found.put("definition", body(routine));
      case SchemaObject.Trigger trigger -> {
        found.put("definition", trigger.definition());
        found.put("state", trigger.enabled());
      }
      case SchemaObject.Policy policy -> {
        found.put("kind", policy.isPermissive() ? "permissive" : "restrictive");
        found.put("for", policy.command());
        found.put("to", String.join(", ", policy.roles()));
        found.put("using", policy.using());
        found.put("with check", policy.check());
      }
      case SchemaObject.Rule rule -> found.put("definition", rule.definition());
    }
    return found.all;
  }

  private static String body(SchemaObject.Routine routine) {
    return routine.definition().replaceFirst("^CREATE OR REPLACE \\w+ ", "");
  }

  private static void table(Fields found, Table table) {
    found.put("logged", table.isLogged() ? "yes" : "no");
    found.put("partitioned by", table.partitionKey());
    var partition = table.partition();
    if (partition != null) {
      found.put("partition of", partition.of().qualifiedName() + " " + partition.bound());
    }
    found.put("options", String.join(", ", table.options()));
    found.put("row security", table.hasRowSecurity() ? "on" : "off");
    found.put("row security of the owner", table.forcesRowSecurity() ? "on" : "off");
    found.put("replica identity", table.replicaIdentity());
    found.put(
        "inherits",
        table.parents().stream().map(key -> key.qualifiedName()).collect(Collectors.joining(", ")));
  }

  private static void column(Fields found, Column column) {
    found.put("type", column.type());
    found.put("not null", column.isNotNull() ? "yes" : "no");
    found.put("default", column.defaultValue());
    var generated = column.generated();
    found.put("generated", generated == null ? null : generated.sql());
    var identity = column.identity();
    found.put("identity", identity == null ? null : identity.sql());
    found.put("collation", column.collation());
    found.put("storage", column.storage());
    found.put("compression", column.compression());
    found.put(
        "statistics",
        Optional.ofNullable(column.statisticsTarget()).map(String::valueOf).orElse(null));
    found.put("inherited", column.isInherited() ? "yes" : "no");
  }

  private static final class Fields {
    private final Map<String, String> all = new LinkedHashMap<>();

    void put(String name, @Nullable String value) {
      if (value != null && !value.isEmpty()) all.put(name, value);
    }
  }
}
