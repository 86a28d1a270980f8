package dev.tallystick.schema.drift;

import dev.tallystick.schema.source.SourceMap;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The files of a schema while they are edited. Offsets hold until the next edit.
final class SchemaText {
  private final Map<String, Script> scripts = new TreeMap<>();

  SchemaText(List<Script> scripts) {
    for (var script : scripts) this.scripts.put(script.file(), script);
  }

  /// Those that hold anything.
  List<Script> scripts() {
    return scripts.values().stream().filter(script -> !script.text().isBlank()).toList();
  }

  SourceMap map() {
    return SourceMap.of(scripts());
  }

  /// What differs from `before`, by file: the new text, empty for a file that is to go.
  Map<String, String> changes(List<Script> before) {
    var old = new TreeMap<String, String>();
    for (var script : before) old.put(script.file(), script.text());
    var changes = new LinkedHashMap<String, String>();
    scripts.forEach(
        (file, script) -> {
          var text = script.text().isBlank() ? "" : script.text();
          if (!text.equals(old.getOrDefault(file, ""))) changes.put(file, text);
        });
    return changes;
  }

  void replace(Script script, int start, int end, String text) {
    var old = script.text();
    put(script.file(), old.substring(0, start) + text + old.substring(end));
  }

  private void put(String file, String text) {
    scripts.put(file, Script.of(file, text));
  }

  /// A statement at the end of a file, which is made if it is missing.
  void append(String file, String sql) {
    var present = scripts.get(file);
    var text = present == null ? "" : present.text().stripTrailing();
    put(file, (text.isEmpty() ? "" : text + "\n\n") + sql + ";\n");
  }

  /// A statement behind another, after a blank line unless it belongs to it.
  void insertBehind(Script script, Statement statement, String sql, boolean isClose) {
    int at = end(script, statement);
    replace(script, at, at, (isClose ? "\n" : "\n\n") + sql + ";");
  }

  /// Takes a statement away, with the comments right above it and behind it.
  void remove(Script script, Statement statement) {
    var text = script.text();
    int start = withCommentsAbove(text, lineStart(text, statement.start()));
    int end = end(script, statement);
    if (!text.substring(lineStart(text, statement.start()), statement.start()).isBlank()) {
      start = statement.start();
    }
    if (end < text.length()) end++;
    // Of the blank lines around it one remains.
    while (start > 0 && end < text.length() && text.charAt(end) == '\n' && endsBlank(text, start)) {
      end++;
    }
    if (end >= text.length()) start = text.substring(0, start).stripTrailing().length();
    replace(script, start, end, start > 0 && end >= text.length() ? "\n" : "");
  }

  private static boolean endsBlank(String text, int at) {
    return at < 2 || text.charAt(at - 2) == '\n';
  }

  /// Behind the semicolon of a statement, and behind a comment on that line.
  private static int end(Script script, Statement statement) {
    var text = script.text();
    int at = statement.end();
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    at = at < text.length() && text.charAt(at) == ';' ? at + 1 : statement.end();
    return behindComment(text, at);
  }

  /// The end of the line if only a comment follows; else `at`.
  static int behindComment(String text, int at) {
    int lineEnd = lineEnd(text, at);
    var rest = text.substring(at, lineEnd).strip();
    boolean isComment =
        rest.startsWith("--") || (rest.startsWith("/*") && rest.indexOf("*/") == rest.length() - 2);
    return rest.isEmpty() || isComment ? lineEnd : at;
  }

  static int lineStart(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /// The start of the comment lines right above a line; those at the top speak of the whole file.
  static int withCommentsAbove(String text, int lineStart) {
    int start = lineStart;
    while (start > 0) {
      int above = lineStart(text, start - 1);
      if (!text.substring(above, start).strip().startsWith("--")) break;
      start = above;
    }
    return start == 0 ? lineStart : start;
  }
}
