package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a plan does to each object, and what has to come before what.
final class StepGraph {
  /// What is done to an object, in the order in which it is done where nothing else decides: what
  /// stands in the way goes first, what is no longer wanted goes last.
  enum Doing {
    CLEAR,
    CREATE,
    ALTER,
    DROP,
    VALIDATE
  }

  /// One thing done to one object.
  record Node(Doing doing, ObjectKey key) implements Comparable<Node> {
    private static final Comparator<Node> ORDER =
        Comparator.comparingInt(Node::rank).thenComparing(Node::key).thenComparing(Node::doing);

    /// PostgreSQL does not know what the text of a function's body needs, so functions wait for all
    /// that does not wait for them.
    private int rank() {
      return switch (doing) {
        case CLEAR -> 0;
        case CREATE, ALTER -> key.kind() == ObjectKey.Kind.ROUTINE ? 2 : 1;
        case DROP -> 3;
        case VALIDATE -> 4;
      };
    }

    @Override
    public int compareTo(Node other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Node, List<Step>> steps = new TreeMap<>();
  private final Map<Node, Set<Node>> before = new HashMap<>();

  void add(Node node, List<Step> stepsOfNode) {
    steps.put(node, List.copyOf(stepsOfNode));
  }

  Optional<Node> find(Doing doing, ObjectKey key) {
    var node = new Node(doing, key);
    return steps.containsKey(node) ? Optional.of(node) : Optional.empty();
  }

  Set<Node> nodes() {
    return steps.keySet();
  }

  /// `first` comes before `second`.
  void order(Node first, Node second) {
    if (!first.equals(second)) before.computeIfAbsent(second, _ -> new HashSet<>()).add(first);
  }

  /// The steps in order.
  ///
  /// @throws IllegalStateException if what has to come first goes in a circle
  List<Step> sorted() {
    var open = new HashMap<Node, Set<Node>>();
    var after = new HashMap<Node, List<Node>>();
    var ready = new PriorityQueue<Node>();
    for (var node : steps.keySet()) {
      var waitsFor = new HashSet<>(before.getOrDefault(node, Set.of()));
      waitsFor.retainAll(steps.keySet());
      for (var first : waitsFor) after.computeIfAbsent(first, _ -> new ArrayList<>()).add(node);
      if (waitsFor.isEmpty()) ready.add(node);
      else open.put(node, waitsFor);
    }
    var sorted = new ArrayList<Step>();
    while (!ready.isEmpty()) {
      var node = ready.remove();
      sorted.addAll(steps.getOrDefault(node, List.of()));
      for (var next : after.getOrDefault(node, List.of())) {
        var waitsFor = open.get(next);
        if (waitsFor == null) continue;
        waitsFor.remove(node);
        if (waitsFor.isEmpty()) {
          open.remove(next);
          ready.add(next);
        }
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "these changes wait for each other: "
              + open.keySet().stream()
                  .sorted()
                  .map(node -> node.doing() + " " + node.key())
                  .collect(Collectors.joining(", ")));
    }
    return sorted;
  }
}
