package dev.tallystick.schema.queries;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Filters that a statement leaves out where their parameter is null: `:user IS NULL OR user_id =
/// :user`.
///
/// One plan for all parameters can use no index for such a filter; PostgreSQL plans such statements
/// anew for what they are given. So they are planned once for each filter, as if it alone were
/// given, and for both bounds of a range.
final class Filters {
  private static final Pattern TEST =
      Pattern.compile(
          "(?i)(?:CAST\\s*\\(\\s*\\$(\\d+)\\s+AS\\s+[\\w. ]+(?:\\[\\])?\\s*\\)"
              + "|\\$(\\d+)(?:::[\\w.]+(?:\\[\\])?)?)\\s+IS\\s+NULL\\b");

  private static final Pattern BOUND =
      Pattern.compile(TEST.pattern() + "\\s+OR\\s+([\\w.]+)\\s*[<>]=?\\s*\\$(\\d+)");

  private Filters() {}

  /// A form of a statement.
  ///
  /// @param given what is given, for people; empty for a statement without such filters
  record Form(String given, String sql) {}

  static List<Form> forms(Numbered statement) {
    var sql = statement.sql().text();
    var optional = new LinkedHashSet<Integer>();
    var matcher = TEST.matcher(sql);
    while (matcher.find()) optional.add(number(matcher.group(1), matcher.group(2)));
    if (optional.isEmpty()) return List.of(new Form("", sql));
    var forms = new ArrayList<Form>();
    forms.add(new Form("no filter", withOnly(sql, Set.of())));
    for (int parameter : optional) {
      forms.add(new Form(statement.describe(parameter), withOnly(sql, Set.of(parameter))));
    }
    for (var range : ranges(sql)) {
      var names = range.stream().map(statement::describe).collect(joining(" and "));
      forms.add(new Form(names, withOnly(sql, range)));
    }
    return List.copyOf(forms);
  }

  /// Two bounds of one column: either alone leaves much of a table, both together little.
  private static List<Set<Integer>> ranges(String sql) {
    var bounds = new LinkedHashMap<String, Set<Integer>>();
    var bound = BOUND.matcher(sql);
    while (bound.find()) {
      int parameter = number(bound.group(1), bound.group(2));
      if (parameter != Integer.parseInt(bound.group(4))) continue;
      bounds.computeIfAbsent(bound.group(3), _ -> new TreeSet<>()).add(parameter);
    }
    return bounds.values().stream().filter(range -> range.size() == 2).toList();
  }

  private static String withOnly(String sql, Set<Integer> given) {
    return TEST.matcher(sql)
        .replaceAll(
            match -> given.contains(number(match.group(1), match.group(2))) ? "false" : "true");
  }

  private static int number(String cast, String plain) {
    return Integer.parseInt(cast == null ? plain : cast);
  }
}
