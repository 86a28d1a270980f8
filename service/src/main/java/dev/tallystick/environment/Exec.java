package dev.tallystick.environment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns this process into another program, which then has the terminal, the signals, the exit code
/// and the process id to itself: nothing of Tallystick stays.
public final class Exec {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final Path OPEN_FILES_OF_MAC = Path.of("/dev/fd");
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final int FIRST_OTHER_FILE = 3;

  /// Which file each number stands for: one that was closed soon may be of another file later.
  private final Map<Integer, Object> given;

  private Exec(Map<Integer, Object> given) {
    this.given = Map.copyOf(given);
  }

  /// Why a program did not start.
  ///
  /// @param exitCode what a shell ends with then
  public record NotStarted(String why, int exitCode) {}

  /// Remembers which open files the caller gave, such as a shell's `<(…)`: call this before
  /// anything else opens one.
  public static Exec prepare() {
    var ofJvm = new HashSet<Path>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      ofJvm.add(Path.of(entry).toAbsolutePath().normalize());
    }
    var home = Path.of(System.getProperty("java.home"));
    var given = new HashMap<Integer, Object>();
    // Without /proc none can be told from the JVM's own, and none is handed on.
    if (Files.isDirectory(OPEN_FILES)) {
      for (int descriptor : openFiles(OPEN_FILES)) {
        var target = target(descriptor);
        var file = file(descriptor);
        if (file.isPresent() && !target.startsWith(home) && !ofJvm.contains(target)) {
          given.put(descriptor, file.get());
        }
      }
    }
    return new Exec(given);
  }

  /// Becomes `command`, with the variables of `additions` that this process lacks, and returns only
  /// if there is no such program.
  public NotStarted become(List<String> command, List<Assignment> additions) {
    for (var each : additions) LibC.setIfAbsent(each.name(), each.value().reveal());
    var openFiles = Files.isDirectory(OPEN_FILES) ? OPEN_FILES : OPEN_FILES_OF_MAC;
    for (int descriptor : openFiles(openFiles)) {
      if (!isGiven(descriptor)) LibC.closeOnExec(descriptor);
    }
    LibC.unblockSignals();
    int error = LibC.exec(raw(command));
    var program = command.getFirst();
    return switch (error) {
      case LibC.ENOENT -> new NotStarted("there is no command " + program, 127);
      case LibC.EACCES -> new NotStarted(program + " may not be run", 126);
      case LibC.E2BIG ->
          new NotStarted("the arguments and variables are too large for " + program, 126);
      default -> new NotStarted("%s cannot be run (errno %d)".formatted(program, error), 126);
    };
  }

  private static List<Integer> openFiles(Path folder) {
    var descriptors = new ArrayList<Integer>();
    for (var name : folder.toFile().list()) {
      int descriptor = Integer.parseInt(name);
      if (descriptor >= FIRST_OTHER_FILE) descriptors.add(descriptor);
    }
    return descriptors;
  }

  private boolean isGiven(int descriptor) {
    var before = given.get(descriptor);
    return before != null && file(descriptor).filter(before::equals).isPresent();
  }

  private static Path target(int descriptor) {
    var link = OPEN_FILES.resolve(Integer.toString(descriptor));
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException _) {
      return link;
    }
  }

  /// Which file is open; empty of the one that listed the others, which is closed by now.
  private static Optional<Object> file(int descriptor) {
    var link = OPEN_FILES.resolve(Integer.toString(descriptor));
    try {
      return Optional.of(Files.readAttributes(link, BasicFileAttributes.class).fileKey());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The last arguments of this process as they were given: Java decodes them by the locale, and
  /// under `LANG=C` loses what is not ASCII.
  private static List<byte[]> raw(List<String> command) {
    var utf8 = command.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
    byte[] whole;
    try {
      whole = Files.readAllBytes(COMMAND_LINE);
    } catch (IOException _) {
      return utf8;
    }
    var all = split(whole);
    if (all.size() < command.size()) return utf8;
    var last = all.subList(all.size() - command.size(), all.size());
    for (int i = 0; i < command.size(); i++) {
      var ascii = new String(last.get(i), StandardCharsets.US_ASCII);
      boolean isAscii = ascii.indexOf('\uFFFD') < 0;
      // Another process than the one that was started with them, as a test is.
      if (isAscii && !ascii.equals(command.get(i))) return utf8;
    }
    return last;
  }

  private static List<byte[]> split(byte[] whole) {
    var parts = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == 0) {
        parts.add(Arrays.copyOfRange(whole, start, i));
        start = i + 1;
      }
    }
    return parts;
  }
}
