package dev.tallystick.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Goes over the text of a file once, from its start.
final class EnvFileReader {
  private static final Pattern COMMENT = Pattern.compile("\\s#");
  private static final Pattern START =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");

  private final String file;
  private final String text;
  private final List<Assignment> assignments = new ArrayList<>();
  private int position;
  private int line = 1;
  private EnvFile.@Nullable Malformed malformed;

  EnvFileReader(String file, String text) {
    this.file = file;
    this.text = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
  }

  EnvFile read() {
    while (malformed == null && position < text.length()) {
      var rest = text.substring(position, lineEnd()).strip();
      if (!rest.isEmpty() && !rest.startsWith("#")) assignment();
      nextLine();
    }
    return malformed != null ? malformed : new EnvFile.Read(assignments);
  }

  private void assignment() {
    var start = START.matcher(text).region(position, lineEnd());
    if (!start.lookingAt()) {
      malformed = new EnvFile.Malformed(line, "it is not NAME=value");
      return;
    }
    position = start.end();
    int first = line;
    var value =
        switch (position < text.length() ? text.charAt(position) : '\n') {
          case '\'', '`', '"' -> quoted();
          default -> plain();
        };
    if (malformed != null) return;
    assignments.add(new Assignment(start.group(1), new Value(value), new Source.Line(file, first)));
  }

  /// Up to a `#` after white space, or the end of the line.
  private String plain() {
    var rest = text.substring(position, lineEnd());
    // The white space before a comment may be that after the equals sign.
    if (rest.startsWith("#") && Character.isWhitespace(text.charAt(position - 1))) return "";
    var comment = COMMENT.matcher(rest);
    return (comment.find() ? rest.substring(0, comment.start()) : rest).strip();
  }

  /// Up to the same quote, over lines if need be; after it only a comment may stand.
  private String quoted() {
    int first = line;
    char quote = text.charAt(position);
    var value = new StringBuilder();
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == quote) {
        position++;
        var rest = text.substring(position, lineEnd()).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
          malformed = new EnvFile.Malformed(line, "something stands after the closing quote");
        }
        return value.toString();
      }
      if (c == '\n') line++;
      if (c == '\\' && quote == '"' && position + 1 < text.length()) {
        position++;
        if (text.charAt(position) == '\n') line++;
        value.append(escaped(text.charAt(position)));
      } else {
        value.append(c);
      }
    }
    malformed = new EnvFile.Malformed(first, "its quote is not closed");
    return "";
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  private int lineEnd() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private void nextLine() {
    position = lineEnd() + 1;
    line++;
  }
}
