package dev.tallystick.schema.lint;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The comments that allow what a rule forbids: `-- lint: allow RULE: reason (until 2027-01-31)`.
final class Suppressions {
  static final Description DESCRIPTION =
      new Description(
          "suppression",
          Severity.WARNING,
          "A comment that allows something gives no reason, is past its date, or is of no use.");

  private static final Pattern LINT = Pattern.compile("lint:\\s*(.*)");
  private static final Pattern ALLOW =
      Pattern.compile(
          "allow\\s+([\\w-]+(?:\\s*,\\s*[\\w-]+)*)\\s*(?::\\s*(.*?))?"
              + "\\s*(?:\\(until\\s+([^)]*)\\))?");
  private static final String SHAPE = "write: lint: allow RULE: reason (until 2027-01-31)";

  private final Set<String> known;
  private final LocalDate today;
  private final List<Allowed> allowed = new ArrayList<>();
  private final List<Finding> faults = new ArrayList<>();
  private final Set<Allowed> used = new HashSet<>();

  /// @param known the names of all rules
  Suppressions(List<Script> scripts, Set<String> known, LocalDate today) {
    this.known = known;
    this.today = today;
    for (var script : scripts) {
      for (var comment : script.comments()) {
        var matcher = LINT.matcher(comment.text());
        if (matcher.matches()) read(script, comment, matcher.group(1));
      }
    }
  }

  /// One rule that one comment allows.
  ///
  /// @param statement that it speaks for as a whole; null if for a line
  /// @param line that it speaks for; 0 if for a statement
  private record Allowed(
      Script script, Token comment, String rule, @Nullable Statement statement, int line) {
    boolean covers(String name, Place place) {
      if (!rule.equals(name) || !script.file().equals(place.file())) return false;
      if (statement != null) return place.statement().start() == statement.start();
      return place.line() <= line && line <= place.lastLine() && !place.isWholeStatement();
    }
  }

  private void read(Script script, Token comment, String text) {
    var matcher = ALLOW.matcher(text);
    if (!matcher.matches()) {
      fault(script, comment, "`lint: " + text + "` is not understood", SHAPE);
      return;
    }
    var names = matcher.group(1);
    if (matcher.group(2) == null || matcher.group(2).isBlank()) {
      fault(script, comment, names + " is allowed without a reason", "give the reason");
    } else if (isInForce(script, comment, names, matcher.group(3))) {
      for (var rule : names.split("\\s*,\\s*", -1)) allow(script, comment, rule);
    }
  }

  private boolean isInForce(Script script, Token comment, String names, @Nullable String until) {
    if (until == null) return true;
    try {
      if (!today.isAfter(LocalDate.parse(until.strip()))) return true;
      fault(
          script,
          comment,
          "%s was allowed until %s".formatted(names, until.strip()),
          "mend what was put off, or set a new date");
    } catch (DateTimeParseException _) {
      fault(script, comment, "`%s` is no date".formatted(until), SHAPE);
    }
    return false;
  }

  private void allow(Script script, Token comment, String rule) {
    if (!known.contains(rule)) {
      fault(script, comment, "there is no rule " + rule, "tally schema lint --rules lists them");
      return;
    }
    for (var statement : script.statements()) {
      if (statement.start() < comment.start() && comment.start() < statement.end()) {
        allowed.add(new Allowed(script, comment, rule, null, lineInside(script, comment)));
        return;
      }
    }
    var statement = outside(script, comment);
    if (statement == null) {
      fault(script, comment, rule + " is allowed for no statement", "move or delete the comment");
    } else {
      allowed.add(new Allowed(script, comment, rule, statement, 0));
    }
  }

  /// A comment on a line of its own speaks for the next line that is not one.
  private static int lineInside(Script script, Token comment) {
    var text = script.text();
    int lineStart = text.lastIndexOf('\n', comment.start() - 1) + 1;
    int line = script.position(comment.start()).line();
    if (!text.substring(lineStart, comment.start()).isBlank()) return line;
    int at = text.indexOf('\n', comment.end());
    while (at >= 0) {
      line++;
      int next = text.indexOf('\n', at + 1);
      var content = text.substring(at + 1, next < 0 ? text.length() : next).strip();
      if (!content.isEmpty() && !content.startsWith("--")) return line;
      at = next;
    }
    return line;
  }

  /// The statement that ends on the comment's line, else the next one.
  private static @Nullable Statement outside(Script script, Token comment) {
    int line = script.position(comment.start()).line();
    Statement before = null;
    for (var statement : script.statements()) {
      if (statement.start() > comment.start()) {
        return before != null && script.position(before.end()).line() == line ? before : statement;
      }
      before = statement;
    }
    return before != null && script.position(before.end()).line() == line ? before : null;
  }

  /// Whether a comment allows this.
  boolean allow(String rule, Place place) {
    var isAllowed = false;
    for (var each : allowed) {
      if (each.covers(rule, place)) {
        used.add(each);
        isAllowed = true;
      }
    }
    return isAllowed;
  }

  /// What is wrong with the comments, once everything was asked for.
  ///
  /// @param judged the rules that ran and could find something, so that a comment which nothing
  ///   answers to is of no use
  List<Finding> faults(Set<String> judged) {
    var found = new ArrayList<>(faults);
    for (var each : allowed) {
      if (used.contains(each) || !judged.contains(each.rule())) continue;
      var edits =
          each.comment().text().contains(",")
              ? List.<TextEdit>of()
              : List.of(Editor.removed(each.script(), each.comment()));
      var decision = edits.isEmpty() ? "take the rule out of the comment" : "";
      var reason = "%s finds nothing here, so nothing has to be allowed".formatted(each.rule());
      found.add(finding(each.script(), each.comment(), reason, decision, edits));
    }
    return found;
  }

  private void fault(Script script, Token comment, String reason, String decision) {
    faults.add(finding(script, comment, reason, decision, List.of()));
  }

  private static Finding finding(
      Script script, Token comment, String reason, String decision, List<TextEdit> edits) {
    return new Finding(
        DESCRIPTION.name(),
        DESCRIPTION.severity(),
        null,
        script.file(),
        script.position(comment.start()).line(),
        reason,
        "",
        decision,
        edits);
  }
}
