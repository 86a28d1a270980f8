package dev.tallystick.schema.lint;

import java.util.List;

/// One check of a schema.
interface Rule {
  Description description();

  /// Everything that is wrong, in any order.
  List<Problem> check(Subject subject);
}
