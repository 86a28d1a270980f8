package dev.tallystick.cli.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.DatabaseUser;
import dev.tallystick.postgres.LocalStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally db status`: what runs, where, which version, how large.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Say what runs, where, which version and how large; exit code 1 if it does not run.",
    footerHeading = "%nExample:%n",
    footer = "  tally db status --json")
final class StatusCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var database = directory.database();
    var status = database.status();
    var users = database.otherUsers();
    if (isJson) out().println(json(status, users));
    else print(status, users);
    return status instanceof LocalStatus.Running ? 0 : Main.NO;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /// What is said where no database is yet.
  static String absent(Path data) {
    return "There is no database in %s yet; tally db start makes one.".formatted(data);
  }

  private void print(LocalStatus status, List<DatabaseUser> users) {
    switch (status) {
      case LocalStatus.Absent() -> out().println(absent(directory.path()));
      case LocalStatus.Stopped stopped -> {
        out().println("The database does not run; tally db start starts it.");
        line("engine", stopped.engine().word());
        line("version", "PostgreSQL " + stopped.version());
        var size = stopped.bytes().isPresent() ? ", " + size(stopped.bytes().getAsLong()) : "";
        line("data", stopped.place() + size);
      }
      case LocalStatus.Between between -> {
        out().println(Terminal.caution("The database is neither up nor down."));
        line("engine", between.engine().word());
        line("state", between.state());
        line("data", between.place());
      }
      case LocalStatus.Running running -> print(running, users);
    }
  }

  private void print(LocalStatus.Running running, List<DatabaseUser> users) {
    out().println(Terminal.good("The database runs."));
    line("engine", running.engine().word());
    line("version", "PostgreSQL " + running.version());
    line("address", running.url().toString());
    line("data", running.place() + ", " + size(running.bytes()));
    if (running.pid().isPresent()) line("process", Long.toString(running.pid().getAsLong()));
    if (!running.container().isEmpty()) line("container", running.container());
    var since = running.since().truncatedTo(ChronoUnit.SECONDS);
    line("since", since + ", for " + span(Duration.between(since, Instant.now())));
    for (var user : users) line("used by", user.toString());
  }

  private void line(String name, String value) {
    out().printf("  %-9s  %s%n", name, value);
  }

  /// In the unit that gives two or three digits.
  private static String size(long bytes) {
    return bytes < 10_000_000_000L ? bytes / 1_000_000 + " MB" : bytes / 1_000_000_000 + " GB";
  }

  private static String span(Duration span) {
    if (span.toDays() > 1) return span.toDays() + " days";
    if (span.toHours() > 1) return span.toHours() + " h";
    return span.toMinutes() > 1 ? span.toMinutes() + " min" : span.toSeconds() + " s";
  }

  private static String json(LocalStatus status, List<DatabaseUser> users) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("running", status instanceof LocalStatus.Running);
    switch (status) {
      case LocalStatus.Absent() -> shown.put("state", "absent");
      case LocalStatus.Stopped stopped -> {
        shown.put("state", "stopped");
        shown.put("engine", stopped.engine().word());
        shown.put("version", stopped.version());
        shown.put("place", stopped.place());
        stopped.bytes().ifPresent(bytes -> shown.put("bytes", bytes));
      }
      case LocalStatus.Between between -> {
        shown.put("state", between.state());
        shown.put("engine", between.engine().word());
        shown.put("place", between.place());
      }
      case LocalStatus.Running running -> putRunning(shown, running);
    }
    shown.put(
        "users",
        users.stream()
            .map(user -> Map.of("pid", user.pid(), "command", user.command()))
            .collect(Collectors.toList()));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are always JSON", e);
    }
  }

  private static void putRunning(Map<String, Object> shown, LocalStatus.Running running) {
    shown.put("state", "running");
    shown.put("engine", running.engine().word());
    shown.put("version", running.version());
    shown.put("host", running.url().uri().getHost());
    shown.put("port", running.url().uri().getPort());
    shown.put("database", running.url().name());
    shown.put("place", running.place());
    running.pid().ifPresent(pid -> shown.put("pid", pid));
    if (!running.container().isEmpty()) shown.put("container", running.container());
    shown.put("bytes", running.bytes());
    shown.put("since", running.since().toString());
  }
}
