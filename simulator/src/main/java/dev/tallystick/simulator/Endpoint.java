package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One method of one path, and the parameters that it knows.
///
/// @param path such as `/v1/customers/{id}`
record Endpoint(String method, List<String> path, Set<String> parameters, Action action) {
  /// What it does, given the id in its path (or nothing) and the parameters.
  interface Action {
    ObjectNode run(String id, Params params);
  }

  static Endpoint of(String method, String path, Set<String> parameters, Action action) {
    return new Endpoint(method, List.of(path.split("/", -1)), parameters, action);
  }

  /// The id in the path, nothing if it has none; empty if this is another path.
  Optional<String> match(List<String> steps) {
    if (steps.size() != path.size()) return Optional.empty();
    var id = "";
    for (int i = 0; i < steps.size(); i++) {
      if (path.get(i).equals("{id}")) id = steps.get(i);
      else if (!path.get(i).equals(steps.get(i))) return Optional.empty();
    }
    return Optional.of(id);
  }
}
