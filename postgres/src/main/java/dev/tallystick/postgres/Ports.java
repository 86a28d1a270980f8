package dev.tallystick.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/// The ports of this machine's loopback address. One that is free may be taken the moment after:
/// whoever takes it has to look again.
final class Ports {
  private Ports() {}

  /// The first of `wanted` that is free, or any other.
  static int free(IntStream wanted) {
    return wanted.filter(Ports::isFree).findFirst().orElseGet(Ports::any);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private static int any() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new ServerFailure("this machine has no free port on 127.0.0.1", failure);
    }
  }
}
