package dev.tallystick.account;

import dev.tallystick.account.ServiceKey.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a member of the staff may do, in the scopes of service keys.
public enum Role {
  /// Everything that a service key may.
  ADMIN,
  /// Read anything, change users and end their sessions.
  SUPPORT,
  /// Read anything.
  READ_ONLY;

  /// The scopes that it carries.
  public Set<Scope> scopes() {
    return switch (this) {
      case ADMIN -> Set.of(Scope.values());
      case SUPPORT -> Set.of(Scope.READ, Scope.WRITE);
      case READ_ONLY -> Set.of(Scope.READ);
    };
  }

  /// As stored and as on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException naming the roles there are
  public static Role ofWord(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no role " + word + "; there are " + words()));
  }

  private static String words() {
    return String.join(", ", List.of(values()).stream().map(Role::word).toList());
  }
}
