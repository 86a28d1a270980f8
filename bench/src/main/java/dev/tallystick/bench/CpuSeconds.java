package dev.tallystick.bench;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Processor time that the three sides used, in seconds, or in seconds a second: cores.
record CpuSeconds(double server, double postgres, double generator) {
  private static final double MILLIS_PER_SECOND = 1e3;

  /// A moment from which on time is counted, by process: those of PostgreSQL come and go.
  static final class Clock {
    private final long serverPid;
    private final long postmasterPid;
    private final Map<Long, Double> start;

    Clock(long serverPid, long postmasterPid) {
      this.serverPid = serverPid;
      this.postmasterPid = postmasterPid;
      this.start = now();
    }

    private Map<Long, Double> now() {
      var own = ProcessHandle.current();
      var server = ProcessHandle.of(serverPid).stream();
      var postgres = postgres();
      return Stream.of(Stream.of(own), server, postgres)
          .flatMap(processes -> processes)
          .collect(Collectors.toMap(ProcessHandle::pid, CpuSeconds::of, (one, _) -> one));
    }

    private Stream<ProcessHandle> postgres() {
      return ProcessHandle.of(postmasterPid).stream()
          .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()));
    }

    /// What was used since; a process that ended meanwhile is left out.
    CpuSeconds read() {
      var end = now();
      end.replaceAll((pid, seconds) -> seconds - start.getOrDefault(pid, 0.0));
      double server = end.getOrDefault(serverPid, 0.0);
      double generator = end.getOrDefault(ProcessHandle.current().pid(), 0.0);
      double all = end.values().stream().mapToDouble(seconds -> seconds).sum();
      return new CpuSeconds(server, all - server - generator, generator);
    }
  }

  private static double of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / MILLIS_PER_SECOND;
  }

  CpuSeconds per(double seconds) {
    return new CpuSeconds(server / seconds, postgres / seconds, generator / seconds);
  }

  /// All of it.
  double sum() {
    return server + postgres + generator;
  }
}
