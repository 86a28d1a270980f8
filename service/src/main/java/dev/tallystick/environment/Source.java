package dev.tallystick.environment;

/// Where a value stands.
public sealed interface Source {
  /// Infisical, with the environment and the folder.
  record Infisical(String environment, String path) implements Source {}

  /// A line of a file, counted from 1.
  record Line(String file, int number) implements Source {}

  /// The process itself, which was given it.
  record Inherited() implements Source {}

  /// For people: `infisical dev:/`, `.env:12`, `process`.
  default String shown() {
    return switch (this) {
      case Infisical(var environment, var path) -> "infisical %s:%s".formatted(environment, path);
      case Line(var file, var number) -> "%s:%d".formatted(file, number);
      case Inherited() -> "process";
    };
  }
}
