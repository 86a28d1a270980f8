package dev.tallystick.cli;

import dev.tallystick.stripe.reconcile.Reconciling;
import java.io.PrintWriter;

/// How far a reconciliation is, on one line that is drawn again and again, where somebody watches.
final class ReconcileProgress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean isWatched;

  ReconcileProgress(PrintWriter err, boolean isQuiet) {
    this.err = err;
    this.isWatched = !isQuiet && Terminal.isWatched();
  }

  void show(Reconciling.Progress progress) {
    if (!isWatched) return;
    var what =
        switch (progress) {
          case Reconciling.Progress.Walking(var list, var checked) ->
              "%s  %,d compared".formatted(ReconcileText.name(list), checked);
          case Reconciling.Progress.Doubting(var suspected) ->
              "%,d seem to differ; a second look".formatted(suspected);
        };
    err.print(CLEAR_LINE + Terminal.faint(what));
    err.flush();
  }

  /// Takes the line off the terminal.
  void clear() {
    if (!isWatched) return;
    err.print(CLEAR_LINE);
    err.flush();
  }
}
