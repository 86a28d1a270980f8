package dev.tallystick.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people write them: `500ms`, `5s`, `2min`, `1h`.
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h)");

  @Override
  public Duration convert(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is no duration; one looks like 500ms, 5s, 2min or 1h".formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "min" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /// In two or three digits: `12 ms`, `1.3 s`, `4 min 10 s`, `2 h 5 min`.
  public static String text(Duration duration) {
    if (duration.toMillis() < 1000) return duration.toMillis() + " ms";
    if (duration.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (duration.toMinutes() < 60) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
  }

  /// As [#convert] reads it, in the largest unit that says it exactly: `500ms`, `90s`, `2min`.
  public static String written(Duration duration) {
    if (duration.toMillisPart() != 0) return duration.toMillis() + "ms";
    if (duration.toSecondsPart() != 0 || duration.isZero()) return duration.toSeconds() + "s";
    if (duration.toMinutesPart() != 0) return duration.toMinutes() + "min";
    return duration.toHours() + "h";
  }

  /// How long ago something was, in its largest unit: `4s`, `3min`, `2h`.
  public static String age(Duration duration) {
    if (duration.toSeconds() < 60) return Math.max(0, duration.toSeconds()) + "s";
    if (duration.toMinutes() < 60) return duration.toMinutes() + "min";
    return duration.toHours() + "h";
  }
}
