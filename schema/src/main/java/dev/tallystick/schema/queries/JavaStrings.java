package dev.tallystick.schema.queries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the strings of a Java file, by the lexical rules of Java (JLS 3.7, 3.10).
final class JavaStrings {
  private static final String NOTE = "tally:sql";
  private static final Pattern ASSIGNED = Pattern.compile("(\\w+)\\s*=\\s*$");
  private static final Pattern FORMATTED = Pattern.compile("\\s*\\.formatted\\(([^()]*)\\)");

  /// How far before a string its assignment is looked for.
  private static final int ASSIGNED_WITHIN = 200;

  private final String file;
  private final List<JavaString> strings = new ArrayList<>();
  private int at;
  private char before = ';';
  private @Nullable String note;

  private JavaStrings(String file) {
    this.file = file;
  }

  static List<JavaString> in(String file) {
    var strings = new JavaStrings(file);
    while (strings.at < file.length()) strings.next();
    return List.copyOf(strings.strings);
  }

  private void next() {
    char c = file.charAt(at);
    if (file.startsWith("//", at)) {
      lineComment();
    } else if (file.startsWith("/*", at)) {
      int end = file.indexOf("*/", at + 2);
      at = end < 0 ? file.length() : end + 2;
    } else if (file.startsWith("\"\"\"", at)) {
      textBlock();
    } else if (c == '"') {
      literal();
    } else if (c == '\'') {
      at = endOfQuoted('\'') + 1;
      before = '\'';
    } else {
      if (!Character.isWhitespace(c)) before = c;
      at++;
    }
  }

  private void lineComment() {
    int end = file.indexOf('\n', at);
    if (end < 0) end = file.length();
    var comment = file.substring(at + 2, end).strip();
    if (comment.startsWith(NOTE)) note = comment.substring(NOTE.length()).strip();
    at = end;
  }

  /// The place of the quote that ends what starts here, or of the end of the line.
  private int endOfQuoted(char quote) {
    int i = at + 1;
    while (i < file.length() && file.charAt(i) != quote && file.charAt(i) != '\n') {
      i += file.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, file.length() - 1);
  }

  private void literal() {
    int start = at;
    int end = endOfQuoted('"');
    add(start, end + 1, unescaped(Traced.of(file, start + 1, end)), false);
  }

  private void textBlock() {
    int start = at;
    int open = file.indexOf('\n', at);
    int end = open < 0 ? -1 : open;
    do {
      end = end < 0 ? -1 : file.indexOf("\"\"\"", end + 1);
    } while (end > 0 && isEscaped(end));
    if (end < 0) {
      at = file.length();
    } else {
      add(start, end + 3, unescaped(unindented(open + 1, end)), true);
    }
  }

  private boolean isEscaped(int quote) {
    int backslashes = 0;
    while (file.charAt(quote - 1 - backslashes) == '\\') backslashes++;
    return backslashes % 2 == 1;
  }

  private void add(int start, int end, Traced value, boolean isBlock) {
    var behind = file.substring(end, Math.min(file.length(), end + ASSIGNED_WITHIN));
    boolean isJoined = before == '+' || behind.stripLeading().startsWith("+");
    var head = ASSIGNED.matcher(file.substring(Math.max(0, start - ASSIGNED_WITHIN), start));
    var constant = head.find() ? head.group(1) : null;
    strings.add(new JavaString(value, isBlock, isJoined, formatted(end), constant, note));
    note = null;
    at = end;
    before = '"';
  }

  private @Nullable List<String> formatted(int end) {
    var matcher = FORMATTED.matcher(file).region(end, file.length());
    if (!matcher.lookingAt())
      return file.startsWith(".formatted(", skipSpace(end)) ? List.of() : null;
    return Arrays.stream(matcher.group(1).split(",", -1)).map(String::strip).toList();
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < file.length() && Character.isWhitespace(file.charAt(i))) i++;
    return i;
  }

  private record Line(int start, int end) {}

  /// As [String#stripIndent].
  private Traced unindented(int start, int end) {
    var lines = new ArrayList<Line>();
    int lineStart = start;
    for (int i = start; i <= end; i++) {
      if (i < end && file.charAt(i) != '\n') continue;
      lines.add(new Line(lineStart, i));
      lineStart = i + 1;
    }
    int indent = Integer.MAX_VALUE;
    int last = lines.size() - 1;
    for (int l = 0; l <= last; l++) {
      int margin = margin(lines.get(l));
      boolean isBlank = lines.get(l).start() + margin == lines.get(l).end();
      if (!isBlank || l == last) indent = Math.min(indent, margin);
    }
    var builder = new Traced.Builder();
    for (int l = 0; l <= last; l++) {
      var line = lines.get(l);
      int lineEnd = line.end();
      while (lineEnd > line.start() && Character.isWhitespace(file.charAt(lineEnd - 1))) lineEnd--;
      for (int i = line.start() + indent; i < lineEnd; i++) builder.append(file.charAt(i), i);
      if (l < last) builder.append('\n', line.end());
    }
    return builder.build(end);
  }

  private int margin(Line line) {
    int i = line.start();
    while (i < line.end() && Character.isWhitespace(file.charAt(i))) i++;
    return i - line.start();
  }

  /// As [String#translateEscapes].
  private static Traced unescaped(Traced raw) {
    var text = raw.text();
    var builder = new Traced.Builder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        builder.append(c, raw.place(i));
        continue;
      }
      int place = raw.place(i);
      char escaped = text.charAt(++i);
      if (escaped >= '0' && escaped <= '7') {
        int end = i + 1;
        int max = escaped <= '3' ? i + 3 : i + 2;
        while (end < Math.min(max, text.length()) && "01234567".indexOf(text.charAt(end)) >= 0)
          end++;
        builder.append((char) Integer.parseInt(text.substring(i, end), 8), place);
        i = end - 1;
      } else if (escaped != '\n') {
        builder.append(simple(escaped), place);
      }
    }
    return builder.build(raw.place(text.length()));
  }

  private static char simple(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 's' -> ' ';
      default -> escaped;
    };
  }
}
