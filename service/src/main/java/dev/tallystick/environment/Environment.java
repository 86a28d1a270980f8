package dev.tallystick.environment;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All variables by their names.
public record Environment(NavigableMap<String, Variable> byName) {
  public Environment {
    byName = Collections.unmodifiableNavigableMap(new TreeMap<>(byName));
  }

  /// What counts of one name.
  ///
  /// @param overrides where else the name stands, the strongest first
  public record Variable(Assignment assignment, List<Source> overrides) {
    public Variable {
      overrides = List.copyOf(overrides);
    }

    /// Whether the process had it before.
    public boolean isOfProcess() {
      return assignment.source() instanceof Source.Inherited;
    }
  }

  /// Each name with its last value: `assignments` in rising order, and above them the process.
  public static Environment merge(List<Assignment> assignments, Map<String, String> process) {
    var byName = new TreeMap<String, Variable>();
    for (var assignment : assignments) {
      checkPossible(assignment);
      add(byName, assignment);
    }
    process.forEach(
        (name, value) ->
            add(byName, new Assignment(name, new Value(value), new Source.Inherited())));
    return new Environment(byName);
  }

  private static void checkPossible(Assignment assignment) {
    var name = assignment.name();
    if (name.isEmpty()
        || name.contains("=")
        || (name + assignment.value().reveal()).contains("\0")) {
      throw new IllegalArgumentException(
          "%s: no variable can be named '%s' or hold its value"
              .formatted(assignment.source().shown(), name));
    }
  }

  private static void add(NavigableMap<String, Variable> byName, Assignment assignment) {
    byName.merge(
        assignment.name(), new Variable(assignment, List.of()), (weaker, it) -> over(it, weaker));
  }

  private static Variable over(Variable stronger, Variable weaker) {
    var overrides =
        Stream.concat(Stream.of(weaker.assignment().source()), weaker.overrides().stream());
    return new Variable(stronger.assignment(), overrides.toList());
  }

  /// Every variable, by name.
  public Collection<Variable> all() {
    return byName.values();
  }

  /// What the process lacks.
  public List<Assignment> additions() {
    return all().stream().filter(it -> !it.isOfProcess()).map(Variable::assignment).toList();
  }

  /// The value of the first of `names` that has one that is not empty.
  Optional<Value> first(String... names) {
    return Stream.of(names)
        .map(byName::get)
        .filter(it -> it != null && isSet(it))
        .map(it -> it.assignment().value())
        .findFirst();
  }

  /// The value of a name, unless it is empty.
  public Optional<String> value(String name) {
    return first(name).map(Value::reveal);
  }

  /// Whether a switch is on.
  public boolean isOn(String name) {
    return value(name).filter(it -> it.equals("1") || it.equals("true")).isPresent();
  }

  /// Where the user's own configuration is.
  public Path configDirectory() {
    return value("XDG_CONFIG_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"));
  }

  /// Which of `names` are not there, or empty.
  public List<String> missing(Collection<String> names) {
    return names.stream()
        .filter(name -> !byName.containsKey(name) || !isSet(byName.get(name)))
        .toList();
  }

  private static boolean isSet(Variable variable) {
    return !variable.assignment().value().reveal().isBlank();
  }
}
