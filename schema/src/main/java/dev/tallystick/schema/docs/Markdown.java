package dev.tallystick.schema.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Text as Markdown, in which nothing that a schema says is taken for markup.
final class Markdown {
  private static final String MARKUP = "\\`*[]|~$";

  private Markdown() {}

  /// Words of a person, on one line: a paragraph or the cell of a table.
  static String text(String words) {
    var escaped = new StringBuilder();
    var line = words.strip();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '&') escaped.append("&amp;");
      else if (c == '<') escaped.append("&lt;");
      else if (c == '>') escaped.append("&gt;");
      else if (MARKUP.indexOf(c) >= 0 || (c == '_' && !isInsideWord(line, i))) {
        escaped.append('\\').append(c);
      } else escaped.append(c);
    }
    return escaped
        .toString()
        .replaceAll("\\s*\\R\\s*", "<br>")
        .replaceFirst("^([#+=-])", "\\\\$1")
        .replaceFirst("^(\\d+)([.)])", "$1\\\\$2");
  }

  private static boolean isInsideWord(String line, int at) {
    return at > 0
        && at + 1 < line.length()
        && Character.isLetterOrDigit(line.charAt(at - 1))
        && Character.isLetterOrDigit(line.charAt(at + 1));
  }

  /// SQL inside a line.
  static String code(String sql) {
    var line = sql.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    var fence = "`".repeat(longestRun(line) + 1);
    var pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + pad + line + pad + fence;
  }

  /// SQL on lines of its own.
  static String block(String language, String content) {
    var fence = "`".repeat(Math.max(3, longestRun(content) + 1));
    return fence + language + "\n" + content.stripTrailing() + "\n" + fence + "\n";
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /// A table of cells that are Markdown already. Columns that are empty in every row are left out,
  /// but the first.
  static String table(List<String> heads, List<List<String>> rows) {
    var shown = new ArrayList<Integer>();
    for (int i = 0; i < heads.size(); i++) {
      int column = i;
      if (i == 0 || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) shown.add(i);
    }
    var table = new StringBuilder(line(heads, shown));
    table.append(shown.stream().map(_ -> " --- |").collect(Collectors.joining("", "|", "\n")));
    for (var row : rows) table.append(line(row, shown));
    return table.toString();
  }

  private static String line(List<String> cells, List<Integer> shown) {
    return shown.stream()
        .map(column -> " " + cells.get(column) + " |")
        .collect(Collectors.joining("", "|", "\n"));
  }
}
