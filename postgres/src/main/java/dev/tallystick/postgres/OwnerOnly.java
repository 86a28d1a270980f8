package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/// Files and directories that only their owner can read: made so, never narrowed afterwards, so
/// that there is no moment at which another account can open them.
final class OwnerOnly {
  private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");

  private OwnerOnly() {}

  /// Makes `directory`; one that exists keeps its permissions. What is missing above it is made
  /// with the usual ones, so that another account which is given the directory can get there.
  static void createDirectories(Path directory) throws IOException {
    var parent = directory.getParent();
    if (parent != null) Files.createDirectories(parent);
    Files.createDirectories(directory, DIRECTORY);
  }

  static Path createTemporaryDirectory(Path parent, String prefix) throws IOException {
    return Files.createTempDirectory(parent, prefix, DIRECTORY);
  }

  /// Makes an empty file if there is none.
  static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException _) {
      // Another start made it: just as good.
    }
  }

  /// Writes the whole file or nothing: a reader sees the old text or the new.
  static void write(Path file, String text) throws IOException {
    var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".new-", "", FILE);
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Deletes `root` and all below it, if it is there.
  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) return;
    try (var paths = Files.walk(root)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
