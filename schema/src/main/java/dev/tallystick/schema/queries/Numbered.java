package dev.tallystick.schema.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A statement with its parameters as PostgreSQL takes them: `$1`, `$2` …
///
/// @param parameters their names in order; `?` for one that has none
record Numbered(Traced sql, List<String> parameters) {
  private static final Pattern DOLLAR_TAG = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{Nd}_]*)?\\$");

  /// Numbers the parameters of Jdbi and JDBC: `:name`, but no cast `::`; `?`, but not `??`, which
  /// stands for the operator; `\:` stands for a colon.
  static Numbered of(Traced written) {
    return new Reader(written).read();
  }

  /// By the name, `:user`, or by the number.
  String describe(int parameter) {
    var name = parameters.get(parameter - 1);
    return name.equals("?") ? "$" + parameter : ":" + name;
  }

  private static final class Reader {
    private final Traced written;
    private final String text;
    private final Traced.Builder sql = new Traced.Builder();
    private final List<String> parameters = new ArrayList<>();
    private int at;

    Reader(Traced written) {
      this.written = written;
      this.text = written.text();
    }

    Numbered read() {
      while (at < text.length()) next();
      return new Numbered(sql.build(written.place(text.length())), List.copyOf(parameters));
    }

    private void next() {
      char c = text.charAt(at);
      if (c == '\'') copy(endOfString());
      else if (c == '"') copy(after("\"", at + 1));
      else if (text.startsWith("--", at)) copy(after("\n", at));
      else if (text.startsWith("/*", at)) copy(after("*/", at + 2));
      else if (c == '$') dollar();
      else if (text.startsWith("::", at)) copy(at + 2);
      else if (text.startsWith("\\:", at) || text.startsWith("??", at)) skipOneAndCopy();
      else if (c == '?') number("?", at + 1);
      else if (c == ':') named();
      else copy(at + 1);
    }

    private void skipOneAndCopy() {
      at++;
      copy(at + 1);
    }

    private void copy(int end) {
      while (at < end) {
        sql.append(text.charAt(at), written.place(at));
        at++;
      }
    }

    private int after(String end, int from) {
      int found = text.indexOf(end, from);
      return found < 0 ? text.length() : found + end.length();
    }

    private int endOfString() {
      boolean hasEscapes = at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'e';
      int i = at + 1;
      while (i < text.length() && text.charAt(i) != '\'') {
        i += hasEscapes && text.charAt(i) == '\\' ? 2 : 1;
      }
      return Math.min(i + 1, text.length());
    }

    private void dollar() {
      var tag = DOLLAR_TAG.matcher(text).region(at, text.length());
      if (tag.lookingAt()) {
        copy(after(tag.group(), tag.end()));
        return;
      }
      int end = endOfName(at + 1);
      for (int i = at + 1; i < end; i++) {
        if (!Character.isDigit(text.charAt(i))) end = i;
      }
      if (end > at + 1) {
        int number = Integer.parseInt(text.substring(at + 1, end));
        while (parameters.size() < number) parameters.add("?");
      }
      copy(Math.max(end, at + 1));
    }

    private void named() {
      int end = endOfName(at + 1);
      if (end == at + 1 || isSlice()) copy(end);
      else number(text.substring(at + 1, end), end);
    }

    /// `values[1:n]`, which is no parameter for the driver; Jdbi wants its colon escaped.
    private boolean isSlice() {
      return at > 0
          && (Character.isDigit(text.charAt(at - 1)) || "])".indexOf(text.charAt(at - 1)) >= 0);
    }

    private int endOfName(int from) {
      int i = from;
      while (i < text.length()
          && (Character.isLetterOrDigit(text.charAt(i)) || "_.".indexOf(text.charAt(i)) >= 0)) i++;
      return i;
    }

    private void number(String name, int end) {
      int known = name.equals("?") ? -1 : parameters.indexOf(name);
      if (known < 0) {
        parameters.add(name);
        known = parameters.size() - 1;
      }
      sql.append("$" + (known + 1), written.place(at));
      at = end;
    }
  }
}
