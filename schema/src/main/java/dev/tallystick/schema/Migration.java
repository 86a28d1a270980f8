package dev.tallystick.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// One step in the life of a schema: a numbered SQL script, named `NNNN_what_it_does.sql`.
public record Migration(int version, String name, String sql) {
  private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.sql");

  /// @throws IllegalArgumentException if the file name is not `NNNN_name.sql`
  public static Migration ofFile(String fileName, String sql) {
    var matcher = FILE_NAME.matcher(fileName);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          fileName + " is not a migration's name: four digits, _, a-z 0-9 _, .sql");
    }
    return new Migration(Integer.parseInt(matcher.group(1)), matcher.group(2), sql);
  }

  /// SHA-256 of the script: a migration that was applied is never edited.
  public String checksum() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(sql.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
