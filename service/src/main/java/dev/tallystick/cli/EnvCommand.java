package dev.tallystick.cli;

import dev.tallystick.cli.schema.Json;
import dev.tallystick.environment.Assignment;
import dev.tallystick.environment.Environment;
import dev.tallystick.environment.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally env`: what `tally exec` would give to a command, without the values.
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "List the variables that tally exec sets, where each stands, and what it overrides.",
      "Values are never shown, only how long they are."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally env",
      "  tally env --check    # is all there that .env.example names? exit code 1 if not"
    })
final class EnvCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options = new EnvironmentOptions();

  @Option(names = "--all", description = "Also what only the process has.")
  private boolean isAll;

  @Option(names = "--json", description = "As JSON.")
  private boolean isJson;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = ".env.example",
      description = "Say which names of FILE (default: .env.example) are not set, or empty.")
  private @Nullable Path example;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var environment = options.load(spec.commandLine().getErr());
    var out = spec.commandLine().getOut();
    if (example != null) return check(environment, example, out);
    var shown = environment.all().stream().filter(it -> isAll || isOurs(it)).toList();
    if (isJson) {
      out.println(Json.text(shown.stream().map(EnvCommand::json).toList()));
    } else if (shown.isEmpty()) {
      out.println("Nothing: there is no .env or .env.local here, and Infisical is not set up.");
    } else {
      table(shown, out);
    }
    return 0;
  }

  /// Whether a file or Infisical has it, even if the process overrides it.
  private static boolean isOurs(Environment.Variable variable) {
    return !variable.isOfProcess() || !variable.overrides().isEmpty();
  }

  private static void table(List<Environment.Variable> variables, PrintWriter out) {
    var rows = new ArrayList<List<String>>();
    for (var it : variables) {
      var assignment = it.assignment();
      rows.add(
          List.of(
              assignment.name(),
              masked(assignment),
              assignment.source().shown(),
              shown(it.overrides())));
    }
    var format =
        "%%-%ds  %%-%ds  %%-%ds  %%s"
            .formatted(width(rows, 0, 4), width(rows, 1, 5), width(rows, 2, 6));
    out.println(Terminal.bold(format.formatted("NAME", "VALUE", "SOURCE", "OVERRIDES")));
    for (var row : rows) out.println(format.formatted(row.toArray()).stripTrailing());
  }

  private static int width(List<List<String>> rows, int column, int min) {
    return rows.stream().mapToInt(row -> row.get(column).length()).reduce(min, Math::max);
  }

  /// How long a value is, and nothing of it.
  private static String masked(Assignment assignment) {
    int length = length(assignment);
    return length == 0 ? "empty" : "*** (%d)".formatted(length);
  }

  private static int length(Assignment assignment) {
    var value = assignment.value().reveal();
    return value.codePointCount(0, value.length());
  }

  private static String shown(List<Source> sources) {
    return sources.stream().map(Source::shown).collect(Collectors.joining(", "));
  }

  private static Map<String, Object> json(Environment.Variable variable) {
    var assignment = variable.assignment();
    var json = new LinkedHashMap<String, Object>();
    json.put("name", assignment.name());
    json.put("length", length(assignment));
    json.put("source", assignment.source().shown());
    json.put("overrides", variable.overrides().stream().map(Source::shown).toList());
    return json;
  }

  private int check(Environment environment, Path example, PrintWriter out) {
    var named = new TreeSet<String>();
    var assignments =
        EnvironmentOptions.in(example)
            .orElseThrow(
                () ->
                    new Failure(
                        "there is no file %s; name another with --check FILE".formatted(example)));
    for (var each : assignments) named.add(each.name());
    var missing = environment.missing(named);
    var unnamed =
        environment.all().stream()
            .filter(EnvCommand::isOurs)
            .map(it -> it.assignment().name())
            .filter(name -> !named.contains(name))
            .toList();
    if (isJson) {
      out.println(Json.text(Map.of("missing", missing, "notInExample", unnamed)));
    } else {
      say(environment, example, named.size(), missing, unnamed, out);
    }
    return missing.isEmpty() ? 0 : Main.NO;
  }

  private static void say(
      Environment environment,
      Path example,
      int named,
      List<String> missing,
      List<String> unnamed,
      PrintWriter out) {
    for (var name : missing) {
      var variable = environment.byName().get(name);
      out.println(
          variable == null
              ? Terminal.bad("missing") + "  " + name
              : Terminal.bad("empty")
                  + "    %s  %s".formatted(name, variable.assignment().source().shown()));
    }
    if (missing.isEmpty()) {
      out.println(Terminal.good("All %d names of %s are set.".formatted(named, example)));
    }
    if (!unnamed.isEmpty()) {
      out.println(
          Terminal.faint("Set, but not in %s: %s".formatted(example, String.join(", ", unnamed))));
    }
  }
}
