package dev.tallystick.postgres;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Stands between a client and its PostgreSQL, and cuts a connection at a chosen moment: the server
/// did all that the client sent before, and the client learns nothing of it. So a test can have a
/// crash between any two statements, and after a COMMIT whose answer was lost. Thread-safe.
///
/// By the time the client sees that its connection is gone, the server has ended the transaction
/// and released its locks.
public final class CuttingProxy implements AutoCloseable {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;

  /// The messages between which something may get lost: Execute, Sync, Query, CopyData, CopyDone. A
  /// statement is executed when its Execute arrives, COMMIT as well; its answer follows the Sync.
  private static final String MOMENTS = "ESQdc";

  private final ServerSocket listening;
  private final DatabaseUrl server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /// How many moments are let pass; negative: all.
  private int left = -1;

  private boolean hasCut;

  /// Says at each moment whether this is the one.
  private BooleanSupplier isChosen = () -> false;

  private CuttingProxy(DatabaseUrl server, ServerSocket listening) {
    this.server = server;
    this.listening = listening;
    Thread.ofVirtual().start(this::accept);
  }

  /// A proxy that cuts nothing yet.
  public static CuttingProxy of(DatabaseUrl server) {
    try {
      return new CuttingProxy(server, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same database, through this.
  public DatabaseUrl url() {
    var to = server.uri();
    var user = to.getRawUserInfo() == null ? "" : to.getRawUserInfo() + "@";
    var query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    var here = listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort();
    return new DatabaseUrl(
        URI.create(to.getScheme() + "://" + user + here + to.getRawPath() + query));
  }

  /// Cuts once: before the `number`th moment from now on, counted from 1, on whichever connection.
  public synchronized void cutBefore(int number) {
    if (number < 1) throw new IllegalArgumentException("moments are counted from 1");
    left = number - 1;
    hasCut = false;
  }

  /// Cuts at each moment at which `isChosen` says so; it is asked at every one.
  public synchronized void cutWhen(BooleanSupplier isChosen) {
    this.isChosen = isChosen;
  }

  /// Whether it has cut since it was last told to; if not, it does not any more.
  public synchronized boolean hasCut() {
    left = -1;
    return hasCut;
  }

  private synchronized boolean isMoment(int type) {
    if (MOMENTS.indexOf(type) < 0) return false;
    if (isChosen.getAsBoolean()) return true;
    if (left < 0) return false;
    hasCut = left == 0;
    left--;
    return hasCut;
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // The proxy was closed.
    }
  }

  private void serve(Socket client) {
    var to = server.uri();
    int port = to.getPort() == -1 ? 5432 : to.getPort();
    var isCut = new AtomicBoolean();
    try (client;
        var upstream = new Socket(to.getHost(), port)) {
      sockets.add(client);
      sockets.add(upstream);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      var answering = Thread.ofVirtual().start(() -> answer(upstream, client, isCut));
      isCut.set(passUntilCut(client, upstream.getOutputStream()));
      // The server does what it has, and goes; only then does the client get to know.
      upstream.shutdownOutput();
      answering.join();
    } catch (IOException _) {
      // One of the two is gone, and so is the other now.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  /// Passes on what the client sends; whether its connection is to be cut, or it went itself.
  private boolean passUntilCut(Socket client, OutputStream out) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    boolean hasStarted = false;
    try {
      while (true) {
        int type = hasStarted ? in.readUnsignedByte() : 0;
        int length = in.readInt();
        var rest = new byte[length - Integer.BYTES];
        in.readFully(rest);
        if (!hasStarted && isAboutEncryption(rest)) {
          client.getOutputStream().write('N');
          continue;
        }
        if (isMoment(type)) return true;
        var message = ByteBuffer.allocate(1 + length);
        if (hasStarted) message.put((byte) type);
        message.putInt(length).put(rest);
        out.write(message.array(), 0, message.position());
        hasStarted = true;
      }
    } catch (EOFException _) {
      return false;
    }
  }

  private static boolean isAboutEncryption(byte[] rest) {
    int code = ByteBuffer.wrap(rest).getInt();
    return code == SSL_REQUEST || code == GSS_REQUEST;
  }

  /// Passes on what the server answers; what it answers once the connection is cut is lost.
  private static void answer(Socket upstream, Socket client, AtomicBoolean isCut) {
    try {
      InputStream in = upstream.getInputStream();
      var buffer = new byte[8_192];
      for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
        if (!isCut.get()) client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One of the two is gone.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var socket : sockets) socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
