package dev.tallystick.bench;

import dev.tallystick.bench.Case.Way;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// What was measured: every round of every case.
///
/// @param connections by way
record Figures(
    List<Integer> sizes,
    Map<Way, Integer> connections,
    List<Round> rounds,
    String postgresVersion) {

  private static final double MICROS = 1e6;

  /// One run of one case.
  ///
  /// @param cpu cores used by each side, on average
  record Round(Case of, int number, ClosedLoop.Measurement measured, CpuSeconds cpu) {}

  Figures {
    rounds = List.copyOf(rounds);
  }

  double perSecond(Case of) {
    return median(of, round -> round.measured().perSecond());
  }

  /// How many times as fast our case is as a baseline of the same size.
  double ratio(Case of, Way baseline) {
    return perSecond(of) / perSecond(new Case(baseline, of.requestBytes()));
  }

  /// Processor time of all processes together, in microseconds for a message.
  double cpuMicros(Case of) {
    return median(of, round -> round.cpu().sum() / round.measured().perSecond() * MICROS);
  }

  double median(Case of, ToDoubleFunction<Round> value) {
    var values =
        rounds.stream()
            .filter(round -> round.of().equals(of))
            .mapToDouble(value)
            .sorted()
            .toArray();
    return median(values).orElseThrow(() -> new IllegalArgumentException("not measured: " + of));
  }

  private static OptionalDouble median(double[] sorted) {
    if (sorted.length == 0) return OptionalDouble.empty();
    int middle = sorted.length / 2;
    return Arrays.stream(sorted, sorted.length % 2 == 1 ? middle : middle - 1, middle + 1)
        .average();
  }
}
