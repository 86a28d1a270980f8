package dev.tallystick.schema.queries;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// A relation's file, made longer without taking up disk.
final class SparseFile {
  /// PostgreSQL goes on in another file, `….1`, after each of these.
  private static final long SEGMENT_BYTES = 1L << 30;

  private SparseFile() {}

  /// Makes the relation at least `bytes` long; PostgreSQL deletes what is added along with it.
  static void grow(Path file, long bytes) throws IOException {
    var first = Files.readAttributes(file, PosixFileAttributes.class);
    for (int segment = 0; segment * SEGMENT_BYTES < bytes; segment++) {
      var path = segment == 0 ? file : file.resolveSibling(file.getFileName() + "." + segment);
      var isNew = !Files.exists(path);
      lengthen(path, Math.min(SEGMENT_BYTES, bytes - segment * SEGMENT_BYTES));
      if (isNew) giveToOwner(path, first);
    }
  }

  private static void lengthen(Path path, long bytes) throws IOException {
    try (var channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // A write at the end; what is before it stays a hole.
      if (channel.size() < bytes) {
        var _ = channel.write(ByteBuffer.allocate(1), bytes - 1);
      }
    }
  }

  /// The server may run as another user than we do.
  private static void giveToOwner(Path path, PosixFileAttributes first) throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    view.setPermissions(first.permissions());
    if (!view.getOwner().equals(first.owner())) {
      view.setOwner(first.owner());
      view.setGroup(first.group());
    }
  }
}
