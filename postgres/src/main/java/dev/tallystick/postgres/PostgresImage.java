package dev.tallystick.postgres;

import java.util.regex.Pattern;

/// The official `postgres` image of one version.
///
/// @param version the image's tag, such as `18` or `17.6-bookworm`
record PostgresImage(String version) {
  private static final Pattern TAG = Pattern.compile("(\\d{1,3})(\\.\\d+)?(-[\\w.-]+)?");
  private static final int MAJOR_MIN = 15;

  /// Since then the image keeps the data in a folder named after its version.
  private static final int MAJOR_WITH_FOLDERS = 18;

  static final PostgresImage DEFAULT = new PostgresImage("18");

  PostgresImage {
    if (!TAG.matcher(version).matches()) {
      throw new ServerFailure(
          "%s is no version of PostgreSQL; name one such as 18, 17.6 or 18-bookworm"
              .formatted(version));
    }
    if (major(version) < MAJOR_MIN) {
      throw new ServerFailure(
          "PostgreSQL %s is too old; Tallystick needs %d or newer".formatted(version, MAJOR_MIN));
    }
  }

  /// Data is readable within one major version.
  int major() {
    return major(version);
  }

  private static int major(String version) {
    var tag = TAG.matcher(version);
    return tag.matches() ? Integer.parseInt(tag.group(1)) : 0;
  }

  String name() {
    return "postgres:" + version;
  }

  /// Where the volume belongs in the container.
  String mount() {
    return major() < MAJOR_WITH_FOLDERS ? "/var/lib/postgresql/data" : "/var/lib/postgresql";
  }
}
