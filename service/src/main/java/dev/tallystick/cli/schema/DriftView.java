package dev.tallystick.cli.schema;

import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.drift.Detail;
import dev.tallystick.schema.drift.Facet;
import dev.tallystick.schema.drift.Movement;
import dev.tallystick.schema.drift.Ways;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Who moved, for people and for machines.
final class DriftView {
  /// Who moved, in the order in which it is told.
  private enum Who {
    LIVE("The live database moved", "keep it: tally schema adopt; or revert it"),
    APART("Files and live database moved apart", "decide, and bring the files to what shall be"),
    FILES_AND_LIVE(
        "Files and live database moved to the same",
        "tally schema generate NAME, then tally schema baseline --version N there"),
    UNRECORDED(
        "The live database has what its history lacks",
        "tally schema baseline --version N, so that it is not run again"),
    FILES("The files moved", "tally schema generate NAME"),
    MIGRATIONS("A pending migration moved, and not the files", "write it into the files");

    private final String title;
    private final String cure;

    Who(String title, String cure) {
      this.title = title;
      this.cure = cure;
    }

    static Who of(Movement movement) {
      return switch (movement) {
        case Movement.Live _ -> LIVE;
        case Movement.Apart _ -> APART;
        case Movement.FilesAndLive _ -> FILES_AND_LIVE;
        case Movement.Unrecorded _ -> UNRECORDED;
        case Movement.Files _ -> FILES;
        case Movement.Migrations _ -> MIGRATIONS;
      };
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  private final PrintWriter out;
  private final Standing standing;

  DriftView(PrintWriter out, Standing standing) {
    this.out = out;
    this.standing = standing;
  }

  void print() {
    if (standing.isUnrecorded()) {
      out.println(
          Terminal.caution("The live database has no history of migrations:")
              + " none counts as applied. tally schema baseline records them.");
    }
    var byWho =
        standing.drift().movements().stream()
            .collect(Collectors.groupingBy(Who::of, TreeMap::new, Collectors.toList()));
    byWho.forEach(this::print);
    if (standing.drift().isLive()) printWays(Ways.of(standing.sides()));
    for (var pending : standing.pending()) {
      out.println(Terminal.faint("pending, which is no drift: " + pending.migration().file()));
    }
    if (byWho.isEmpty()) out.println(Terminal.good("No drift."));
  }

  private void print(Who who, List<Movement> movements) {
    out.println(Terminal.bold(who.title + ":"));
    var byTable =
        movements.stream()
            .collect(Collectors.groupingBy(this::table, TreeMap::new, Collectors.toList()));
    byTable.forEach(this::print);
    out.println(Terminal.faint("  → " + who.cure));
    out.println();
  }

  /// The parts of a table stand under it; what came or went as a whole is one line.
  private void print(ObjectKey table, List<Movement> movements) {
    out.println("  " + table);
    var whole =
        movements.stream()
            .filter(
                m -> m.subject().key().equals(table) && m.subject().toString().equals("" + table))
            .filter(m -> from(m) instanceof Facet.Absent || to(m) instanceof Facet.Absent)
            .findFirst();
    if (whole.isPresent()) {
      var mark = mark(whole.get());
      int parts = movements.size() - 1;
      out.println("    " + mark + (parts == 0 ? "" : " with " + parts + " parts"));
      return;
    }
    int width = movements.stream().mapToInt(m -> name(m, table).length()).max().orElse(0);
    for (var movement : movements) {
      var lines = details(movement);
      var name = ("%-" + width + "s").formatted(name(movement, table));
      var first = lines.isEmpty() ? "" : "  " + lines.getFirst();
      out.println(("    " + mark(movement) + " " + name + first).stripTrailing());
      for (var line : lines.stream().skip(1).toList()) {
        out.println(" ".repeat(width + 14) + line);
      }
    }
  }

  private static List<String> details(Movement movement) {
    if (!(movement instanceof Movement.Apart)) return Detail.between(from(movement), to(movement));
    var v = movement.versions();
    var lines = new ArrayList<String>();
    lines.add("files  " + described(v.applied(), v.files()));
    lines.add("live   " + described(v.applied(), v.live()));
    return lines;
  }

  private static String described(Facet from, Facet to) {
    if (to instanceof Facet.Absent) return "removed it";
    var lines = Detail.between(from, to);
    return lines.isEmpty() ? "added it" : String.join(", ", lines);
  }

  private static String mark(Movement movement) {
    if (from(movement) instanceof Facet.Absent) return Terminal.good("added  ");
    if (to(movement) instanceof Facet.Absent) return Terminal.bad("removed");
    return Terminal.caution("changed");
  }

  private static String name(Movement movement, ObjectKey table) {
    var text = movement.subject().toString();
    return text.replace(table.qualifiedName() + ".", "").replace(" on " + table, "");
  }

  private ObjectKey table(Movement movement) {
    var key = movement.subject().key();
    return standing
        .sides()
        .live()
        .find(key)
        .or(() -> standing.sides().files().find(key))
        .or(() -> standing.sides().applied().find(key))
        .map(Catalogue::tableOf)
        .orElse(key.owner());
  }

  private static Facet from(Movement movement) {
    var v = movement.versions();
    return switch (movement) {
      case Movement.Files _ -> v.migrations();
      case Movement.Migrations _ -> v.files();
      case Movement.Live _, Movement.FilesAndLive _, Movement.Unrecorded _, Movement.Apart _ ->
          v.applied();
    };
  }

  private static Facet to(Movement movement) {
    var v = movement.versions();
    return switch (movement) {
      case Movement.Files _ -> v.files();
      case Movement.Migrations _ -> v.migrations();
      case Movement.Live _, Movement.FilesAndLive _, Movement.Unrecorded _, Movement.Apart _ ->
          v.live();
    };
  }

  private void printWays(Ways ways) {
    print("Done by hand, or as if by:", ways.done());
    print("To revert it there (nothing proved this, and it may destroy data):", ways.revert());
  }

  private void print(String title, List<String> statements) {
    if (statements.isEmpty()) return;
    out.println(title);
    for (var sql : statements) out.print((sql + ";").indent(2));
    out.println();
  }

  void printJson() {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("drift", standing.drift().isLive());
    shown.put("recorded", !standing.isUnrecorded());
    shown.put("pending", standing.pending().stream().map(p -> Json.of(p.migration())).toList());
    shown.put("movements", standing.drift().movements().stream().map(DriftView::json).toList());
    if (standing.drift().isLive()) {
      var ways = Ways.of(standing.sides());
      shown.put("done", ways.done());
      shown.put("revert", ways.revert());
    }
    out.println(Json.text(shown));
  }

  /// One movement, with who moved and what differs.
  static Map<String, Object> json(Movement movement) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("object", movement.subject().toString());
    shown.put("moved", Who.of(movement).word());
    shown.put(
        "change",
        from(movement) instanceof Facet.Absent
            ? "added"
            : to(movement) instanceof Facet.Absent ? "removed" : "changed");
    shown.put("details", details(movement));
    return shown;
  }
}
