package dev.tallystick;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Keeps all that is logged and printed while tests run, a file for each JVM, for
/// [LogsHoldNoSecretTest].
public final class KeptOutput implements LauncherSessionListener {
  static final Path FOLDER = Path.of("target", "test-output");
  static final Path FILE = FOLDER.resolve(ProcessHandle.current().pid() + ".log");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    try {
      Files.createDirectories(FOLDER);
      var file = Files.newOutputStream(FILE);
      System.setOut(new PrintStream(new Both(System.out, file), true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(new Both(System.err, file), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Both extends OutputStream {
    private final OutputStream usual;
    private final OutputStream file;

    private Both(OutputStream usual, OutputStream file) {
      this.usual = usual;
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      usual.write(bytes, from, length);
      file.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      usual.flush();
    }
  }
}
