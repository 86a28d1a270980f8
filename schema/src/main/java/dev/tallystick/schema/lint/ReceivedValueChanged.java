package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A value that came from outside, such as Stripe's, and that a trigger changes on its way in: what
/// the source said is lost.
final class ReceivedValueChanged implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "received-value-changed",
          Severity.WARNING,
          "A trigger changes a value that comes from outside.");

  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(stripe|paddle|paypal|adyen|braintree|chargebee|lemonsqueezy|recurly|mollie|shopify"
              + "|external)_.+");

  /// What we note about a row ourselves.
  private static final Pattern OURS =
      Pattern.compile("(created|updated|inserted|modified|received|synced|fetched|processed)_at");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var trigger : table.triggers()) {
        var changed = changed(subject, table, trigger);
        if (changed.isEmpty()) continue;
        problems.add(
            new Problem(
                trigger.key(),
                DESCRIPTION.severity(),
                "it sets %s of %s, which comes from outside: what was received is lost"
                    .formatted(String.join(", ", changed), table.name()),
                Remedy.byPerson(
                    "store what was received, and put what follows from it in a generated column",
                    "DROP TRIGGER %s ON %s;".formatted(trigger.key().name(), table.name()))));
      }
    }
    return problems;
  }

  private static List<String> changed(Subject subject, LintedTable table, Trigger trigger) {
    var isOutside = OUTSIDE.matcher(Name.plain(table.key().name())).matches();
    return TriggerBody.of(subject, trigger).stream()
        .filter(body -> body.isBefore("INSERT") || body.isBefore("UPDATE"))
        .flatMap(body -> body.assigned().stream())
        .filter(table.columns()::containsKey)
        .filter(column -> isOutside || OUTSIDE.matcher(Name.plain(column)).matches())
        .filter(column -> !OURS.matcher(Name.plain(column)).matches())
        .toList();
  }
}
