package dev.tallystick.schema.queries;

import dev.tallystick.schema.sql.Position;
import java.util.Map;
import java.util.Optional;

/// One statement of the code.
public final class Query {
  private static final int WORDS_MAX = 60;

  private final String file;
  private final String source;
  private final Numbered statement;
  private final Map<String, String> arrayTypes;
  private final boolean mayScan;

  /// @param file its name, for messages
  /// @param source all of the file
  /// @param arrayTypes types of parameters that the code says, by their names
  /// @param mayScan whether it reads a whole table on purpose
  Query(
      String file,
      String source,
      Numbered statement,
      Map<String, String> arrayTypes,
      boolean mayScan) {
    this.file = file;
    this.source = source;
    this.statement = statement;
    this.arrayTypes = Map.copyOf(arrayTypes);
    this.mayScan = mayScan;
  }

  Numbered statement() {
    return statement;
  }

  String sql() {
    return statement.sql().text();
  }

  Optional<String> typeOf(String parameter) {
    return Optional.ofNullable(arrayTypes.get(parameter));
  }

  /// The file it stands in.
  public String file() {
    return file;
  }

  /// Whether a comment says that it reads a whole table on purpose.
  public boolean mayScan() {
    return mayScan;
  }

  /// Where the statement starts, or the character at `offset` of what PostgreSQL got.
  Position position(int offset) {
    return Position.of(source, statement.sql().place(offset));
  }

  /// The line it starts on, from 1.
  public int line() {
    return position(0).line();
  }

  /// `Users.java:80`, as editors take it.
  public String place() {
    return file + ":" + line();
  }

  /// Its beginning on one line.
  public String words() {
    var line = sql().strip().replaceAll("\\s+", " ");
    return line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX - 1) + "…";
  }
}
