package dev.tallystick.cli.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.utils.Signals;

/// Signals that mean something else here than the end of the process, until this is closed.
final class CaughtSignals implements AutoCloseable {
  private final Map<String, Object> before = new LinkedHashMap<>();

  /// @param name without `SIG`
  void on(String name, Runnable action) {
    // Nothing comes back where the system has no such signal, or the parent wants it ignored.
    var handler = Signals.register(name, action);
    if (handler != null) before.put(name, handler);
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
