package dev.tallystick.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// The network address of a client.
record ClientAddress(InetAddress address) {
  /// Whoever has an IPv6 address has 2^64 of them.
  private static final int IPV6_NETWORK_BITS = 64;

  /// The nearest address that is not a trusted proxy's: each proxy adds whom it heard from at the
  /// end of `X-Forwarded-For`, and what stands further in front may be made up.
  ///
  /// @param peer who is connected
  /// @param forwardedFor the values of the header, in the order received
  static ClientAddress of(String peer, List<String> forwardedFor, List<AddressRange> trusted) {
    var hops = new ArrayList<String>();
    for (var value : forwardedFor) hops.addAll(List.of(value.split(",", -1)));
    hops.add(peer);
    var client = InetAddress.ofLiteral(peer);
    for (var hop : hops.reversed()) {
      try {
        client = InetAddress.ofLiteral(hop.strip());
      } catch (IllegalArgumentException _) {
        break;
      }
      var heard = client;
      if (trusted.stream().noneMatch(range -> range.contains(heard))) break;
    }
    return new ClientAddress(client);
  }

  /// Whom limits apply to: the address, or the network of an IPv6 one.
  String network() {
    var bytes = address.getAddress();
    if (bytes.length == 4) return toString();
    try {
      var network = InetAddress.getByAddress(AddressRange.masked(bytes, IPV6_NETWORK_BITS));
      return network.getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /// As people write it.
  @Override
  public String toString() {
    return address.getHostAddress();
  }
}
