package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.source.SourceMap;
import dev.tallystick.schema.sql.Script;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Runs rules over schema files. Thread-safe.
public final class Linter {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> finding.file() == null ? "" : finding.file())
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::rule)
          .thenComparing(finding -> String.valueOf(finding.object()));

  private final List<Rule> rules;
  private final Set<String> reported;
  private final LiveStatistics live;
  private final InstantSource clock;

  private Linter(List<Rule> rules, Set<String> reported, LiveStatistics live, InstantSource clock) {
    this.rules = rules;
    this.reported = reported;
    this.live = live;
    this.clock = clock;
  }

  /// Every rule that does not wait to be asked for.
  ///
  /// @param clock tells which suppressions are past their date
  public static Linter of(LiveStatistics live, InstantSource clock) {
    var names = rules().stream().filter(rule -> !rule.isOptional()).map(Description::name).toList();
    return of(Set.copyOf(names), live, clock);
  }

  /// Some rules only.
  ///
  /// @throws IllegalArgumentException if one of `names` is no rule's
  public static Linter of(Set<String> names, LiveStatistics live, InstantSource clock) {
    var unknown = new TreeSet<>(names);
    unknown.removeAll(names());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no rule %s; --rules lists them".formatted(String.join(", ", unknown)));
    }
    // What others find tells which suppressions are of use.
    var all = names.contains(Suppressions.DESCRIPTION.name());
    var rules =
        Rules.ALL.stream()
            .filter(rule -> all || names.contains(rule.description().name()))
            .toList();
    return new Linter(rules, Set.copyOf(names), live, clock);
  }

  /// What the rules are, by name.
  public static List<Description> rules() {
    var all = new ArrayList<>(Rules.ALL.stream().map(Rule::description).toList());
    all.add(Suppressions.DESCRIPTION);
    all.sort(Comparator.comparing(Description::name));
    return List.copyOf(all);
  }

  private static Set<String> names() {
    return rules().stream().map(Description::name).collect(Collectors.toSet());
  }

  /// What is wrong with `scripts`, in the order of files and lines.
  ///
  /// @param catalogue what they declare
  public List<Finding> lint(List<Script> scripts, Catalogue catalogue) {
    var now = clock.instant();
    var places = new Places(catalogue, SourceMap.of(scripts));
    var subject = new Subject(catalogue, places, live, now);
    var editor = new Editor(subject);
    var suppressions = new Suppressions(scripts, names(), LocalDate.ofInstant(now, ZoneOffset.UTC));
    var findings = new ArrayList<Finding>();
    var judged = new HashSet<String>();
    for (var rule : rules) {
      var description = rule.description();
      if (description.needsLive() && !live.isKnown()) continue;
      judged.add(description.name());
      for (var problem : rule.check(subject)) {
        var place = places.find(problem.object());
        var name = description.name();
        if (place.isPresent() && suppressions.allow(name, place.get())) continue;
        if (!reported.contains(name)) continue;
        var edits = editor.edits(problem.remedy().changes());
        findings.add(
            new Finding(
                name,
                problem.severity(),
                problem.object(),
                place.map(Place::file).orElse(null),
                place.map(Place::line).orElse(0),
                problem.reason(),
                problem.remedy().sql(),
                decision(problem.remedy(), edits),
                edits));
      }
    }
    if (reported.contains(Suppressions.DESCRIPTION.name()))
      findings.addAll(suppressions.faults(judged));
    findings.sort(ORDER);
    return List.copyOf(findings);
  }

  private static String decision(Remedy remedy, List<TextEdit> edits) {
    if (!edits.isEmpty() || !remedy.decision().isEmpty()) return remedy.decision();
    return "the files do not declare it in a way that can be edited; mend it by hand";
  }
}
