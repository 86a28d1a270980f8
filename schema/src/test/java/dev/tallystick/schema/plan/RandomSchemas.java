package dev.tallystick.schema.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Pairs of schemas, the second made from the first by random edits, with rows in the first. The
/// same seed makes the same pair.
final class RandomSchemas {
  /// Types by how many values they hold: each converts to those behind it in its row.
  private static final List<List<String>> TYPES =
      List.of(
          List.of("smallint", "integer", "bigint", "numeric"),
          List.of("varchar(20)", "varchar(40)", "text"),
          List.of("timestamptz"),
          List.of("jsonb"),
          List.of("boolean"));

  private final Random random;
  private final TreeMap<String, Table> tables = new TreeMap<>();
  private final Map<String, String> allowed = new LinkedHashMap<>();
  private int names;

  private RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  private static final class Column {
    List<String> family = List.of();
    int type;
    boolean isNotNull;
    boolean hasDefault;
    boolean isIndexed;
    boolean isChecked;
    String comment = "";

    String sqlType() {
      return family.get(type);
    }

    String value() {
      return switch (family.getFirst()) {
        case "smallint" -> "7";
        case "varchar(20)" -> "'seven'";
        case "timestamptz" -> "'2026-01-01 00:00:00+00'";
        case "jsonb" -> "'{\"seven\": 7}'";
        default -> "true";
      };
    }
  }

  private static final class Table {
    final TreeMap<String, Column> columns = new TreeMap<>();
    String parent = "";
    boolean hasView;
    boolean hasTotal;
  }

  static Scenario pair(long seed) {
    var schemas = new RandomSchemas(seed);
    for (int i = 0; i < 3; i++) schemas.addTable();
    var sections = new LinkedHashMap<String, String>();
    sections.put("old", schemas.sql());
    sections.put("rows", schemas.rows());
    var keeps = schemas.tables.keySet().stream().toList();
    int edits = 1 + schemas.random.nextInt(8);
    for (int i = 0; i < edits; i++) schemas.edit();
    sections.put("new", schemas.sql());
    // Edits may take each other back.
    if (sections.get("new").equals(sections.get("old"))) sections.put("plan", "(nothing)");
    sections.put(
        "keeps",
        keeps.stream()
            .filter(schemas.tables::containsKey)
            .map("SELECT count(*), min(id), max(id) FROM app.%s;"::formatted)
            .collect(Collectors.joining("\n")));
    sections.put(
        "allow",
        schemas.allowed.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining("\n")));
    return new Scenario("seed " + seed, sections);
  }

  private String name(String prefix) {
    return prefix + ++names;
  }

  private void addTable() {
    var table = new Table();
    if (!tables.isEmpty() && random.nextBoolean()) table.parent = any(tables.keySet());
    tables.put(name("t"), table);
    for (int i = 0; i <= random.nextInt(4); i++) addColumn(table);
  }

  private void addColumn(Table table) {
    var column = new Column();
    column.family = TYPES.get(random.nextInt(TYPES.size()));
    column.type = random.nextInt(column.family.size());
    column.hasDefault = random.nextBoolean();
    // Rows that are there need a value for it.
    column.isNotNull = column.hasDefault && random.nextBoolean();
    column.isIndexed = random.nextInt(3) == 0 && !column.family.contains("jsonb");
    column.isChecked = random.nextInt(3) == 0;
    table.columns.put(name("c"), column);
  }

  private void edit() {
    if (tables.isEmpty()) {
      addTable();
      return;
    }
    var chosen = any(tables.entrySet());
    var name = chosen.getKey();
    var table = chosen.getValue();
    switch (random.nextInt(10)) {
      case 0 -> addTable();
      case 1 -> dropTable(name);
      case 2 -> table.hasView = !table.hasView;
      case 3 -> table.hasTotal = !table.hasTotal;
      case 4, 5 -> addColumn(table);
      default -> {
        if (!table.columns.isEmpty()) edit(name, table, any(table.columns.entrySet()));
      }
    }
  }

  private void dropTable(String name) {
    if (tables.values().stream().anyMatch(other -> other.parent.equals(name))) return;
    tables.remove(name);
    allowed.put("table app." + name, "the seed says so");
  }

  private void edit(String tableName, Table table, Map.Entry<String, Column> chosen) {
    var name = chosen.getKey();
    var column = chosen.getValue();
    switch (random.nextInt(7)) {
      case 0 -> {
        table.columns.remove(name);
        allowed.put("column app.%s.%s".formatted(tableName, name), "the seed says so");
      }
      case 1 -> column.type = Math.min(column.type + 1, column.family.size() - 1);
      case 2 -> column.isNotNull = !column.isNotNull;
      case 3 -> column.hasDefault = !column.hasDefault;
      case 4 -> column.isIndexed = !column.isIndexed && !column.family.contains("jsonb");
      case 5 -> column.isChecked = !column.isChecked;
      default -> column.comment = name("about ");
    }
    // A column that is new to the rows that are there gives them a value.
    if (column.isNotNull) column.hasDefault = true;
  }

  private <T> T any(Iterable<T> all) {
    var list = new ArrayList<T>();
    all.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }

  private String sql() {
    var sql = new StringBuilder("CREATE SCHEMA app;\n");
    tables.entrySet().stream()
        .sorted(Comparator.comparingInt(table -> number(table.getKey())))
        .forEach(table -> sql.append(sql(table.getKey(), table.getValue())));
    return sql.toString();
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(1));
  }

  private static String sql(String name, Table table) {
    var lines = new ArrayList<String>();
    lines.add("id int PRIMARY KEY");
    if (!table.parent.isEmpty()) lines.add("parent_id int REFERENCES app." + table.parent);
    if (table.hasTotal) lines.add("double_id bigint GENERATED ALWAYS AS (id * 2) STORED");
    var behind = new StringBuilder();
    table.columns.forEach(
        (columnName, column) -> {
          var line = columnName + " " + column.sqlType();
          if (column.hasDefault) line += " DEFAULT " + column.value();
          if (column.isNotNull) line += " NOT NULL";
          if (column.isChecked) line += " CHECK (%s = %s)".formatted(columnName, column.value());
          lines.add(line);
          if (column.isIndexed) {
            behind.append("CREATE INDEX ON app.%s (%s);\n".formatted(name, columnName));
          }
          if (!column.comment.isEmpty()) {
            behind.append(
                "COMMENT ON COLUMN app.%s.%s IS '%s';\n"
                    .formatted(name, columnName, column.comment));
          }
        });
    if (table.hasView) {
      var columns = new ArrayList<>(List.of("id"));
      columns.addAll(table.columns.keySet());
      behind.append(
          "CREATE VIEW app.v_%s AS SELECT %s FROM app.%s;\n"
              .formatted(name, String.join(", ", columns), name));
    }
    return "CREATE TABLE app.%s (\n  %s\n);\n%s"
        .formatted(name, String.join(",\n  ", lines), behind);
  }

  private String rows() {
    var sql = new StringBuilder();
    tables.forEach(
        (name, table) -> {
          var columns = new ArrayList<>(List.of("id"));
          columns.addAll(table.columns.keySet());
          var values =
              table.columns.values().stream().map(Column::value).collect(Collectors.joining(", "));
          sql.append(
              "INSERT INTO app.%s (%s) SELECT n%s FROM generate_series(1, 20) AS n;\n"
                  .formatted(
                      name, String.join(", ", columns), values.isEmpty() ? "" : ", " + values));
        });
    return sql.toString();
  }
}
