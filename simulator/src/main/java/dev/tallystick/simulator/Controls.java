package dev.tallystick.simulator;

import java.util.stream.Collectors;

/// The switches on the dashboard, and what was sent.
final class Controls {
  private static final int SHOWN = 40;
  private static final int HUNDRED = 100;

  private final Deliveries deliveries;
  private final Faults faults;
  private final Bank bank;

  Controls(Deliveries deliveries, Faults faults, Bank bank) {
    this.deliveries = deliveries;
    this.faults = faults;
    this.bank = bank;
  }

  String shown() {
    var switches = deliveries.switches();
    var target =
        switches
            .webhook()
            .map(url -> "to <code>" + Html.escape(url.toString()) + "</code>")
            .orElse("nowhere yet: they wait");
    boolean isDown = faults.outage().isPresent();
    boolean isDeclining = bank.forEverybody().isPresent();
    return """
        <p class="soft">Webhooks go %s</p>
        <div class="columns">
        <div class="card"><h2>Webhooks</h2>
        <form method="post" class="switches">
        <label>Twice <input type="number" name="duplicate" min="0" max="100" value="%d">%%</label>
        <label>Dropped <input type="number" name="drop" min="0" max="100" value="%d">%%</label>
        <label><input type="checkbox" name="reorder" value="true"%s> In any order</label>
        <label><input type="checkbox" name="hold" value="true"%s> Kept back</label>
        <button class="quiet" name="do" value="webhooks">Set</button>
        </form>
        <form method="post" class="switches"><button class="quiet second" name="do" value="redeliver">Send the undelivered ones (%d)</button></form>
        </div>
        <div class="card"><h2>Faults</h2>
        <form method="post" class="switches">
        <label><input type="checkbox" name="decline" value="true"%s> All cards are declined</label>
        <label><input type="checkbox" name="down" value="true"%s> The API answers 503</label>
        <button class="quiet" name="do" value="faults">Set</button>
        </form>
        </div>
        </div>
        """
        .formatted(
            target,
            switches.duplicatePercent(),
            switches.dropPercent(),
            checked(switches.isReordered()),
            checked(switches.isHeld()),
            deliveries.undelivered().size(),
            checked(isDeclining),
            checked(isDown));
  }

  private static String checked(boolean isChecked) {
    return isChecked ? " checked" : "";
  }

  /// The newest events, and what became of them.
  String events() {
    var events = deliveries.events();
    if (events.isEmpty()) return "<p class=\"empty\">Nothing has happened yet.</p>";
    var newest = events.subList(Math.max(0, events.size() - SHOWN), events.size()).reversed();
    var answers =
        deliveries.attempts().reversed().stream()
            .collect(
                Collectors.groupingBy(
                    attempt -> attempt.event().id(),
                    Collectors.mapping(Deliveries.Attempt::answer, Collectors.joining(", "))));
    return newest.stream()
        .map(
            event ->
                """
                <li><div><p class="title">%s</p><p class="small soft">%s · <code>%s</code></p></div>
                <div class="tools">%s</div></li>
                """
                    .formatted(
                        Html.escape(event.type()),
                        Html.moment(event.created()),
                        Html.escape(event.objectId()),
                        state(event, answers.getOrDefault(event.id(), ""))))
        .collect(Collectors.joining("", "<ul class=\"rows\">", "</ul>"));
  }

  private String state(Event event, String answers) {
    if (!deliveries.isUndelivered(event.id())) {
      return Html.mark("good", answers.isEmpty() ? "Delivered" : "Delivered: " + answers);
    }
    return answers.isEmpty() ? Html.mark("wait", "Not sent") : Html.mark("bad", answers);
  }

  void act(String action, Params form) {
    switch (action) {
      case "webhooks" -> {
        deliveries.duplicate(percent(form, "duplicate"));
        deliveries.drop(percent(form, "drop"));
        deliveries.reorder(form.flag("reorder"));
        if (form.flag("hold")) deliveries.hold();
        else deliveries.release();
      }
      case "redeliver" -> deliveries.redeliver();
      case "faults" -> {
        if (form.flag("decline")) bank.decline("card_declined");
        else bank.accept();
        if (form.flag("down")) faults.down(Faults.Outage.UNAVAILABLE);
        else faults.up();
      }
      case String other -> throw Refusal.invalid("The simulator cannot " + other);
    }
  }

  private static int percent(Params form, String name) {
    return Math.clamp(form.number(name).orElse(0), 0, HUNDRED);
  }
}
