package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import java.util.Set;

/// One operation of the API.
///
/// @param path with `{name}` for what varies
/// @param access who may use it
/// @param query the query parameters it knows; others are refused, so that a typing error shows
public record Route(String method, String path, Access access, Set<String> query, Action action) {
  /// What a route does.
  public interface Action {
    Answer answer(Call call);
  }

  /// How a problem is told to who uses it.
  Answer refuse(Problem problem) {
    return access instanceof Access.Browser(var refusal)
        ? refusal.apply(problem)
        : problem.answer();
  }

  static Route open(String path, Action action) {
    return new Route("GET", path, new Access.Open(), Set.of(), action);
  }

  static Route get(String path, Set<String> query, Action action) {
    return new Route("GET", path, new Access.ServiceKeyWith(Scope.READ), query, action);
  }

  static Route post(String path, Scope scope, Action action) {
    return new Route("POST", path, new Access.ServiceKeyWith(scope), Set.of(), action);
  }

  static Route patch(String path, Scope scope, Action action) {
    return new Route("PATCH", path, new Access.ServiceKeyWith(scope), Set.of(), action);
  }

  /// A route that no member of the staff may use, whatever the role.
  static Route backEnd(String method, String path, Scope scope, Action action) {
    return new Route(method, path, new Access.BackEndWith(scope), Set.of(), action);
  }

  static Route delete(String path, Scope scope, Action action) {
    return new Route("DELETE", path, new Access.ServiceKeyWith(scope), Set.of(), action);
  }

  /// A route for users in a session.
  static Route own(String method, String path, Access.PersonalScope scope, Action action) {
    return new Route(method, path, new Access.SessionWith(scope), Set.of(), action);
  }
}
