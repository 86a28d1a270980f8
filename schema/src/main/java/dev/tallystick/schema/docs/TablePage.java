package dev.tallystick.schema.docs;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Rule;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The page of one table.
final class TablePage {
  private final Catalogue catalogue;
  private final Table table;
  private final PageNames names;
  private final StringBuilder page = new StringBuilder();

  TablePage(Catalogue catalogue, Table table, PageNames names) {
    this.catalogue = catalogue;
    this.table = table;
    this.names = names;
  }

  String write() {
    page.append("# ").append(Markdown.text(names.title(table.key()))).append("\n\n");
    var comment = comment(table);
    if (!comment.isEmpty()) page.append(comment).append("\n\n");
    properties();
    columns();
    constraints();
    indexes();
    foreignKeys();
    triggers();
    policies();
    rules();
    return page.toString().stripTrailing() + "\n";
  }

  private String comment(SchemaObject object) {
    return Markdown.text(catalogue.comments().getOrDefault(object.key(), ""));
  }

  private void section(String title, List<String> heads, List<List<String>> rows) {
    if (rows.isEmpty()) return;
    page.append("## ").append(title).append("\n").append(Markdown.table(heads, rows)).append("\n");
  }

  private void properties() {
    var lines = new ArrayList<String>();
    if (table.partitionKey() != null) {
      lines.add("Partitioned by " + Markdown.code(table.partitionKey()) + ".");
    }
    var partition = table.partition();
    if (partition != null) {
      lines.add(
          "Partition of " + link(partition.of()) + " " + Markdown.code(partition.bound()) + ".");
    }
    for (var parent : table.parents()) lines.add("Inherits from " + link(parent) + ".");
    for (var other : catalogue.all(Table.class)) {
      var place = other.partition();
      if (place != null && place.of().equals(table.key())) {
        lines.add("Has the partition " + link(other.key()) + " " + Markdown.code(place.bound()));
      }
    }
    if (!table.isLogged()) lines.add("Unlogged: emptied by a crash.");
    if (table.hasRowSecurity()) {
      var also = table.forcesRowSecurity() ? ", for the owner too" : "";
      lines.add("Row security decides who sees which rows" + also + ".");
    }
    if (!table.options().isEmpty()) {
      lines.add("Stored with " + Markdown.code(String.join(", ", table.options())) + ".");
    }
    for (var line : lines) page.append("- ").append(line).append("\n");
    if (!lines.isEmpty()) page.append("\n");
  }

  private String link(ObjectKey key) {
    return names.link(key);
  }

  private void columns() {
    var rows = new ArrayList<List<String>>();
    for (var column : catalogue.columns(table.key())) {
      rows.add(
          List.of(
              Markdown.code(column.key().name()),
              Markdown.code(column.type()),
              column.isNotNull() ? "" : "null",
              value(column),
              comment(column)));
    }
    section("Columns", List.of("Column", "Type", "Null", "Value", "Comment"), rows);
  }

  private static String value(Column column) {
    if (column.identity() != null) return Markdown.code(column.identity().sql());
    var generated = column.generated();
    if (generated != null) {
      var kind = generated.isStored() ? "generated, stored: " : "generated, virtual: ";
      return kind + Markdown.code(generated.expression());
    }
    return column.defaultValue() == null ? "" : "default " + Markdown.code(column.defaultValue());
  }

  private void constraints() {
    var sorted =
        catalogue.of(table.key(), Constraint.class).stream()
            .filter(constraint -> constraint.references() == null)
            .sorted(Comparator.comparing(Constraint::type).thenComparing(Constraint::key))
            .toList();
    var rows = new ArrayList<List<String>>();
    for (var constraint : sorted) {
      rows.add(
          List.of(
              Markdown.code(constraint.key().name()),
              Markdown.code(constraint.definition()) + state(constraint),
              comment(constraint)));
    }
    section("Constraints", List.of("Constraint", "Demands", "Comment"), rows);
  }

  private static String state(Constraint constraint) {
    if (!constraint.isEnforced()) return " (not enforced)";
    return constraint.isValid() ? "" : " (not validated)";
  }

  private void indexes() {
    var rows = new ArrayList<List<String>>();
    for (var index : catalogue.of(table.key(), Index.class)) {
      var unique = index.isUnique() ? "unique " : "";
      var broken = index.isValid() ? "" : " (invalid)";
      rows.add(
          List.of(
              Markdown.code(index.key().name()),
              unique + Markdown.code(what(index)) + broken,
              comment(index)));
    }
    section("Indexes", List.of("Index", "On", "Comment"), rows);
  }

  /// `btree (…) WHERE …` of the whole definition.
  static String what(Index index) {
    var definition = index.definition();
    int using = definition.indexOf(" USING " + index.method() + " (");
    return using < 0 ? definition : definition.substring(using + " USING ".length());
  }

  private void foreignKeys() {
    var from = new ArrayList<List<String>>();
    var to = new ArrayList<List<String>>();
    for (var constraint : catalogue.all(Constraint.class)) {
      var references = constraint.references();
      if (references == null) continue;
      var columns = Markdown.code(String.join(", ", constraint.columns()));
      var referenced = Markdown.code(String.join(", ", references.columns()));
      var action = constraint.definition().replaceFirst(REFERENCES, "");
      var rest = (action.isBlank() ? "" : Markdown.code(action)) + state(constraint);
      if (constraint.key().owner().equals(table.key())) {
        var row = List.of(columns, link(references.table()), referenced, rest, comment(constraint));
        from.add(row);
      }
      if (references.table().equals(table.key())) {
        to.add(List.of(link(constraint.key().owner()), columns, referenced, rest));
      }
    }
    section("Refers to", List.of("Columns", "Table", "Its columns", "Also", "Comment"), from);
    section("Referred to by", List.of("Table", "Its columns", "Columns", "Also"), to);
    if (from.isEmpty() && to.isEmpty()) return;
    var diagram = new Diagram(catalogue, names::title).around(table.key());
    page.append(Markdown.block("mermaid", diagram)).append("\n");
  }

  private static final String REFERENCES = "^.*? REFERENCES [^(]*\\([^)]*\\) ?";

  private void triggers() {
    var rows = new ArrayList<List<String>>();
    for (var trigger : catalogue.of(table.key(), Trigger.class)) {
      var state = trigger.enabled().equals("ENABLE") ? "" : " (" + trigger.enabled() + ")";
      rows.add(
          List.of(
              Markdown.code(trigger.key().name()),
              Markdown.code(without(trigger.definition(), trigger.key().name())) + state,
              comment(trigger)));
    }
    section("Triggers", List.of("Trigger", "Does", "Comment"), rows);
  }

  /// What follows the name in `CREATE TRIGGER name …`.
  private static String without(String definition, String name) {
    return definition.replaceFirst(
        "^CREATE (CONSTRAINT )?TRIGGER " + Pattern.quote(name) + " ", "");
  }

  private void policies() {
    var rows = new ArrayList<List<String>>();
    for (var policy : catalogue.of(table.key(), Policy.class)) {
      rows.add(
          List.of(
              Markdown.code(policy.key().name()),
              (policy.isPermissive() ? "allows " : "restricts ") + policy.command(),
              Markdown.text(String.join(", ", policy.roles())),
              policy.using() == null ? "" : Markdown.code(policy.using()),
              policy.check() == null ? "" : Markdown.code(policy.check()),
              comment(policy)));
    }
    section(
        "Policies",
        List.of("Policy", "What", "For", "Rows that are there", "Rows that are written", "Comment"),
        rows);
  }

  private void rules() {
    var rows = new ArrayList<List<String>>();
    for (var rule : catalogue.of(table.key(), Rule.class)) {
      rows.add(
          List.of(
              Markdown.code(rule.key().name()), Markdown.code(rule.definition()), comment(rule)));
    }
    section("Rules", List.of("Rule", "Does", "Comment"), rows);
  }
}
