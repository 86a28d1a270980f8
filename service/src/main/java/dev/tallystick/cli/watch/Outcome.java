package dev.tallystick.cli.watch;

/// What came of a run.
sealed interface Outcome {
  /// It returned rows.
  record Rows(Snapshot snapshot) implements Outcome {}

  /// It did something and has no result.
  ///
  /// @param command its first word, such as `INSERT`
  /// @param count how many rows it touched; 0 for commands that count none
  record Done(String command, long count) implements Outcome {
    @Override
    public String toString() {
      return count == 0
          ? command
          : "%s, %d %s".formatted(command, count, count == 1 ? "row" : "rows");
    }
  }

  /// PostgreSQL refused it, and may accept it the next time.
  record Refused(Refusal refusal) implements Outcome {}

  /// There is no connection; the next run makes a new one.
  record Lost(String message) implements Outcome {
    @Override
    public String toString() {
      return "no connection, trying again: " + CellText.visible(message);
    }
  }
}
