package dev.tallystick.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file of lines `NAME=value`, as docs/environment.md describes it. What is wrong with one is
/// said with the line's number, never with its text: that may be a secret.
public sealed interface EnvFile {
  /// Its assignments in the order of the lines; a name may come twice, and the last one counts.
  record Read(List<Assignment> assignments) implements EnvFile {
    public Read {
      assignments = List.copyOf(assignments);
    }
  }

  /// There is no such file.
  record Missing() implements EnvFile {}

  /// The line that cannot be read, and why.
  record Malformed(int line, String problem) implements EnvFile {}

  /// Reads a file; its assignments name it as `file` is written.
  static EnvFile read(Path file) throws IOException {
    if (!Files.exists(file)) return new Missing();
    var bytes = Files.readAllBytes(file);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new EnvFileReader(file.toString(), text).read();
    } catch (CharacterCodingException _) {
      return new Malformed(firstLineNotUtf8(bytes), "it is not UTF-8");
    }
  }

  private static int firstLineNotUtf8(byte[] bytes) {
    // What cannot be decoded becomes U+FFFD; a file that holds one of its own is named too early.
    var before = new String(bytes, StandardCharsets.UTF_8).split("\uFFFD", 2)[0];
    return 1 + (int) before.chars().filter(c -> c == '\n').count();
  }
}
