package dev.tallystick.schema.queries;

/// A file of statistics that is none. The message starts with file, line and column.
public final class StatisticsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StatisticsFailure(String message) {
    super(message);
  }
}
