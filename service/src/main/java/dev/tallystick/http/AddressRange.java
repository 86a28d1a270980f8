package dev.tallystick.http;

import java.net.InetAddress;
import java.util.Arrays;

/// Network addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or a single one.
@SuppressWarnings("ArrayRecordComponent") // compared by contains alone
public record AddressRange(byte[] start, int bits) {
  /// The range that `text` is.
  ///
  /// @throws IllegalArgumentException if it is none; a host's name is none
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    var start = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int size = start.length * Byte.SIZE;
    int bits = slash < 0 ? size : bits(text, slash + 1);
    if (bits < 0 || bits > size) throw new IllegalArgumentException(text + " is no range");
    return new AddressRange(start, bits);
  }

  private static int bits(String text, int from) {
    try {
      return Integer.parseInt(text, from, text.length(), 10);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + " is no range", e);
    }
  }

  boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    return bytes.length == start.length && Arrays.equals(masked(bytes), masked(start));
  }

  /// The first address of the range of this size that `bytes` is in.
  private byte[] masked(byte[] bytes) {
    return masked(bytes, bits);
  }

  static byte[] masked(byte[] bytes, int bits) {
    var masked = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
      masked[i] = (byte) (bytes[i] & (0xFF << (Byte.SIZE - kept)));
    }
    return masked;
  }

  @Override
  public String toString() {
    return Arrays.toString(start) + "/" + bits;
  }
}
