package dev.tallystick.environment;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The few functions of the C library that it takes to become another program.
final class LibC {
  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int EACCES = 13;

  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");
  private static final int SIG_SETMASK = IS_MAC ? 3 : 2;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  /// More than sigset_t takes on any system.
  private static final int SIGNAL_SET_BYTES = 128;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SETENV =
      function("setenv", List.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SIGMASK =
      function("pthread_sigmask", List.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle FCNTL =
      function("fcntl", List.of(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle EXECVP =
      function("execvp", List.of(ADDRESS, ADDRESS), Linker.Option.captureCallState("errno"));
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private LibC() {}

  // The launcher grants native access to the whole class path.
  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, List<MemoryLayout> arguments, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments.toArray(MemoryLayout[]::new)),
        options);
  }

  /// Sets a variable unless there is one of that name.
  static void setIfAbsent(String name, String value) {
    try (var arena = Arena.ofConfined()) {
      int failed =
          (int)
              SETENV.invokeExact(
                  arena.allocateFrom(name, StandardCharsets.UTF_8),
                  arena.allocateFrom(value, StandardCharsets.UTF_8),
                  0);
      if (failed != 0) throw new IllegalStateException("cannot set the variable " + name);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Lets every signal through: the JVM blocks some of them in its threads.
  static void unblockSignals() {
    try (var arena = Arena.ofConfined()) {
      var none = arena.allocate(SIGNAL_SET_BYTES);
      int _ = (int) SIGMASK.invokeExact(SIG_SETMASK, none, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Has an open file end with this program; one that is not open stays so.
  static void closeOnExec(int descriptor) {
    try {
      int _ = (int) FCNTL.invokeExact(descriptor, F_SETFD, FD_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Becomes the program, looked for as a shell does.
  ///
  /// @return why not, as errno
  static int exec(List<byte[]> command) {
    try (var arena = Arena.ofConfined()) {
      var arguments = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        arguments.setAtIndex(ADDRESS, i, text(arena, command.get(i)));
      }
      var state = arena.allocate(Linker.Option.captureStateLayout());
      int _ = (int) EXECVP.invokeExact(state, arguments.getAtIndex(ADDRESS, 0), arguments);
      return (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MemorySegment text(Arena arena, byte[] bytes) {
    var text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
    return text;
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) throw error;
    if (e instanceof RuntimeException failure) throw failure;
    return new IllegalStateException(e);
  }
}
