package dev.tallystick.schema.migrate;

import java.util.Optional;

/// What to tell about a migration that failed: where, why, what is applied already, how to go on.
///
/// @param part the one that failed, from 0
/// @param attempts how often it was tried
/// @param waits what its statement waited for, as far as that was seen
record FailureText(
    Outstanding outstanding, int part, int attempts, Optional<Watch.Sight.Waits> waits) {

  String of(StatementFailure failure) {
    var complaint = failure.complaint();
    var text = new StringBuilder(String.valueOf(failure.getMessage()));
    if (complaint.isWorthAnotherAttempt()) text.append(effort(complaint));
    text.append('\n').append(standing(failure)).append('\n').append(advice(failure));
    return text.toString();
  }

  private String effort(Complaint complaint) {
    var text = new StringBuilder("\n  tried %d times".formatted(attempts));
    if (complaint.isLockTimeout() && waits.isPresent()) {
      text.append("; it waited for ").append(waits.get().lock()).append(", held by");
      for (var blocker : waits.get().blockers()) {
        text.append("\n    ").append(blocker);
      }
    }
    return text.toString();
  }

  private String standing(StatementFailure failure) {
    var migration = outstanding.migration();
    int count = migration.parts().size();
    var rest =
        switch (migration.parts().get(part)) {
          case Part.Transaction _ -> "left nothing behind";
          case Part.Alone(var statement) when statement.has("index") ->
              "may have left an invalid index, which the next run drops";
          case Part.Alone _ -> "ran outside a transaction";
        };
    if (count == 1) return "Migration %s failed and %s.".formatted(migration.label(), rest);
    var done =
        switch (part) {
          case 0 -> "nothing of it is applied";
          case 1 -> "part 1 is applied";
          default -> "parts 1 to %d are applied".formatted(part);
        };
    int line = migration.script().position(failure.statement().start()).line();
    return "Migration %s failed in part %d of %d (line %d): %s; part %d %s."
        .formatted(migration.label(), part + 1, count, line, done, part + 1, rest);
  }

  private String advice(StatementFailure failure) {
    var complaint = failure.complaint();
    var goesOn = part == 0 ? "it starts again from there" : "it goes on with part " + (part + 1);
    if (complaint.isLockTimeout()) {
      return "Run again when the lock is free, or end its holder with pg_terminate_backend: %s."
          .formatted(goesOn);
    }
    if (complaint.isWorthAnotherAttempt() || isBroken(complaint)) {
      return "Run again: %s.".formatted(goesOn);
    }
    if (part == 0) return "Mend it and run again.";
    return "Mend it from part %d on, leave the parts before as they are, and run again: %s."
        .formatted(part + 1, goesOn);
  }

  /// The session or the server ended, or somebody cancelled the statement.
  private static boolean isBroken(Complaint complaint) {
    return complaint.code().startsWith("08") || complaint.code().startsWith("57");
  }
}
