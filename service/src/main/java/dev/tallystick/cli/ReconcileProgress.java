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
    var name = ReconcileText.name(progress.list());
    var what =
        progress.suspected() > 0
            ? "%,d seem to differ; a second look".formatted(progress.suspected())
            : "%,d compared".formatted(progress.checked());
    err.print(CLEAR_LINE + Terminal.faint("%s  %s".formatted(name, what)));
    err.flush();
  }

  /// Takes the line off the terminal.
  void clear() {
    if (!isWatched) return;
    err.print(CLEAR_LINE);
    err.flush();
  }
}
