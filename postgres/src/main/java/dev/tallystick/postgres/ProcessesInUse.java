package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who uses a local database: a file for each process, named by its number. That of a process which
/// died counts for nothing, and is deleted by the next who looks.
record ProcessesInUse(Path folder) {
  /// Enters this process, until [#leave].
  ///
  /// @param command what it is, for people
  void enter(String command) throws IOException {
    OwnerOnly.createDirectories(folder);
    var self = ProcessHandle.current();
    OwnerOnly.write(file(self.pid()), startOf(self) + " " + command);
  }

  void leave() throws IOException {
    Files.deleteIfExists(file(ProcessHandle.current().pid()));
  }

  private Path file(long pid) {
    return folder.resolve(Long.toString(pid));
  }

  /// The start time tells a process from a later one with the same number.
  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /// Those that live; this one is not among them.
  List<DatabaseUser> others() throws IOException {
    var others = new ArrayList<DatabaseUser>();
    if (!Files.isDirectory(folder)) return others;
    try (var files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (var file : files) {
        var user = read(file);
        if (user.isEmpty()) Files.deleteIfExists(file);
        else if (user.get().pid() != ProcessHandle.current().pid()) others.add(user.get());
      }
    }
    return others;
  }

  private static Optional<DatabaseUser> read(Path file) throws IOException {
    try {
      long pid = Long.parseLong(file.getFileName().toString());
      var words = Files.readString(file).split(" ", 2);
      return ProcessHandle.of(pid)
          .filter(process -> startOf(process).toString().equals(words[0]))
          .map(_ -> new DatabaseUser(pid, words[1]));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
