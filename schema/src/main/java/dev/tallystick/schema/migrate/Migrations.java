package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.ScriptFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The migrations of one folder, in the order of their versions.
public final class Migrations {
  private final List<Migration> migrations;

  /// @throws IllegalArgumentException if a version is there twice, if both namings are mixed, or if
  ///   the versions of `NNNN_name.sql` are not 1, 2, 3 … without a gap
  public Migrations(List<Migration> migrations) {
    this.migrations = migrations.stream().sorted(Comparator.comparing(Migration::version)).toList();
    for (int i = 0; i < this.migrations.size(); i++) {
      check(i);
    }
  }

  private void check(int index) {
    var migration = migrations.get(index);
    var first = migrations.getFirst();
    if (migration.naming() != first.naming()) {
      throw new IllegalArgumentException(
          "%s and %s are named in two ways; keep to one".formatted(first.file(), migration.file()));
    }
    if (index > 0 && migrations.get(index - 1).version().equals(migration.version())) {
      throw new IllegalArgumentException(
          "%s and %s have the same version; give the newer one the next"
              .formatted(migrations.get(index - 1).file(), migration.file()));
    }
    boolean isCounted = migration.naming() == Migration.Naming.NUMBERED;
    if (isCounted && !migration.version().equals(Version.of(index + 1))) {
      throw new IllegalArgumentException(
          "migration %04d is missing before %s".formatted(index + 1, migration.file()));
    }
  }

  /// The `.sql` files of a folder on the class path, in a directory or in a jar.
  public static Migrations onClassPath(URL folder) {
    try {
      var uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) return inFolder(Path.of(uri));
      try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
        return inFolder(jar.getPath(pathInJar(uri)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the migrations in " + folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a folder: " + folder, e);
    }
  }

  private static String pathInJar(URI uri) {
    var text = uri.toString();
    return text.substring(text.indexOf('!') + 1);
  }

  /// The `.sql` files of a folder.
  ///
  /// @throws IllegalArgumentException if a file is not named as a migration, or as the constructor
  /// @throws ScriptFailure if a file ends in the middle of something
  public static Migrations inFolder(Path folder) throws IOException {
    var migrations = new ArrayList<Migration>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".sql")).toList()) {
        migrations.add(Migration.ofFile(file.getFileName().toString(), text(file)));
      }
    }
    return new Migrations(migrations);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file.getFileName() + " is not UTF-8; convert it", e);
    }
  }

  /// All of them, in order.
  public List<Migration> all() {
    return migrations;
  }

  /// The file name of a migration that comes next, in the naming of the others.
  public String nextFile(String name) {
    if (migrations.isEmpty()) return "0001_" + name + ".sql";
    var last = migrations.getLast();
    long number = last.version().numbers().getFirst() + 1;
    return switch (last.naming()) {
      case NUMBERED -> "%04d_%s.sql".formatted(number, name);
      case FLYWAY -> "V%d__%s.sql".formatted(number, name);
    };
  }

  /// The one with this version.
  public Optional<Migration> find(Version version) {
    return migrations.stream().filter(each -> each.version().equals(version)).findFirst();
  }

  /// Runs all of them on a scratch database, by the same rule of parts as [Migrator], but without
  /// history, lock or retry. `connection` must be in auto-commit mode; settings that a migration
  /// changes are reset behind it.
  ///
  /// @throws MigrationRefused if a statement fails; the message starts with file, line and column
  public void replay(Connection connection) {
    for (var migration : migrations) Replay.run(connection, migration);
  }
}
