package dev.tallystick.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/// The directory of one embedded server: PostgreSQL's data in `data`, and beside it what we keep
/// ourselves.
record ServerDirectory(Path root) {
  static final long LOG_BYTES_MAX = 16 << 20;

  /// How the names of directories begin in which `initdb` makes new data.
  static final String FRESH_DATA = "data.new-";

  private static final int PASSWORD_BYTES = 24;
  private static final int LOG_TAIL_LINES = 12;

  /// An absolute path: PostgreSQL's processes are known by it.
  static ServerDirectory at(Path path) {
    return new ServerDirectory(path.toAbsolutePath().normalize());
  }

  /// PostgreSQL's own data directory.
  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  private Path olderLog() {
    return root.resolve("server.log.1");
  }

  /// Data that is being deleted: nothing that anybody still reads.
  private Path deletedData() {
    return root.resolve("data.deleted");
  }

  Path ownerFile() {
    return root.resolve("owner");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  Path passwordFile() {
    return root.resolve("password");
  }

  private Path portFile() {
    return root.resolve("port");
  }

  /// Makes the directory if it is missing, for its owner only.
  void create() throws IOException {
    OwnerOnly.createDirectories(root);
    if (!Files.isWritable(root)) {
      throw new ServerFailure(
          "cannot write to %s. Name another directory, or change its owner.".formatted(root));
    }
  }

  /// Makes what a server needs besides its data. The caller holds the lock.
  void prepare(SecureRandom random) throws IOException {
    OwnerOnly.createFile(log());
    preparePassword(random);
  }

  /// Makes a password if there is none.
  void preparePassword(SecureRandom random) throws IOException {
    if (!Files.exists(passwordFile())) {
      var password = new byte[PASSWORD_BYTES];
      random.nextBytes(password);
      OwnerOnly.write(passwordFile(), HexFormat.of().formatHex(password));
    }
  }

  /// Deletes PostgreSQL's data and the logs that tell of it; what a URL is made of stays. The data
  /// is put aside first, so that no half of it is ever taken for a whole. The caller holds the lock
  /// and knows that no server runs.
  void deleteData() throws IOException {
    OwnerOnly.delete(deletedData());
    if (Files.exists(data())) {
      Files.move(data(), deletedData(), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(log());
    Files.deleteIfExists(olderLog());
    deleteLeftovers();
  }

  /// Deletes what those left who were killed while they made or deleted data.
  void deleteLeftovers() throws IOException {
    OwnerOnly.delete(deletedData());
    try (var left = Files.newDirectoryStream(root, FRESH_DATA + "*")) {
      for (var fresh : left) {
        try {
          OwnerOnly.delete(fresh);
        } catch (IOException | UncheckedIOException _) {
          // An `initdb` that lost its starter still writes there. The next one to come deletes it.
        }
      }
    }
  }

  String password() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  /// The port of the last start, so that a URL someone wrote down goes on working.
  OptionalInt lastPort() throws IOException {
    return Files.exists(portFile())
        ? OptionalInt.of(Integer.parseInt(Files.readString(portFile()).strip()))
        : OptionalInt.empty();
  }

  void rememberPort(int port) throws IOException {
    OwnerOnly.write(portFile(), Integer.toString(port));
  }

  /// Keeps the log, and one older copy, within [#LOG_BYTES_MAX] each. The file is emptied in place
  /// because the server has it open, for appending, and goes on writing at its new end.
  void boundLog() throws IOException {
    if (Files.size(log()) < LOG_BYTES_MAX) return;
    Files.copy(
        log(), olderLog(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    try (var channel = Files.newByteChannel(log(), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /// The last lines that the server logged after the first `from` bytes.
  List<String> logTail(long from) throws IOException {
    try (var in = Files.newInputStream(log())) {
      in.skipNBytes(Math.min(from, Files.size(log())));
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
      var all = lines.toList();
      return all.subList(Math.max(0, all.size() - LOG_TAIL_LINES), all.size());
    }
  }
}
