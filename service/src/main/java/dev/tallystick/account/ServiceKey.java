package dev.tallystick.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A credential of the product's own back end, without its secret.
public record ServiceKey(
    UUID id,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    Optional<Instant> lastUsedAt,
    Optional<Instant> revokedAt) {
  public ServiceKey {
    scopes = Set.copyOf(scopes);
  }

  /// What a key may do.
  public enum Scope {
    /// Read anything.
    READ,
    /// Make and change users, record messages.
    WRITE,
    /// Give credits.
    GRANT,
    /// See the changes of all tables as they are committed.
    WATCH;

    /// As stored and as on the command line.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming the scopes there are
    public static Scope ofWord(String word) {
      return Arrays.stream(values())
          .filter(scope -> scope.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no scope " + word + "; there are " + words(List.of(values()))));
    }

    private static String words(List<Scope> scopes) {
      return String.join(", ", scopes.stream().map(Scope::word).toList());
    }
  }
}
