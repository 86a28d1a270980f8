package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The right to start, adopt or stop the server of a directory: one holder at a time, among the
/// threads of this process and among processes. The kernel lets go of it when its holder dies.
final class DirectoryLock implements AutoCloseable {
  /// A file lock belongs to the whole process and does not tell its threads apart.
  private static final ConcurrentHashMap<Path, ReentrantLock> AMONG_THREADS =
      new ConcurrentHashMap<>();

  private final ReentrantLock amongThreads;
  private final FileLock amongProcesses;

  private DirectoryLock(ReentrantLock amongThreads, FileLock amongProcesses) {
    this.amongThreads = amongThreads;
    this.amongProcesses = amongProcesses;
  }

  /// Waits until the lock is free.
  @SuppressWarnings("resource") // The channel lives as long as the lock and is closed with it.
  static DirectoryLock take(Path file) throws IOException {
    var amongThreads = AMONG_THREADS.computeIfAbsent(file, _ -> new ReentrantLock());
    amongThreads.lock();
    try {
      OwnerOnly.createFile(file);
      return new DirectoryLock(
          amongThreads, FileChannel.open(file, StandardOpenOption.WRITE).lock());
    } catch (IOException | RuntimeException failure) {
      amongThreads.unlock();
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      amongProcesses.acquiredBy().close();
    } finally {
      amongThreads.unlock();
    }
  }
}
