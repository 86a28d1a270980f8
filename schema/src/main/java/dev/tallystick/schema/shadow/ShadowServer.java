package dev.tallystick.schema.shadow;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Durability;
import dev.tallystick.postgres.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server that shadows live on: an embedded one that several processes may share, or one of the
/// user's.
///
/// The embedded one is stopped by the last process that used it, unless it was told to stay. Who
/// uses it is known by a lock on a file, which the operating system lets go when a process dies.
final class ShadowServer implements AutoCloseable {
  private final DatabaseUrl url;
  private final @Nullable EmbeddedServer embedded;
  private final @Nullable Users users;

  private ShadowServer(DatabaseUrl url, @Nullable EmbeddedServer embedded, @Nullable Users users) {
    this.url = url;
    this.embedded = embedded;
    this.users = users;
  }

  static ShadowServer on(DatabaseUrl url) {
    return new ShadowServer(url, null, null);
  }

  static ShadowServer embedded(Path directory) {
    var users = Users.join(directory);
    var server = EmbeddedServer.open(directory, Durability.NONE);
    return new ShadowServer(server.url(), server, users);
  }

  /// A database on the server to connect to first.
  DatabaseUrl url() {
    return url;
  }

  boolean isOurs() {
    return embedded != null;
  }

  /// Whether it goes on when this process ends.
  boolean staysUp() {
    return embedded != null && !embedded.isOwner();
  }

  @Override
  public void close() {
    if (embedded == null || users == null) return;
    if (users.leave() && embedded.isOwner()) embedded.stop();
  }

  /// The processes that use an embedded server, as shared locks on one file.
  private static final class Users {
    private final FileChannel channel;
    private Optional<FileLock> lock;

    private Users(FileChannel channel, Optional<FileLock> lock) {
      this.channel = channel;
      this.lock = lock;
    }

    static Users join(Path directory) {
      try {
        Files.createDirectories(directory);
        var channel =
            FileChannel.open(
                directory.resolve("users"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
          return new Users(channel, Optional.of(channel.lock(0, Long.MAX_VALUE, true)));
        } catch (OverlappingFileLockException _) {
          // This very process uses it already, and will be asked when that use ends.
          return new Users(channel, Optional.empty());
        }
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot use the shadow's folder " + directory, failure);
      }
    }

    /// Returns whether nobody else uses the server now.
    boolean leave() {
      try (channel) {
        if (lock.isEmpty()) return false;
        lock.get().release();
        lock = Optional.empty();
        var alone = channel.tryLock();
        return alone != null;
      } catch (OverlappingFileLockException _) {
        return false;
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot let the shadow go", failure);
      }
    }
  }
}
