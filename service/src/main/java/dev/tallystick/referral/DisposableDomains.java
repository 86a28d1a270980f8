package dev.tallystick.referral;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Domains that give anybody an address for an hour.
record DisposableDomains(Set<String> all) {
  private static final String BUILT_IN = "disposable-domains.txt";

  DisposableDomains {
    all = Set.copyOf(all);
  }

  /// Those that are built in, and more.
  static DisposableDomains with(Set<String> more) {
    var all = new HashSet<>(builtIn());
    all.addAll(more);
    return new DisposableDomains(all);
  }

  static Set<String> builtIn() {
    try (var in = DisposableDomains.class.getResourceAsStream(BUILT_IN)) {
      var bytes = Objects.requireNonNull(in, "the build lacks " + BUILT_IN).readAllBytes();
      var domains = new HashSet<String>();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(domains::add);
      return domains;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + BUILT_IN, e);
    }
  }

  /// Whether the domain of an e-mail address, or one that it is part of, is among them.
  boolean areOf(String email) {
    var domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    while (!all.contains(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) return false;
      domain = domain.substring(dot + 1);
    }
    return true;
  }
}
