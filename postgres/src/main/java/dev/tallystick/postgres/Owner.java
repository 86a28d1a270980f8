package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/// Who stops an embedded server, kept in a file beside its data.
sealed interface Owner {
  /// The process that started or took over the server. The start time tells it from a later process
  /// with the same number.
  record Running(long pid, Instant startedAt) implements Owner {
    boolean isAlive() {
      return ProcessHandle.of(pid).map(Running::of).filter(this::equals).isPresent();
    }

    private static Running of(ProcessHandle process) {
      return new Running(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }
  }

  /// Nobody on purpose: the server runs until it is told to stop.
  record Kept() implements Owner {}

  /// Nobody: whoever comes next may have it.
  record None() implements Owner {}

  static Owner thisProcess() {
    return Running.of(ProcessHandle.current());
  }

  static Owner read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (NoSuchFileException _) {
      return new None();
    }
    if (text.equals("kept")) return new Kept();
    var words = text.split(" ", 2);
    return words.length == 2
        ? new Running(Long.parseLong(words[0]), Instant.parse(words[1]))
        : new None();
  }

  default void write(Path file) throws IOException {
    switch (this) {
      case Running(long pid, Instant startedAt) -> OwnerOnly.write(file, pid + " " + startedAt);
      case Kept() -> OwnerOnly.write(file, "kept");
      case None() -> Files.deleteIfExists(file);
    }
  }

  /// Whether a process that finds the server running becomes its owner.
  default boolean isVacant() {
    return switch (this) {
      case Running running -> !running.isAlive();
      case Kept() -> false;
      case None() -> true;
    };
  }
}
