package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import java.util.Optional;
import java.util.Set;

/// One operation of the API.
///
/// @param path with `{name}` for what varies
/// @param scope what the service key must be allowed; empty: the route is open to everyone
/// @param query the query parameters it knows; others are refused, so that a typing error shows
record Route(String method, String path, Optional<Scope> scope, Set<String> query, Action action) {
  /// What a route does.
  interface Action {
    Answer answer(Call call);
  }

  static Route open(String path, Action action) {
    return new Route("GET", path, Optional.empty(), Set.of(), action);
  }

  static Route get(String path, Set<String> query, Action action) {
    return new Route("GET", path, Optional.of(Scope.READ), query, action);
  }

  static Route post(String path, Scope scope, Action action) {
    return new Route("POST", path, Optional.of(scope), Set.of(), action);
  }
}
