package dev.tallystick.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The providers that people may sign in with, in the order of their names.
public record Providers(List<Provider> all) {
  /// Where nothing is configured.
  public static final Providers NONE = new Providers(List.of());

  private static final String OIDC = "TALLY_OIDC_";
  private static final Pattern OIDC_VARIABLE =
      Pattern.compile(
          "TALLY_OIDC_([A-Z0-9_]{1,40}?)_(ISSUER|CLIENT_ID|CLIENT_SECRET|SCOPES|LABEL)");
  private static final Set<String> NEEDED = Set.of("ISSUER", "CLIENT_ID", "CLIENT_SECRET");

  /// What stands for something else after `/sign-in/`.
  private static final Set<String> TAKEN = Set.of(Provider.GitHub.NAME, "code");

  private static final String SCOPES = "openid email profile";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public Providers {
    all = List.copyOf(all);
  }

  /// Reads, for any NAME, TALLY_OIDC_NAME_ISSUER, TALLY_OIDC_NAME_CLIENT_ID,
  /// TALLY_OIDC_NAME_CLIENT_SECRET, TALLY_OIDC_NAME_SCOPES, TALLY_OIDC_NAME_LABEL; for GitHub
  /// TALLY_GITHUB_CLIENT_ID, TALLY_GITHUB_CLIENT_SECRET, TALLY_GITHUB_URL, TALLY_GITHUB_API_URL.
  ///
  /// @throws IllegalArgumentException naming the variable and what it should be
  public static Providers of(Map<String, String> environment) {
    var all = new ArrayList<Provider>();
    gitHub(environment).ifPresent(all::add);
    oidcNames(environment).forEach((name, values) -> all.add(oidc(name, values)));
    return new Providers(all);
  }

  /// The provider of this name.
  public Optional<Provider> named(String name) {
    return find(provider -> provider.name().equals(name));
  }

  /// As people read it: a provider that is configured no longer is known by its issuer.
  public String labelOf(Identity identity) {
    return find(provider -> provider.issuer().equals(identity.provider()))
        .map(Provider::label)
        .orElse(identity.provider());
  }

  private Optional<Provider> find(Predicate<Provider> condition) {
    return all.stream().filter(condition).findFirst();
  }

  /// What is set for each name, by the last part of the variable.
  private static Map<String, Map<String, String>> oidcNames(Map<String, String> environment) {
    var names = new TreeMap<String, Map<String, String>>();
    for (var variable : environment.keySet()) {
      var text = value(environment, variable);
      if (!variable.startsWith(OIDC) || text.isEmpty()) continue;
      var match = OIDC_VARIABLE.matcher(variable);
      if (!match.matches()) {
        throw new IllegalArgumentException(
            variable
                + " is not known; there are TALLY_OIDC_NAME_ISSUER, _CLIENT_ID, _CLIENT_SECRET,"
                + " _SCOPES and _LABEL");
      }
      names.computeIfAbsent(match.group(1), _ -> new TreeMap<>()).put(match.group(2), text.get());
    }
    return names;
  }

  private static Provider oidc(String name, Map<String, String> values) {
    for (var needed : NEEDED.stream().sorted().toList()) {
      if (!values.containsKey(needed)) throw missing(OIDC + name + "_" + needed);
    }
    var path = name.toLowerCase(Locale.ROOT).replace('_', '-');
    if (TAKEN.contains(path)) {
      throw new IllegalArgumentException(
          "TALLY_OIDC_%s_…: the name %s is taken here; choose another".formatted(name, path));
    }
    var issuer = values.getOrDefault("ISSUER", "");
    var _ = url(OIDC + name + "_ISSUER", issuer);
    var scopes = new ArrayList<>(List.of(values.getOrDefault("SCOPES", SCOPES).split("[ ,]+", -1)));
    if (!scopes.contains("openid")) scopes.addFirst("openid");
    return new Provider.Oidc(
        path,
        values.getOrDefault("LABEL", label(path)),
        issuer,
        new Provider.Client(
            values.getOrDefault("CLIENT_ID", ""), values.getOrDefault("CLIENT_SECRET", "")),
        scopes);
  }

  private static String label(String path) {
    return path.substring(0, 1).toUpperCase(Locale.ROOT) + path.substring(1).replace('-', ' ');
  }

  private static Optional<Provider> gitHub(Map<String, String> environment) {
    var id = value(environment, "TALLY_GITHUB_CLIENT_ID");
    var secret = value(environment, "TALLY_GITHUB_CLIENT_SECRET");
    if (id.isEmpty() && secret.isEmpty()) return Optional.empty();
    return Optional.of(
        new Provider.GitHub(
            new Provider.Client(
                id.orElseThrow(() -> missing("TALLY_GITHUB_CLIENT_ID")),
                secret.orElseThrow(() -> missing("TALLY_GITHUB_CLIENT_SECRET"))),
            url(environment, "TALLY_GITHUB_URL", "https://github.com"),
            url(environment, "TALLY_GITHUB_API_URL", "https://api.github.com")));
  }

  private static IllegalArgumentException missing(String variable) {
    return new IllegalArgumentException(
        variable + " is missing; the provider gave it when this service was registered there");
  }

  private static URI url(Map<String, String> environment, String variable, String otherwise) {
    return url(variable, value(environment, variable).orElse(otherwise));
  }

  /// Secrets and proofs go there: in clear text only as far as this machine.
  private static URI url(String variable, String text) {
    try {
      var url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean isPlain = url.getRawQuery() == null && url.getRawFragment() == null;
      boolean isSafe =
          "https".equals(url.getScheme())
              || ("http".equals(url.getScheme())
                  && LOOPBACK.contains(String.valueOf(url.getHost())));
      if (isSafe && isPlain && url.getHost() != null && url.getUserInfo() == null) return url;
    } catch (URISyntaxException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s must be a URL such as https://login.example.com, not %s".formatted(variable, text));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
