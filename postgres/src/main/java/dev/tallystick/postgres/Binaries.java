package dev.tallystick.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the class path into a directory of their own.
record Binaries(Path home) {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwx------");

  /// The programs for this machine, below `cache`; unpacked there if they are not yet. Safe when
  /// several processes do it at once: each unpacks aside, the first rename wins.
  static Binaries unpacked(Path cache) {
    var platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    var home = cache.resolve("postgresql-" + version() + "-" + platform);
    try {
      if (!Files.isDirectory(home)) unpack("/postgres-" + platform + ".txz", cache, home);
    } catch (IOException failure) {
      throw new ServerFailure(
          "cannot unpack PostgreSQL into %s: %s. Check the space and permissions there."
              .formatted(cache, failure),
          failure);
    }
    return new Binaries(home);
  }

  /// The path of one program: `postgres` or `initdb`.
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /// The version of the binaries on the class path, as `18.6.0`.
  static String version() {
    var properties = new Properties();
    try (var in = Binaries.class.getResourceAsStream("embedded.properties")) {
      if (in == null) throw new IllegalStateException("embedded.properties is not packaged");
      properties.load(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return properties.getProperty("version");
  }

  /// The first part of the version: data directories are readable within one major version.
  static String majorVersion() {
    var version = version();
    return version.substring(0, version.indexOf('.'));
  }

  /// The archive's name for an operating system and processor, as Java names those.
  static String platform(String osName, String osArch) {
    var os = osName.toLowerCase(Locale.ROOT);
    var system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
    var processor =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    if (system.isEmpty() || processor.isEmpty()) {
      throw new ServerFailure(
          "there is no embedded PostgreSQL for %s on %s (only Linux and macOS, x86-64 and ARM64)."
                  .formatted(osName, osArch)
              + " Run a PostgreSQL of your own and name it with --database-url.");
    }
    return system + "-" + processor;
  }

  private static void unpack(String archive, Path cache, Path home) throws IOException {
    OwnerOnly.createDirectories(cache);
    var fresh = OwnerOnly.createTemporaryDirectory(cache, ".unpacking-");
    try (var in = Binaries.class.getResourceAsStream(archive)) {
      if (in == null) throw new IOException(archive + " is not on the class path");
      extract(in, fresh);
      Files.move(fresh, home);
    } catch (FileSystemException lost) {
      // Another process was quicker. Its copy is whole, because it too came by a rename.
      if (!Files.isDirectory(home)) throw lost;
    } finally {
      OwnerOnly.delete(fresh);
    }
  }

  private static void extract(InputStream archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) throw new IOException("entry leaves the archive: " + entry);
        write(tar, entry, path);
      }
    }
  }

  private static void write(InputStream tar, TarArchiveEntry entry, Path path) throws IOException {
    // Not every folder has an entry of its own.
    var folder = entry.isDirectory() ? path : path.getParent();
    if (folder != null) Files.createDirectories(folder);
    if (entry.isDirectory()) return;
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) Files.setPosixFilePermissions(path, EXECUTABLE);
  }
}
