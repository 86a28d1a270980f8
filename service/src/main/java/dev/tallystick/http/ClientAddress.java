package dev.tallystick.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The network address of a client.
public record ClientAddress(InetAddress address) {
  /// Whoever has an IPv6 address has 2^64 of them.
  private static final int IPV6_NETWORK_BITS = 64;

  /// What one provider gives to one household or office, about.
  private static final int IPV4_NEIGHBOURHOOD_BITS = 24;

  private static final int IPV6_NEIGHBOURHOOD_BITS = 48;

  /// Loopback, private and shared addresses, and those of no single host: wherever people are, many
  /// come from the same.
  private static final List<AddressRange> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "224.0.0.0/3",
              "::/64",
              "fc00::/7",
              "fe80::/10",
              "ff00::/8")
          .map(AddressRange::of)
          .toList();

  /// Java also reads what few write: fewer than four numbers, zeros in front, brackets, the name of
  /// an interface.
  private static final Pattern LITERAL =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  /// The address that `text` is, as people write it; a host's name is none.
  static Optional<ClientAddress> parse(String text) {
    if (!LITERAL.matcher(text).matches()) return Optional.empty();
    try {
      return Optional.of(new ClientAddress(InetAddress.ofLiteral(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

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
  public String network() {
    return address.getAddress().length == 4 ? toString() : start(IPV6_NETWORK_BITS);
  }

  /// Whom evidence is about: the /24 of an IPv4 address, the /48 of an IPv6 one. Empty where the
  /// address says nothing of where somebody is.
  public Optional<String> neighbourhood() {
    if (NOT_PUBLIC.stream().anyMatch(range -> range.contains(address))) return Optional.empty();
    int bits = address.getAddress().length == 4 ? IPV4_NEIGHBOURHOOD_BITS : IPV6_NEIGHBOURHOOD_BITS;
    return Optional.of(start(bits) + "/" + bits);
  }

  private String start(int bits) {
    try {
      return InetAddress.getByAddress(AddressRange.masked(address.getAddress(), bits))
          .getHostAddress();
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
