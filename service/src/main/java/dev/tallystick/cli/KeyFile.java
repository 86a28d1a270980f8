package dev.tallystick.cli;

import dev.tallystick.account.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The file in a data directory that keeps the first service key of its database.
public record KeyFile(Path path) {
  /// Its name.
  public static final String NAME = "service-key";

  static KeyFile in(Path data) {
    return new KeyFile(data.resolve(NAME));
  }

  /// Keeps a key where only the file's owner can read it.
  void write(Token token) {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.deleteIfExists(path);
      try (var channel =
          Files.newByteChannel(
              path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
        var line = token.reveal() + "\n";
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new Failure("cannot write the service key to " + path, e);
    }
  }

  /// The key; empty if none was kept.
  Optional<String> read() {
    try {
      return Optional.of(Files.readString(path).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
