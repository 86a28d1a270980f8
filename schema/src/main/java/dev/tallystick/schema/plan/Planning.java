package dev.tallystick.schema.plan;

import java.util.List;

/// What came of planning.
public sealed interface Planning {
  /// Steps in an order that works; none where nothing is to be done.
  record Planned(List<Step> steps) implements Planning {}

  /// Somebody has to decide something first.
  record Refused(List<Refusal> refusals) implements Planning {}
}
