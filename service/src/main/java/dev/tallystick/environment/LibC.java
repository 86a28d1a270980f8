package dev.tallystick.environment;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The few functions of the C library that it takes to become another program.
///
/// All are called in one shape, of three words, because each shape that the JVM has to build delays
/// every command. A pointer or an int passes as a word on the systems that Tallystick runs on, and
/// a function does not see a word too many.
final class LibC {
  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int EACCES = 13;

  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");
  private static final long SIG_SETMASK = IS_MAC ? 3 : 2;
  private static final long FIOCLEX = IS_MAC ? 0x20006601 : 0x5451;

  /// More than sigset_t takes on any system.
  private static final int SIGNAL_SET_BYTES = 128;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = call();

  private LibC() {}

  // The launcher grants native access to the whole class path.
  @SuppressWarnings("restricted")
  private static MethodHandle call() {
    return LINKER.downcallHandle(
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /// Calls a function and returns errno, or 0 if it did not fail.
  private static int call(Arena arena, String name, long first, long second, long third) {
    var function = LINKER.defaultLookup().findOrThrow(name);
    var state = arena.allocate(Linker.Option.captureStateLayout());
    try {
      int result = (int) CALL.invokeExact(function, state, first, second, third);
      return result == 0 ? 0 : state.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call " + name, e);
    }
  }

  /// Sets a variable unless there is one of that name.
  static void setIfAbsent(String name, String value) {
    try (var arena = Arena.ofConfined()) {
      int error = call(arena, "setenv", text(arena, name), text(arena, value), 0);
      if (error != 0) throw new IllegalStateException("cannot set the variable " + name);
    }
  }

  /// Lets every signal through: the JVM blocks some of them in its threads.
  static void unblockSignals() {
    try (var arena = Arena.ofConfined()) {
      var none = arena.allocate(SIGNAL_SET_BYTES).address();
      call(arena, "pthread_sigmask", SIG_SETMASK, none, 0);
    }
  }

  /// Has an open file end with this program; one that is not open stays so.
  static void closeOnExec(int descriptor) {
    try (var arena = Arena.ofConfined()) {
      call(arena, "ioctl", descriptor, FIOCLEX, 0);
    }
  }

  /// Becomes the program, looked for as a shell does.
  ///
  /// @return why not, as errno
  static int exec(List<byte[]> command) {
    try (var arena = Arena.ofConfined()) {
      var arguments = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        arguments.setAtIndex(JAVA_LONG, i, text(arena, command.get(i)));
      }
      return call(arena, "execvp", arguments.get(JAVA_LONG, 0), arguments.address(), 0);
    }
  }

  private static long text(Arena arena, String text) {
    return text(arena, text.getBytes(StandardCharsets.UTF_8));
  }

  private static long text(Arena arena, byte[] bytes) {
    // The memory is zero beforehand, and with it the end of the text.
    var text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
    return text.address();
  }
}
