package dev.tallystick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.tallystick.bench.Case.Way;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/// The figures as a table for people and as JSON for later comparison.
final class MessagesReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TARGET_BYTES = 2_000;
  private static final double ARRAY_TO_COPY_MIN = 0.4;
  private static final double SINGLE_TO_SERIALIZABLE_MIN = 3;

  private final Figures figures;

  MessagesReport(Figures figures) {
    this.figures = figures;
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-46s %8s %11s %9s %9s %7s %7s %7s%n",
        "case",
        "request",
        "messages/s",
        "p50 ms",
        "p99 ms",
        "to (a)",
        "to (b)",
        "CPU µs");
    for (int size : figures.sizes()) {
      for (var way : Way.values()) line(out, new Case(way, size));
    }
    out.println(
        """
        Medians of the rounds. Times are of a request, a transaction or a COPY. CPU: of service,
        PostgreSQL and generator together, for a message; it says more than the rate does where
        other work shares the machine.""");
    if (!figures.sizes().contains(TARGET_BYTES)) return;
    var array = new Case(Way.ARRAY, TARGET_BYTES);
    var single = new Case(Way.SINGLE, TARGET_BYTES);
    target(out, array, figures.ratio(array, Way.COPY), ARRAY_TO_COPY_MIN, "raw COPY");
    target(
        out,
        single,
        figures.ratio(single, Way.SERIALIZABLE),
        SINGLE_TO_SERIALIZABLE_MIN,
        "SERIALIZABLE");
  }

  private void line(PrintWriter out, Case of) {
    out.printf(
        Locale.ROOT,
        "%-46s %8s %,11.0f %9.2f %9.2f %7.2f %7.2f %7.0f%n",
        "%s, %d connections".formatted(of.way().title(), figures.connections().get(of.way())),
        of.size(),
        figures.perSecond(of),
        figures.median(of, round -> round.measured().p50Ms()),
        figures.median(of, round -> round.measured().p99Ms()),
        figures.ratio(of, Way.SERIALIZABLE),
        figures.ratio(of, Way.COPY),
        figures.cpuMicros(of));
  }

  private static void target(
      PrintWriter out, Case of, double ratio, double ratioMin, String baseline) {
    out.printf(
        Locale.ROOT,
        "%s  %s at %s: %.2f × %s (target: %.1f)%n",
        ratio >= ratioMin ? "PASS" : "MISS",
        of.way().title(),
        of.size(),
        ratio,
        baseline,
        ratioMin);
  }

  /// Writes all rounds, with what they were measured on.
  void write(Path file) throws IOException {
    var json = JSON.createObjectNode();
    json.put("benchmark", "messages").put("at", Instant.now().toString());
    machine(json.putObject("machine"));
    var connections = json.putObject("connections");
    figures.connections().forEach((way, count) -> connections.put(word(way), count));
    var rounds = json.putArray("rounds");
    for (var round : figures.rounds()) add(rounds, round);
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
  }

  private void machine(ObjectNode json) {
    json.put("cores", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      json.put("memoryBytes", system.getTotalMemorySize());
    }
    json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.put("java", Runtime.version().toString());
    json.put("postgres", figures.postgresVersion());
  }

  private static void add(ArrayNode rounds, Figures.Round round) {
    var json = rounds.addObject();
    var measured = round.measured();
    json.put("case", word(round.of().way())).put("requestBytes", round.of().requestBytes());
    json.put("round", round.number()).put("messages", measured.messages());
    json.put("seconds", measured.seconds()).put("messagesPerSecond", measured.perSecond());
    json.put("p50Ms", measured.p50Ms()).put("p99Ms", measured.p99Ms());
    json.putObject("coresUsed")
        .put("server", round.cpu().server())
        .put("postgres", round.cpu().postgres())
        .put("generator", round.cpu().generator());
  }

  private static String word(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }
}
