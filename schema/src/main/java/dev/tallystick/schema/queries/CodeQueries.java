package dev.tallystick.schema.queries;

import dev.tallystick.schema.sql.Position;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The statements of a program, as its files have them.
///
/// @param builtAtRunTime places of SQL that is put together while the program runs: nobody can
///   prepare it from the file
/// @param others how many statements have no plan: DDL, COPY, LOCK …
public record CodeQueries(List<Query> queries, List<String> builtAtRunTime, int others) {
  /// Reads Java files below `sources`, and `.sql` files below `folders` a statement at a time.
  ///
  /// Java: text blocks and strings that start like a query. `.formatted(NAME)` is filled in where
  /// `NAME` is a string constant. A comment `// tally:sql` before a string says more: `skip`,
  /// `scan` (it reads a whole table on purpose), types (`:ids uuid[]`), or nothing, which makes any
  /// string a query as it stands.
  ///
  /// @throws dev.tallystick.schema.sql.ScriptFailure if a file of SQL is none
  public static CodeQueries in(List<Path> sources, List<Path> folders) {
    var reader = new Reader();
    for (var source : sources) files(source, ".java").forEach(reader::load);
    reader.readJava();
    for (var folder : folders) files(folder, ".sql").forEach(reader::readSql);
    return new CodeQueries(
        List.copyOf(reader.queries), List.copyOf(reader.builtAtRunTime), reader.others);
  }

  private static List<Path> files(Path folder, String ending) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + folder, failure);
    }
  }

  private static final class Reader {
    private static final Pattern PLACEHOLDER =
        Pattern.compile("%(%|n|s|d|\\d+\\$s|[\\w$.,+-]*[a-zA-Z])");

    private record JavaFile(String name, String className, String text, List<JavaString> strings) {}

    private final List<JavaFile> javaFiles = new ArrayList<>();
    private final Map<String, String> constants = new HashMap<>();
    final List<Query> queries = new ArrayList<>();
    final List<String> builtAtRunTime = new ArrayList<>();
    int others;

    void load(Path path) {
      var text = read(path);
      var className = path.getFileName().toString().replaceFirst("\\.java$", "");
      var file = new JavaFile(path.toString(), className, text, JavaStrings.in(text));
      javaFiles.add(file);
      for (var string : file.strings()) {
        if (string.constant() == null || string.isJoined() || string.formatted() != null) continue;
        constants.put(className + "." + string.constant(), string.value().text());
      }
    }

    private static String read(Path path) {
      try {
        return Files.readString(path).replace("\r\n", "\n");
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot read " + path, failure);
      }
    }

    void readJava() {
      for (var file : javaFiles) {
        for (var string : file.strings()) read(file, string);
      }
    }

    private void read(JavaFile file, JavaString string) {
      var text = string.value().text();
      var note = string.note();
      if (note != null && note.startsWith("skip")) return;
      if (note == null && !startsLikeQuery(string)) {
        if (FirstWords.areOfOtherSql(text) && text.strip().contains(" ")) others++;
        return;
      }
      var whole =
          note != null && note.isEmpty() ? Optional.of(string.value()) : whole(file, string);
      if (whole.isEmpty()) {
        var position = Position.of(file.text(), string.value().place(0));
        builtAtRunTime.add(file.name() + ":" + position.line());
        return;
      }
      var types = BoundTypes.in(file.text(), string.value().place(0));
      types.putAll(BoundTypes.noted(note == null ? "" : note));
      var mayScan = note != null && note.startsWith("scan");
      var statement = Numbered.of(stripped(whole.get()));
      queries.add(new Query(file.name(), file.text(), statement, types, mayScan));
    }

    private static boolean startsLikeQuery(JavaString string) {
      var text = string.value().text();
      return string.isJoined() ? FirstWords.beginQuery(text) : FirstWords.areOfQuery(text);
    }

    /// Without the semicolon that PREPARE does not take.
    private static Traced stripped(Traced sql) {
      var text = sql.text();
      int end = text.length();
      while (end > 0
          && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == ';')) {
        end--;
      }
      int start = 0;
      while (start < end && Character.isWhitespace(text.charAt(start))) start++;
      var builder = new Traced.Builder();
      for (int i = start; i < end; i++) builder.append(text.charAt(i), sql.place(i));
      return builder.build(sql.place(end));
    }

    /// The string with its placeholders filled in; empty if only the running program can do that.
    private Optional<Traced> whole(JavaFile file, JavaString string) {
      if (string.isJoined()) return Optional.empty();
      var text = string.value().text();
      var arguments = string.formatted();
      var placeholder = PLACEHOLDER.matcher(text);
      if (arguments == null) {
        var isFormatted = isFormattedLater(file, string.constant()) && placeholder.find();
        return isFormatted ? Optional.empty() : Optional.of(string.value());
      }
      var builder = new Traced.Builder();
      int done = 0;
      int used = 0;
      while (placeholder.find()) {
        for (int i = done; i < placeholder.start(); i++)
          builder.append(text.charAt(i), string.value().place(i));
        done = placeholder.end();
        var value = value(file, placeholder, arguments, used);
        if (value == null) return Optional.empty();
        if (placeholder.group().equals("%s")) used++;
        builder.append(value, string.value().place(placeholder.start()));
      }
      for (int i = done; i < text.length(); i++)
        builder.append(text.charAt(i), string.value().place(i));
      return Optional.of(builder.build(string.value().place(text.length())));
    }

    private static boolean isFormattedLater(JavaFile file, @Nullable String constant) {
      return constant != null
          && Pattern.compile(
                  "\\b" + constant + "\\s*\\.formatted\\(|format\\(\\s*" + constant + "\\b")
              .matcher(file.text())
              .find();
    }

    private @Nullable String value(
        JavaFile file, Matcher placeholder, List<String> arguments, int used) {
      return switch (placeholder.group()) {
        case "%%" -> "%";
        case "%n" -> "\n";
        case "%s" -> {
          if (used >= arguments.size()) yield null;
          var name = arguments.get(used);
          yield constants.get(name.contains(".") ? name : file.className() + "." + name);
        }
        default -> null;
      };
    }

    void readSql(Path path) {
      var script = Script.of(path.toString(), read(path));
      for (var statement : script.statements()) {
        if (!FirstWords.areOfQuery(statement.text())) {
          others++;
          continue;
        }
        var text = Traced.of(script.text(), statement.start(), statement.end());
        queries.add(new Query(script.file(), script.text(), Numbered.of(text), Map.of(), false));
      }
    }
  }
}
