package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.ScriptFailure;
import dev.tallystick.schema.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// One step in the life of a schema: a script of SQL with a version.
///
/// @param name what its file is called behind the version, without `.sql`
/// @param parts the script, cut into what succeeds or fails as a whole; never empty
public record Migration(Version version, String name, Script script, List<Part> parts) {
  private static final Pattern NUMBERED = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.sql");
  private static final Pattern FLYWAY = Pattern.compile("V(\\d+(?:[._]\\d+)*)__(.+)\\.sql");

  /// How the file of a migration is named.
  public enum Naming {
    /// `0001_initial.sql`: counted without gaps.
    NUMBERED,
    /// `V1.2__initial.sql`: gaps allowed.
    FLYWAY
  }

  public Migration {
    parts = List.copyOf(parts);
  }

  /// @throws IllegalArgumentException if the file is named neither `NNNN_name.sql` nor
  ///   `V1.2__name.sql`
  /// @throws ScriptFailure if `sql` ends in the middle of something
  public static Migration ofFile(String fileName, String sql) {
    var matcher = (naming(fileName) == Naming.FLYWAY ? FLYWAY : NUMBERED).matcher(fileName);
    if (!matcher.matches()) throw new IllegalArgumentException(complaint(fileName));
    return of(matcher, Script.of(fileName, sql));
  }

  private static Migration of(Matcher name, Script script) {
    return new Migration(Version.parse(name.group(1)), name.group(2), script, Part.of(script));
  }

  private static Naming naming(String fileName) {
    return fileName.startsWith("V") ? Naming.FLYWAY : Naming.NUMBERED;
  }

  private static String complaint(String fileName) {
    if (fileName.startsWith("R__")) {
      return fileName
          + " is a repeatable migration, which Tallystick does not run; declare what it makes in the"
          + " schema files, and move it out of this folder";
    }
    return fileName
        + " is not a migration's name: four digits, _, a-z 0-9 _, .sql; or V1.2__name.sql";
  }

  /// How its file is named.
  public Naming naming() {
    return naming(file());
  }

  /// The name of its file.
  public String file() {
    return script.file();
  }

  /// The text of its file.
  public String sql() {
    return script.text();
  }

  /// The name of its file without the ending, for messages.
  public String label() {
    return file().substring(0, file().length() - ".sql".length());
  }

  /// Its name in words, as Flyway keeps it.
  public String description() {
    return name.replace('_', ' ');
  }

  /// SHA-256 of the script: a migration that was applied is never edited.
  public String checksum() {
    return sha256(sql());
  }

  /// SHA-256 of the statements of the first parts. What stands between statements does not count,
  /// so that comments may be added to a migration that waits to be mended.
  String checksumOfFirst(int partCount) {
    return sha256(
        parts.subList(0, partCount).stream()
            .map(
                part ->
                    part.statements().stream()
                        .map(Statement::text)
                        .collect(Collectors.joining(";\n")))
            .collect(Collectors.joining(";\n-- tally: commit\n")));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The checksum that Flyway keeps: CRC-32 of the lines without their ends and without a byte
  /// order mark.
  int flywayChecksum() {
    var crc = new CRC32();
    var text = sql().startsWith("\uFEFF") ? sql().substring(1) : sql();
    text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}
